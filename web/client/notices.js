/**
 * Which facts a person is told in words: pure, `(event, before) -> [{text, tone, ifOnStage, tab}]`.
 *
 * Only what concerns oneself, and for hosts who waits and who answers. An audience of thousands coming and going is
 * a number on top of the page, never a stream of notices.
 */

import { TOGETHER } from "./notices-together.js";
import { isHosting, nameOf, peopleGroups } from "./select.js";
import { texts } from "./texts.js";

const { recording, toasts } = texts;
const tell = (text, tone = "info") => (text ? [{ text, tone }] : []);
const name = (state, id) => nameOf(state, id) || texts.unnamed;

const STOPPED = {
  microphone: toasts.mutedBy,
  camera: toasts.cameraStoppedBy,
  screen: toasts.shareStoppedBy,
};

/** `ifOnStage`: the end of a webinar and a demotion turn everything off too, and are told in their own words. */
function turnedOff({ source, by }, before, mine) {
  if (!mine || by === before.you.id || !STOPPED[source]) return [];
  return [{ text: STOPPED[source](name(before, by)), tone: "warning", ifOnStage: true }];
}

function roleChanged({ role, participant }, before, mine) {
  if (!mine) return isHosting(before) && role === "presenter" ? tell(toasts.accepted(name(before, participant))) : [];
  const wasOnStage = before.people.get(participant)?.role !== "attendee";
  if (role === "attendee") return wasOnStage ? tell(toasts.inAudience, "warning") : [];
  return tell(toasts.onStage(texts.roles[role]), "success");
}

function spotlighted({ participant, by }, before, mine) {
  if (mine) return tell(toasts.youAreLit, "warning");
  if (participant !== null) return tell(toasts.lit(name(before, participant)));
  return by !== null && before.webinar.spotlight === before.you.id ? tell(toasts.noLongerLit) : [];
}

const RULES = {
  webinar_started: () => tell(toasts.started, "success"),
  webinar_locked: (event, before) => (isHosting(before) ? tell(toasts.locked) : []),
  webinar_unlocked: (event, before) => (isHosting(before) ? tell(toasts.unlocked) : []),
  registration_received: ({ name: who }, before) => (before.webinar.registration === "approval" ? tell(toasts.registered(who)) : []),
  // The first one only: before a start hundreds come, and are a number beside the people.
  participant_waits: ({ person }, before) => (peopleGroups(before).waiting.length === 0 ? tell(toasts.waits(person.name)) : []),
  role_offer_declined: ({ participant }, before, mine) => (mine ? [] : tell(toasts.declined(name(before, participant)))),
  role_changed: roleChanged,
  ...TOGETHER,
  source_turned_on: ({ source, participant }, before, mine) =>
    source === "screen" && !mine ? tell(toasts.shares(name(before, participant))) : [],
  source_turned_off: turnedOff,
  spotlighted,
  source_blocked: ({ source }, before, mine) => (mine ? tell(toasts.blocked[source], "warning") : []),
  source_allowed: ({ source }, before, mine) => (mine ? tell(toasts.allowed[source], "success") : []),
  recording_started: ({ room }, before) => heard(before, room, recording.started, "warning"),
  recording_paused: (event, before) => heard(before, roomOfRecording(event, before), recording.pausedNow),
  recording_resumed: (event, before) => heard(before, roomOfRecording(event, before), recording.resumed, "warning"),
  recording_stopped: (event, before) => heard(before, roomOfRecording(event, before), recording.stopped[event.reason]),
  poll_appeared: pollChanged,
  poll_changed: pollChanged,
  question_changed: questionChanged,
};

/** Whoever is in that room; for who waits, the main room is theirs. */
const heard = (before, room, text, tone = "info") => (room === (before.you.room ?? "main") ? tell(text, tone) : []);
const roomOfRecording = (event, before) => before.webinar?.recordings?.find(({ id }) => id === event.recording)?.room;

/** `tab`: where in the side panel one can see to it. */
const see = (tab, text, tone = "info") => [{ text, tone, tab }];

function pollChanged({ poll }, before) {
  const old = before.polls.get(poll.id);
  if (isHosting(before) || old?.status === poll.status) return [];
  if (poll.status === "open") return see("polls", toasts.pollOpened(poll.question), "success");
  return poll.status === "closed" && old ? see("polls", toasts.pollClosed(poll.question)) : [];
}

/** What becomes of my question, and what I am to answer. */
function questionChanged({ question }, before) {
  const old = before.questions.get(question.id);
  const assigned = question.assigned_to === before.you.id && old?.assigned_to !== before.you.id;
  if (assigned) return see("questions", toasts.questionAssigned(question.text));
  const mine = question.author === before.you.id || (before.you.questions ?? []).includes(question.id);
  if (!mine || !old || old.status === question.status || !toasts.question[question.status]) return [];
  return see("questions", toasts.question[question.status], "success");
}

/** `before` is the state the event met. A repeat after a reconnect is not told again. */
export function noticesOf(event, before) {
  if (!before.you || (before.seq !== null && event.seq <= before.seq)) return [];
  return RULES[event.type]?.(event, before, event.participant === before.you.id) ?? [];
}
