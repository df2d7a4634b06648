/** The people panel, what may be done to people, and the questions before it is done. */

import { count, number } from "./formats.js";

export const people = {
  title: "Personen",
  search: "Nach Namen suchen",
  waiting: "Wartend",
  stage: "Auf der Bühne",
  audience: "Publikum",
  audienceOnly: (n) => `${count(n, "Person ist", "Personen sind")} im Publikum.`,
  none: (search) => `Hier heißt niemand „${search}“.`,
  more: (n) => `${number(n)} weitere zeigen`,
  admit: "Einlassen",
  deny: "Abweisen",
  admitAll: "Alle einlassen",
  denyAll: "Alle abweisen",
  admitName: (name) => `${name} einlassen`,
  denyName: (name) => `${name} abweisen`,
  invited: "eingeladen",
  away: "abwesend",
  options: (name) => `Möglichkeiten für ${name}`,
  all: "Für alle",
  invite: "Einladen",
  state: {
    on: { microphone: "Mikrofon an", camera: "Kamera an", screen: "Teilt den Bildschirm" },
    off: { microphone: "Stumm" },
    blocked: { microphone: "Vom Gastgeber stumm geschaltet" },
  },
};

export const powers = {
  invite: "Auf die Bühne einladen",
  invite_co_host: "Zum Mitgastgeber machen",
  withdraw_invitation: "Einladung zurückziehen",
  demote: "Ins Publikum setzen",
  demote_co_host: "Zum Vortragenden machen",
  mute: "Stumm schalten",
  mute_hard: "Stumm schalten und so lassen",
  allow_microphone: "Mikrofon erlauben",
  ask_to_unmute: "Ums Wort bitten",
  stop_video: "Kamera ausschalten",
  stop_video_hard: "Kamera ausschalten und so lassen",
  allow_camera: "Kamera erlauben",
  stop_share: "Teilen beenden",
  stop_share_hard: "Teilen beenden und nicht mehr erlauben",
  allow_screen: "Teilen erlauben",
  block_chat: "Im Chat nicht mehr schreiben lassen",
  allow_chat: "Im Chat wieder schreiben lassen",
  write: "Dieser Person schreiben",
  kick: "Entfernen",
  ban: "Ausschließen",
  mute_all: "Alle stumm schalten",
  mute_all_hard: "Alle stumm schalten und so lassen",
  lock: "Webinar schließen",
  unlock: "Webinar öffnen",
  settings: "Einstellungen des Webinars",
  links: "Einladungslinks",
  exports: "Listen zum Mitnehmen",
};

export const confirm = {
  kick: { title: (name) => `${name} entfernen?`, text: "Die Person muss jetzt gehen und kann über einen Link wiederkommen.", button: "Entfernen" },
  ban: { title: (name) => `${name} ausschließen?`, text: "Die Person muss jetzt gehen und kann als diese Person nicht wiederkommen. Ein gemeinsamer Link unterscheidet Menschen nicht: Machen Sie neue Links oder schließen Sie das Webinar, um sie fernzuhalten.", button: "Ausschließen" },
  deny_all: { title: () => "Alle abweisen?", text: "Alle im Warteraum erfahren, dass sie nicht hereingelassen wurden.", button: "Alle abweisen" },
  rotate: { title: (role) => `Neuen Link machen: ${role}?`, text: "Der jetzige Link gilt sofort nicht mehr. Wer schon hier ist, bleibt.", button: "Neuen Link machen" },
  delete_poll: { title: (question) => `„${question}“ löschen?`, text: "Die Umfrage und ihre Ergebnisse verschwinden für alle. Im Protokoll des Webinars bleibt, was gestimmt wurde.", button: "Löschen" },
  end: { title: () => "Für alle beenden?", text: "Das Webinar endet für alle. Es kann nicht wieder beginnen.", button: "Für alle beenden" },
};
