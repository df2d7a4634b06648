/**
 * The menus of the people panel and the tiles, as one table: which command stands there when, for whom.
 *
 * Whether a person may send a command is the server's word (`you.rights`); the table adds only when it makes sense.
 */

import { recordingPowers, roomHere } from "./recording.js";
import { isMe, may, me, onStage, RANK, stagePeople } from "./select.js";
import { texts } from "./texts.js";

const HOSTS = new Set(["host", "co_host"]);
const has = (source) => (person) => person.on.includes(source);
const blocked = (source) => (person) => person.blocked.includes(source);
const free = (source) => (person) => onStage(person) && !person.blocked.includes(source);
const both = (a, b) => (...given) => a(...given) && b(...given);
const inAudience = (person) => person.role === "attendee" && person.place === "in";
const not = (test) => (...given) => !test(...given);
const silenced = (person) => person.chat_blocked;
const offered = (person) => person.offered !== null;
/** On this very stage: not in a breakout room, nor away. */
const here = (person, state) => stagePeople(state).includes(person);
const lit = (person, state) => state.webinar.spotlight === person.id;

/**
 * {id, command, fields, when, over, tone, confirm}: `id` names the text. In the order of the menu.
 * `over: "all"` may be done to anybody and oneself, "anybody" also to one's equals; all else only to people of a lower role.
 */
const POWERS = [
  { id: "ask_to_unmute", command: "ask_to_unmute", when: both(free("microphone"), not(has("microphone"))), over: "anybody" },
  { id: "mute", command: "mute", when: has("microphone"), over: "anybody" },
  { id: "mute_hard", command: "mute", fields: { hard: true }, when: free("microphone") },
  { id: "allow_microphone", command: "allow", fields: { source: "microphone" }, when: blocked("microphone") },
  { id: "stop_video", command: "stop_video", when: has("camera"), over: "anybody" },
  { id: "stop_video_hard", command: "stop_video", fields: { hard: true }, when: free("camera") },
  { id: "allow_camera", command: "allow", fields: { source: "camera" }, when: blocked("camera") },
  { id: "stop_share", command: "stop_share", when: has("screen"), over: "anybody" },
  { id: "stop_share_hard", command: "stop_share", fields: { hard: true }, when: both(has("screen"), free("screen")) },
  { id: "allow_screen", command: "allow", fields: { source: "screen" }, when: blocked("screen") },
  { id: "spotlight", command: "spotlight", when: both(here, not(lit)), over: "all" },
  { id: "end_spotlight", command: "spotlight", fields: { participant: null }, when: lit, over: "all" },
  { id: "invite", command: "invite", fields: { role: "presenter" }, when: both(inAudience, not(offered)) },
  { id: "withdraw_invitation", command: "withdraw_invitation", when: offered },
  {
    id: "invite_co_host", command: "invite", fields: { role: "co_host" },
    when: (person) => person.role === "presenter" && !offered(person),
  },
  { id: "demote_co_host", command: "demote", fields: { role: "presenter" }, when: (person) => person.role === "co_host" },
  { id: "demote", command: "demote", fields: { role: "attendee" }, when: (person) => person.role === "presenter" },
  { id: "block_chat", command: "block_chat", when: not(silenced) },
  { id: "allow_chat", command: "allow_chat", when: silenced },
  { id: "name_captioner", command: "name_captioner", when: (person) => person.place === "in" && !person.captioner && !HOSTS.has(person.role), over: "anybody" },
  { id: "dismiss_captioner", command: "dismiss_captioner", when: (person) => person.captioner === true, over: "anybody" },
  { id: "kick", command: "kick", when: () => true, tone: "danger", confirm: "kick" },
  { id: "ban", command: "ban", when: () => true, tone: "danger", confirm: "ban" },
];

const isBelow = (state, role) => RANK[role] > RANK[me(state).role];

/** A host's soft mute is a courtesy; a role can be given only below one's own. */
const allows = (state, person) => ({ command, over, fields, when }) =>
  may(state, command) &&
  when(person, state) &&
  (over === "all" || (!isMe(state, person) && (over === "anybody" || isBelow(state, person.role)))) &&
  (command !== "invite" || isBelow(state, fields.role));

/** What I may do with this person now: [{id, label, command, fields, tone, confirm}]. */
export function powersOver(state, person) {
  return POWERS.filter(allows(state, person)).map(({ id, command, fields, tone, confirm }) => ({
    id, label: texts.powers[id], command, fields: { participant: person.id, ...fields }, tone, confirm,
  }));
}

const HOUSE = [
  { id: "mute_all", command: "mute_all", fields: {}, when: () => true },
  { id: "mute_all_hard", command: "mute_all", fields: { hard: true }, when: () => true },
  { id: "lock", command: "lock", fields: {}, when: (state) => !state.webinar.locked },
  { id: "unlock", command: "unlock", fields: {}, when: (state) => state.webinar.locked },
  { id: "begin_practice", command: "begin_practice", fields: {}, when: ({ webinar }) => webinar.status === "waiting" && !webinar.practice },
  { id: "end_practice", command: "end_practice", fields: {}, when: ({ webinar }) => webinar.practice === true },
  { id: "schedule", command: "reschedule", dialog: "schedule", when: () => true },
  { id: "registrations", command: "approve_registration", dialog: "registrations", when: ({ webinar }) => (webinar.registration ?? "off") !== "off" },
  { id: "links", command: "rotate_links", dialog: "links", when: () => true },
  { id: "settings", command: "change_settings", dialog: "settings", when: () => true },
  { id: "captions", command: "name_captioner", tab: "captions", when: () => true },
  { id: "exports", command: "change_settings", dialog: "exports", when: () => true },
];

/** What I may do with the webinar as a whole: [{id, label, command, fields} or {id, label, dialog}]. Recording too: a phone's bar has no room for it. */
export function powersOverAll(state) {
  return [...housePowers(state), ...recordingPowers(state, roomHere(state)).map((power) => ({ ...power, label: texts.recording[power.id] }))];
}

function housePowers(state) {
  return HOUSE.filter(({ command, when }) => may(state, command) && when(state)).map((power) => ({
    ...power,
    label: texts.powers[power.id],
  }));
}
