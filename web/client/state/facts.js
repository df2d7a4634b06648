/**
 * What each fact changes: one rule per type, `(state, fact) -> state`.
 *
 * The server shows each person the log as that person may see it: people appear and disappear, and whoever's own rights
 * or sources change gets a new snapshot right after the fact. So nothing here computes what anybody may do.
 */

const STAGE = ["host", "co_host", "presenter"];
export const BLANK_PERSON = { on: [], blocked: [], connected: true, offered: null, stage_until: null, chat_blocked: false, captioner: false, consents: false };

function put(state, person, place) {
  const people = new Map(state.people);
  people.set(person.id, { ...BLANK_PERSON, ...person, place });
  return { ...state, people };
}

function change(state, id, changes) {
  const person = state.people.get(id);
  if (!person) return state;
  return { ...state, people: new Map(state.people).set(id, { ...person, ...changes(person) }) };
}

function drop(state, id) {
  if (!state.people.has(id) || id === state.you?.id) return state;
  const people = new Map(state.people);
  people.delete(id);
  return { ...state, people, pinned: state.pinned === id ? null : state.pinned };
}

const nobodyWaits = (state) => ({
  ...state,
  people: new Map([...state.people].filter(([id, person]) => person.place !== "waiting" || id === state.you?.id)),
});

const webinar = (state, changes) => ({ ...state, webinar: { ...state.webinar, ...changes } });
const without = (list, item) => list.filter((other) => other !== item);
const withItem = (list, item) => (list.includes(item) ? list : [...list, item]);

const becomes = (changes) => (state, fact) => change(state, fact.participant, (person) => changes(fact, person));
const leaves = (state, fact) => drop(state, fact.participant);

export const FACTS = {
  webinar_started: (state, fact) => webinar(state, { status: "live", started_at: fact.at, practice: false }),
  webinar_ended: (state) => webinar(state, { status: "ended" }),
  rescheduled: (state, { title, description, starts_at_ms: startsAtMs, duration_minutes: minutes, capacity, registration }) =>
    webinar(state, { title, description, starts_at: startsAtMs && new Date(startsAtMs).toISOString(), duration_minutes: minutes, capacity, registration }),
  practice_began: (state) => webinar(state, { practice: true }),
  practice_ended: (state) => webinar(state, { practice: false }),
  webinar_locked: (state) => webinar(state, { locked: true }),
  webinar_unlocked: (state) => webinar(state, { locked: false }),
  settings_changed: (state, { type, seq, at, ...settings }) => webinar(state, { settings }),

  participant_appeared: (state, { person }) => put(state, person, "in"),
  participant_disappeared: leaves,
  participant_waits: (state, { person }) => put(state, person, "waiting"),
  participant_denied: leaves,
  everyone_denied: nobodyWaits,
  participant_left: leaves,
  participant_connected: becomes(() => ({ connected: true })),
  participant_disconnected: becomes(() => ({ connected: false })),

  role_offered: becomes((fact) => ({ offered: fact.role })),
  role_offer_withdrawn: becomes(() => ({ offered: null })),
  role_offer_declined: becomes(() => ({ offered: null })),
  role_changed: becomes(({ role, until_ms: untilMs = null }, person) => ({
    role, offered: null, on: STAGE.includes(role) ? person.on : [], stage_until: untilMs && new Date(untilMs).toISOString(),
  })),

  source_turned_on: becomes(({ source }, person) => ({ on: withItem(person.on, source) })),
  source_turned_off: becomes(({ source }, person) => ({ on: without(person.on, source) })),
  source_blocked: becomes(({ source }, person) => ({ blocked: withItem(person.blocked, source) })),
  source_allowed: becomes(({ source }, person) => ({ blocked: without(person.blocked, source) })),
  spotlighted: (state, { participant }) => webinar(state, { spotlight: participant }),
  unmute_requested: (state, { participant, by }) => (participant === state.you?.id ? { ...state, asked: { by } } : state),
};
