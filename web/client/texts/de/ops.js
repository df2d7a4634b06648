/** The operator's page. */

import { count, number } from "./formats.js";

export const ops = {
  title: "Laufende Aktoren",
  tokenLabel: "Token des Betreibers",
  tokenHint: "Steht in den Einstellungen oder im Datenverzeichnis des Servers. Es bleibt nur in diesem Tab.",
  show: "Anzeigen",
  forget: "Token vergessen",
  wrong: "Der Server nimmt dieses Token nicht an.",
  unreachable: "Der Server antwortet nicht. Neuer Versuch jede Sekunde.",
  updated: (time) => `Stand ${time}`,
  pause: "Anhalten",
  resume: "Weiter",
  filter: "Nach Namen filtern",
  total: (n) => count(n, "Aktor", "Aktoren"),
  none: "Kein Aktor passt.",
  columns: { name: "Aktor", depth: "Postfach", oldest: "Älteste Nachricht", handled: "Bearbeitet", restarts: "Neustarts", error: "Letzter Fehler" },
  more: (n) => `${number(n)} weitere sind nicht gezeigt. Benutzen Sie den Filter.`,
  parked: "Aufgegebene Nachrichten",
  parkedOne: (actor, message, error) => `${actor}: ${message}, ${error}`,
};
