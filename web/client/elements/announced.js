/** When a webinar begins and what about, with its calendar entry: for the door, the waiting room, the registration desk. */

import { announcementOf } from "../announcement.js";
import { readCalendar } from "../api.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { toast, webinarId, wordsFor } from "../page.js";
import { save } from "../saving.js";
import { texts } from "../texts.js";
import { button } from "./parts.js";

const { schedule: words } = texts;

/** `token`: any of this webinar; without one there is no calendar entry. */
export function announced(told, token) {
  const { description, startsAt, minutes } = announcementOf(told);
  if (!description && !startsAt) return null;
  return h("div", { class: "announced", key: "announced" },
    startsAt && h("p", { class: "announced-time" }, icon("clock", 18), h("time", { datetime: startsAt }, words.at(texts.dateTime(startsAt), minutes && words.minutes(minutes)))),
    description && h("p", { class: "announced-text" }, description),
    startsAt && token && button(words.calendar, { tone: "small quiet", icon: "download", onclick: () => saveCalendar(token) }));
}

async function saveCalendar(token) {
  try {
    save("webinar.ics", await readCalendar(webinarId, token));
  } catch (error) {
    toast(wordsFor(error), "warning");
  }
}
