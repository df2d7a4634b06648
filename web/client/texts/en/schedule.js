/** What is announced of a webinar. */

import { count } from "./formats.js";

export const schedule = {
  dialog: "Announcement",
  title: "Title",
  text: "What is it about?",
  begins: "Begins",
  lasts: "Lasts",
  noLength: "Not said",
  minutes: (n) => (n % 60 === 0 ? count(n / 60, "hour", "hours") : count(n, "minute", "minutes")),
  at: (time, length) => (length ? `${time}, ${length}` : time),
  capacity: "How many may come",
  registration: "Registration",
  registering: { off: "None", open: "Whoever registers may come", approval: "I say who may come" },
  desk: "Link for registering",
  deskText: "The audience registers at this address, and everybody then has a link of their own.",
  copyDesk: "Copy link for registering",
  save: "Announce",
  saved: "Announced.",
  calendar: "Save to calendar",
};
