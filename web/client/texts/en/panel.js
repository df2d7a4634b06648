/** The side panel's frame: its tabs and what is new in each. */

import { count } from "./formats.js";

export const panel = {
  title: "Side panel",
  close: "Close panel",
  tabs: { people: "People" },
  news: { people: (n) => count(n, "person waits", "people wait") },
};
