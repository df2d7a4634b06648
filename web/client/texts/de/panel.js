/** The side panel's frame: its tabs and what is new in each. */

import { count } from "./formats.js";

export const panel = {
  title: "Seitenleiste",
  close: "Seitenleiste schließen",
  tabs: { people: "Personen", chat: "Chat", questions: "Fragen", polls: "Umfragen", captions: "Untertitel", rooms: "Räume" },
  news: {
    rooms: (n) => count(n, "Hilferuf", "Hilferufe"),
    hands: (n) => count(n, "erhobene Hand", "erhobene Hände"),
    people: (n) => count(n, "Person wartet", "Personen warten"),
    chat: (n) => count(n, "neue Nachricht", "neue Nachrichten"),
    questions: (n) => count(n, "neue Frage", "neue Fragen"),
    polls: (n) => count(n, "Umfrage wartet auf Ihre Stimme", "Umfragen warten auf Ihre Stimme"),
  },
};
