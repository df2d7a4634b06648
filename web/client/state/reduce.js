/**
 * The page's state as a fold: `reduce(state, event) -> state`, pure, the same object when nothing changed.
 *
 * Events are the server's messages as they come (facts, snapshots, signals; `type` in snake_case) and the page's own
 * (`local.js`). A fact not newer than what we hold is a repeat after a reconnect and changes nothing.
 */

import { localState } from "./local.js";
import { PLACES } from "./places.js";
import { takeSnapshot } from "./snapshot.js";
import { FACTS, PASSING, START } from "./topics.js";

export const initialState = Object.freeze({
  seq: null, // of the newest fact seen; what a reconnect says as last_seq
  webinar: null,
  you: null, // {id, rights, sources, place}; name, role and sources on stand in `people`
  people: new Map(), // id -> {id, name, role, place, on, blocked, connected, offered}; place is in or waiting
  counts: { inside: 0, waiting: 0 },
  seats: {}, // connection id -> {seats: [person or null], screens: [...]}
  speakers: { active: null, speaking: [], latest: null }, // latest: of the others
  quality: {}, // person -> good | fair | poor | lost
  asked: null, // who asked us to unmute, until answered
  gone: null, // {code, message}: why this person is no longer here
  ...START,
  ...localState,
});

export function reduce(state, event) {
  if (event.type === "snapshot") return takeSnapshot(state, event);
  if (typeof event.seq === "number") return takeFact(state, event);
  if (PLACES[event.type]) return PLACES[event.type](state, event, reduce, initialState);
  const rule = PASSING[event.type];
  return rule ? rule(state, event) : state;
}

function takeFact(state, fact) {
  if (state.seq !== null && fact.seq <= state.seq) return state;
  const rule = FACTS[fact.type];
  return { ...(rule ? rule(state, fact) : state), seq: fact.seq };
}
