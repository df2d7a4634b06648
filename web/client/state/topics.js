/**
 * What people do together, one file a topic, gathered into one table of rules.
 *
 * A topic exports any of: `START` (its part of the first state), `FACTS`, `SIGNALS` and `LOCAL` (rules by type of event,
 * `(state, event) -> state`), `fromSnapshot(state, snapshot) -> its parts anew`. Rules of several topics for one type
 * run in the order of the list: a person who goes also lowers their hand.
 */

import * as people from "./facts.js";
import * as local from "./local.js";
import * as signals from "./signals.js";
import * as captions from "./captions.js";
import * as chat from "./chat.js";
import * as hands from "./hands.js";
import * as places from "./places.js";
import * as polls from "./polls.js";
import * as questions from "./questions.js";
import * as reactions from "./reactions.js";
import * as recording from "./recording.js";
import * as registrations from "./registrations.js";
import * as rooms from "./rooms.js";

const TOPICS = [people, local, signals, captions, chat, hands, questions, polls, reactions, recording, registrations, rooms, places];

function gathered(kind) {
  const rules = {};
  for (const topic of TOPICS) {
    for (const [type, rule] of Object.entries(topic[kind] ?? {})) {
      const before = rules[type];
      rules[type] = before ? (state, event) => rule(before(state, event), event) : rule;
    }
  }
  return rules;
}

export const START = Object.assign({}, ...TOPICS.map((topic) => topic.START ?? {}));
export const FACTS = gathered("FACTS");
export const PASSING = { ...gathered("SIGNALS"), ...gathered("LOCAL") };

export const fromSnapshot = (state, snapshot) =>
  Object.assign({}, ...TOPICS.map((topic) => topic.fromSnapshot?.(state, snapshot) ?? {}));
