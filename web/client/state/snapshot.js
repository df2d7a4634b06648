/** A snapshot replaces everything the server ever told; what the person chose in this page stays. */

import { BLANK_PERSON } from "./facts.js";
import { ballotsKept } from "./polls.js";
import { fromSnapshot } from "./topics.js";

export function takeSnapshot(state, snapshot) {
  const { seq, webinar, you, people = [], waiting = [], counts, polls = [] } = snapshot;
  const all = new Map();
  for (const person of people) all.set(person.id, { ...BLANK_PERSON, ...person, place: "in" });
  for (const person of waiting) all.set(person.id, { ...BLANK_PERSON, ...person, place: "waiting" });
  // What is also told of others stands in `people`; what is told to oneself alone stands in `you`.
  const { id, place, name, role, offered = null, on = [], blocked = [], stage_until = null, ballots = [], ...own } = you;
  all.set(id, { ...BLANK_PERSON, ...all.get(id), id, name, role, place, offered, on, blocked, stage_until, connected: true });
  return {
    ...state,
    ...fromSnapshot(state, snapshot),
    seq,
    webinar: { locked: false, settings: {}, started_at: null, ...webinar },
    you: { rights: [], sources: [], ...own, ballots: ballotsKept(state, ballots, polls), id, place },
    people: all,
    counts: counts ?? state.counts,
    asked: on.includes("microphone") ? null : state.asked,
  };
}
