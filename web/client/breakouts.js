/** What the room bar, the rooms panel and the dialog ask of the state and of pasted lists: pure functions. */

import { hallOf, isHosting, isMe, may } from "./select.js";

const WARN_S = [60, 10];

export const openRooms = (state) => hallOf(state).rooms;
export const ownRoom = (state) => openRooms(state)?.rooms.find(({ id }) => id === hallOf(state).you?.room) ?? null;
export const mayOpenRooms = (state) => may(hallOf(state), "open_rooms");
export const callsForHelp = (state) => openRooms(state)?.rooms.filter(({ help }) => help).length ?? 0;

/** Whole seconds until the rooms close; null: when a host says so. */
export function secondsLeft(state, nowMs) {
  const closesAt = openRooms(state)?.closes_at;
  return closesAt ? Math.max(0, Math.ceil((Date.parse(closesAt) - nowMs) / 1000)) : null;
}

/** The warning that is due between two looks at the clock, in seconds, or null. */
export const warningBetween = (beforeS, nowS) =>
  (beforeS !== null && nowS !== null && WARN_S.find((limit) => beforeS > limit && nowS <= limit)) || null;

/** Which rooms this person may be offered to enter; the server has the last word. */
export function enterable(state) {
  const hall = hallOf(state);
  if (!hall.rooms) return [];
  const free = isHosting(hall) || hall.rooms.assign === "choose";
  return free ? hall.rooms.rooms.filter(({ id }) => id !== hall.you.room) : [];
}

/** Who is in the main room, for hosts: everybody inside whom no room has. Hosts stand last: they are not assigned. */
export function inMainRoom(state) {
  const hall = hallOf(state);
  const placed = new Set((hall.rooms?.rooms ?? []).flatMap(({ people }) => people));
  const people = [...hall.people.values()].filter(({ id, place }) => place === "in" && !placed.has(id));
  return people.filter((person) => !isMe(hall, person));
}

/** A pasted text, a room a line ("Red: Ada, Ben"), as {names, lists}; what is no such line is in `wrong`. */
export function parseLists(text) {
  const lists = {};
  const wrong = [];
  for (const line of text.split("\n").map((each) => each.trim()).filter(Boolean)) {
    const [name, people] = splitAt(line, ":");
    if (!name || people === null) wrong.push(line);
    else lists[name] = [...(lists[name] ?? []), ...people.split(/[,;]/).map((each) => each.trim()).filter(Boolean)];
  }
  return { names: Object.keys(lists), lists, wrong };
}

function splitAt(line, mark) {
  const at = line.indexOf(mark);
  return at < 0 ? [line, null] : [line.slice(0, at).trim(), line.slice(at + 1)];
}
