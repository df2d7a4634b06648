/** The dialogs. */

import { count } from "./formats.js";

export const leave = {
  title: "Webinar verlassen?",
  text: "Es geht ohne Sie weiter. Mit demselben Link können Sie zurückkommen.",
  leave: "Verlassen",
  end: "Für alle beenden",
  endText: "Oder Sie beenden es für alle: Es kann nicht wieder beginnen.",
};

export const invitation = {
  title: "Auf die Bühne kommen?",
  text: (role) => `Der Gastgeber lädt Sie ein: ${role}. Alle können Sie dann sehen und hören, aber nichts ist an, bevor Sie es einschalten.`,
  accept: "Auf die Bühne kommen",
  decline: "Nein, danke",
  later: "Später entscheiden",
};

export const devices = {
  title: "Geräte",
  stageTitle: "Sie sind auf der Bühne",
  stageText: "Prüfen Sie Ihre Geräte. Andere sehen und hören Sie erst, wenn Sie hier oder unten etwas einschalten.",
  microphoneOn: "Mikrofon ausschalten",
  microphoneOff: "Mikrofon einschalten",
  cameraOn: "Kamera ausschalten",
  cameraOff: "Kamera einschalten",
  shortcuts: "Tastenkürzel",
  audience: "Sie sind im Publikum: Nur Ihr Lautsprecher wird benutzt.",
  languageHint: "Die Seite wird dann neu geladen.",
};

export const settings = {
  title: "Einstellungen des Webinars",
  intro: "Änderungen gelten sofort.",
  sections: { door: "Hereinkommen", stage: "Auf der Bühne", audience: "Publikum", chat: "Chat", questions: "Fragen" },
  slow: (s) => (s === 0 ? "Aus" : s % 60 === 0 ? count(s / 60, "Minute", "Minuten") : count(s, "Sekunde", "Sekunden")),
  fields: {
    waiting_room: "Warteraum",
    unmute: "Wer das Mikrofon einschalten darf",
    share: "Wer den Bildschirm teilen darf",
    see_people: "Wer die Liste der Personen sieht",
    reactions: "Reaktionen",
    chat: "Wer allen schreiben darf",
    direct: "Wer einer Person schreiben darf",
    slow_mode_s: "Langsamer Chat: Zeit zwischen zwei Nachrichten",
    ask: "Wer fragen darf",
    review_questions: "Fragen ansehen, bevor alle sie sehen",
    anonymous_questions: "Fragen dürfen anonym sein",
    invite_required: "Nur mit Einladungslink",
    recording_announced: "Ankündigen, dass aufgezeichnet wird",
  },
  hints: {
    waiting_room: "„Bis zum Beginn“: Mit dem Beginn kommen alle herein. „Immer“: Sie lassen jede Person einzeln herein.",
    slow_mode_s: "Nicht für die auf der Bühne.",
    anonymous_questions: "Dann weiß niemand, wer gefragt hat, auch Sie nicht.",
    invite_required: "Aus: Die Adresse des Webinars genügt, um ins Publikum zu kommen.",
    recording_announced: "Wer hereinkommt, stimmt dem vorher zu.",
  },
  who: { hosts: "Nur Gastgeber", stage: "Alle auf der Bühne", everyone: "Alle" },
  waiting_room: { off: "Aus", until_start: "Bis zum Beginn", always: "Immer: Ich lasse jede Person herein" },
};

export const links = {
  title: "Einladungslinks",
  presenter: "Vortragende",
  presenterText: "Kommen mit Kamera, Mikrofon und Bildschirm auf die Bühne.",
  attendee: "Publikum",
  attendeeText: "Sieht und hört zu. Sie können später auf die Bühne einladen.",
  copy: (role) => `Link kopieren: ${role}`,
  copied: "Link kopiert",
  rotate: "Neuen Link machen",
  rotated: "Der neue Link gilt. Der alte gilt nicht mehr.",
  loading: "Der Link wird geholt…",
  personal: "Eine Person",
  personalText: "Ein Link, der nur für eine Person gilt. Wenn Sie die Person ausschließen, gilt er nicht mehr.",
  personalLabel: "Für wen? (Ihre Notiz)",
  personalRole: "Kommt als",
  personalMake: "Persönlichen Link machen",
  cannotCopy: "Kopieren ist hier nicht erlaubt. Markieren Sie den Link und kopieren Sie ihn selbst.",
  link: (role) => `Link: ${role}`,
};
