/** The stage, its control bar and the banners above it. */

import { count } from "./formats.js";

export const stage = {
  notStarted: "Nicht begonnen",
  practice: "Probe",
  live: "Live",
  duration: "Laufzeit",
  inside: (n) => count(n, "Person", "Personen"),
  nobody: "Noch ist niemand auf der Bühne",
  nobodyText: "Sie sehen und hören die Vortragenden hier, sobald sie da sind.",
  nextPage: "Nächste Seite",
  previousPage: "Vorige Seite",
  page: (n, of) => `Seite ${n} von ${of}`,
  more: (n) => `${n} weitere`,
  stage: "Bühne",
  screenOf: (name) => `Bildschirm von ${name}`,
  muted: "stumm",
  speaking: "spricht",
  connecting: "Verbindung wird aufgebaut…",
  lost: "Verbindung verloren",
  pin: "In der großen Ansicht festhalten",
  unpin: "Nicht mehr festhalten",
  lit: "im Rampenlicht",
  options: (name) => `Möglichkeiten für ${name}`,
};

export const controls = {
  label: "Bedienung",
  microphoneOn: "Stumm schalten",
  microphoneOff: "Mikrofon einschalten",
  cameraOn: "Kamera ausschalten",
  cameraOff: "Kamera einschalten",
  screenOn: "Nicht mehr teilen",
  screenOff: "Bildschirm teilen",
  starting: "Wird eingeschaltet…",
  layout: { speaker: "Galerie", gallery: "Große Ansicht" },
  devices: "Geräte",
  leave: "Verlassen",
  tip: (text, keys) => `${text} (${keys})`,
};

export const whyNot = {
  blocked: {
    microphone: "Der Gastgeber hat Sie stumm geschaltet. Sie können sprechen, sobald er es erlaubt.",
    camera: "Der Gastgeber hat Ihre Kamera ausgeschaltet. Sie können sie einschalten, sobald er es erlaubt.",
    screen: "Der Gastgeber hat Ihr Teilen beendet. Sie können teilen, sobald er es erlaubt.",
  },
  setting: {
    microphone: "Zurzeit dürfen nur Gastgeber das Mikrofon einschalten.",
    camera: "Ihre Kamera ist gerade nicht verfügbar.",
    screen: "Zurzeit dürfen nur Gastgeber den Bildschirm teilen.",
  },
  audience: { microphone: "Sprechen können nur die auf der Bühne.", camera: "Zu sehen sind nur die auf der Bühne.", screen: "Teilen können nur die auf der Bühne." },
  unsupported: "Dieser Browser kann keinen Bildschirm teilen.",
};

export const banners = {
  reconnecting: "Die Verbindung ist abgerissen. Sie wird wieder aufgebaut…",
  nextTry: (s) => `Nächster Versuch in ${s} s.`,
  mediaRetrying: "Bild und Ton sind unterbrochen. Die Verbindung wird wieder aufgebaut…",
  sendRetrying: "Andere sehen und hören Sie gerade nicht. Die Verbindung wird wieder aufgebaut…",
  elsewhere: "Ihre Kamera und Ihr Mikrofon sind in einem anderen Fenster in Gebrauch.",
  here: "Dieses Fenster benutzen",
  sound: "Ihr Browser wartet auf einen Klick, bevor er Ton abspielt.",
  soundButton: "Ton einschalten",
  asked: (name) => `${name} bittet Sie, das Mikrofon einzuschalten.`,
  unmute: "Mikrofon einschalten",
  notNow: "Jetzt nicht",
  invited: (role) => `Sie sind auf die Bühne eingeladen: ${role}.`,
  review: "Antworten",
  start: (n) => (n ? `Das Webinar hat noch nicht begonnen. ${count(n, "Person wartet", "Personen warten")}.` : "Das Webinar hat noch nicht begonnen."),
  startButton: "Webinar beginnen",
  notStarted: "Das Webinar hat noch nicht begonnen. Sie sind hinter der Bühne: Nur wer hier ist, sieht und hört Sie.",
  practice: "Probe: Nur wer auf der Bühne ist, ist hier, und nichts davon erreicht das Publikum.",
  endPractice: "Probe beenden",
  sharing: "Sie teilen Ihren Bildschirm.",
  stopSharing: "Nicht mehr teilen",
  talkingMuted: "Sie sind stumm. Niemand hört Sie.",
  locked: "Das Webinar ist geschlossen: Niemand Neues kann herein.",
};

export const problems = {
  denied: { microphone: "Der Browser hat das Mikrofon nicht erlaubt. Erlauben Sie es in der Adressleiste und versuchen Sie es noch einmal.", camera: "Der Browser hat die Kamera nicht erlaubt. Erlauben Sie sie in der Adressleiste und versuchen Sie es noch einmal." },
  missing: { microphone: "Es wurde kein Mikrofon gefunden.", camera: "Es wurde keine Kamera gefunden." },
  busy: { microphone: "Das Mikrofon wird von einem anderen Programm benutzt.", camera: "Die Kamera wird von einem anderen Programm benutzt.", screen: "Der Bildschirm konnte nicht aufgenommen werden." },
  insecure: "Browser erlauben Kamera und Mikrofon nur auf sicheren Seiten. Öffnen Sie diese Seite mit https.",
  unsupported: "Dieser Browser kann keinen Bildschirm teilen.",
  failed: { microphone: "Das Mikrofon konnte nicht eingeschaltet werden.", camera: "Die Kamera konnte nicht eingeschaltet werden.", screen: "Das Teilen konnte nicht beginnen." },
};

export const shortcuts = { microphone: "Mikrofon", camera: "Kamera", screen: "Bildschirm teilen", layout: "Ansicht wechseln", people: "Personen" };
