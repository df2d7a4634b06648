/** A snapshot replaces everything the server ever told; what the person chose in this page stays. */

import { BLANK_PERSON } from "./facts.js";

export function takeSnapshot(state, { seq, webinar, you, people = [], waiting = [], counts }) {
  const all = new Map();
  for (const person of people) all.set(person.id, { ...BLANK_PERSON, ...person, place: "in" });
  for (const person of waiting) all.set(person.id, { ...BLANK_PERSON, ...person, place: "waiting" });
  const { id, place, rights = [], sources = [], name, role, offered = null, on = [], blocked = [] } = you;
  all.set(id, { ...BLANK_PERSON, ...all.get(id), id, name, role, place, offered, on, blocked, connected: true });
  return {
    ...state,
    seq,
    webinar: { locked: false, settings: {}, started_at: null, ...webinar },
    you: { id, place, rights, sources },
    people: all,
    counts: counts ?? state.counts,
    asked: on.includes("microphone") ? null : state.asked,
  };
}
