/** The side panel's frame: its tabs and what is new in each. */

import { count } from "./formats.js";

export const panel = {
  title: "Side panel",
  close: "Close panel",
  tabs: { people: "People", chat: "Chat", questions: "Questions", polls: "Polls", captions: "Captions", rooms: "Rooms" },
  news: {
    rooms: (n) => count(n, "call for help", "calls for help"),
    hands: (n) => count(n, "raised hand", "raised hands"),
    people: (n) => count(n, "person waits", "people wait"),
    chat: (n) => count(n, "new message", "new messages"),
    questions: (n) => count(n, "new question", "new questions"),
    polls: (n) => count(n, "poll waits for your vote", "polls wait for your vote"),
  },
};
