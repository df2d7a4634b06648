/** Was von einem Webinar angekündigt wird. */

import { count } from "./formats.js";

export const schedule = {
  dialog: "Ankündigung",
  title: "Titel",
  text: "Worum geht es?",
  begins: "Beginn",
  lasts: "Dauer",
  noLength: "Nicht angegeben",
  minutes: (n) => (n % 60 === 0 ? count(n / 60, "Stunde", "Stunden") : count(n, "Minute", "Minuten")),
  at: (time, length) => (length ? `${time}, ${length}` : time),
  capacity: "Wie viele kommen dürfen",
  registration: "Anmeldung",
  registering: { off: "Keine", open: "Wer sich anmeldet, darf kommen", approval: "Ich entscheide, wer kommen darf" },
  desk: "Link zur Anmeldung",
  deskText: "Unter dieser Adresse meldet sich das Publikum an; danach haben alle einen eigenen Link.",
  copyDesk: "Link zur Anmeldung kopieren",
  save: "Ankündigen",
  saved: "Angekündigt.",
  calendar: "In den Kalender",
};
