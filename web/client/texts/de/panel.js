/** The side panel's frame: its tabs and what is new in each. */

import { count } from "./formats.js";

export const panel = {
  title: "Seitenleiste",
  close: "Seitenleiste schließen",
  tabs: { people: "Personen" },
  news: { people: (n) => count(n, "Person wartet", "Personen warten") },
};
