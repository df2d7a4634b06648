/** Questions as the panel shows them: who may do what with one, which stand in a list, and in what order. Pure. */

import { isHosting, may, me } from "./select.js";

const OPEN = new Set(["published", "taken"]);
const is = (...statuses) => ({ status }) => statuses.includes(status);

export const isMine = (state, { id, author }) => author === state.you.id || (state.you.questions ?? []).includes(id);
export const isOnStage = (state, { id }) => state.webinar.shown_question === id;
export const mayBeUpvoted = (state, question) => OPEN.has(question.status) && may(state, "upvote");

/** What I want counts at once; whether the server agrees shows when it has answered. */
export const isUpvoted = (state, id) => state.wishes[id] ?? (state.you.upvoted ?? []).includes(id);

export function votesOf(state, id) {
  const counted = (state.you.upvoted ?? []).includes(id);
  return Math.max(0, (state.votes[id] ?? 0) + Number(isUpvoted(state, id)) - Number(counted));
}

const GROUPS = {
  open: (question) => OPEN.has(question.status),
  in_review: is("in_review"),
  answered: is("answered"),
  dismissed: is("dismissed"),
  mine: (question, state) => isMine(state, question),
};

/** The lists a person can choose from. What is in review or dismissed, only hosts see of others. */
export const groupsFor = (state) => (isHosting(state) ? ["open", "in_review", "answered", "dismissed"] : ["open", "answered", "mine"]);

export const inGroup = (state, group) => [...state.questions.values()].filter((question) => GROUPS[group](question, state));

/** Most votes first, of equal ones the one asked first; or the newest first. What is answered live now stands on top. */
export const ORDERS = {
  votes: (state) => (a, b) => (b.status === "taken") - (a.status === "taken") || votesOf(state, b.id) - votesOf(state, a.id) || a.asked - b.asked,
  newest: () => (a, b) => b.asked - a.asked,
};

/** The order that was shown, for as long as somebody points at the list; what is new comes at the end. */
export function held(questions, order) {
  const places = new Map(order.map((id, place) => [id, place]));
  return [...questions].sort((a, b) => (places.get(a.id) ?? Infinity) - (places.get(b.id) ?? Infinity) || 0);
}

export const mayAsk = (state) => {
  const who = state.webinar.settings.ask ?? "everyone";
  if (!may(state, "ask_question")) return false;
  return isHosting(state) || who === "everyone" || (who === "stage" && me(state).role !== "attendee");
};
export const mayBeAnonymous = (state) => state.webinar.settings.anonymous_questions ?? true;

const answers = (state, question) => isHosting(state) || question.assigned_to === state.you.id;
const live = is("published", "taken", "answered");

/**
 * {id, command, when, fields, opens, tone}: `id` names the text. `opens` a form or a dialog instead of sending at once.
 * `quick` ones are buttons of their own, the others stand in the menu.
 */
const POWERS = [
  { id: "publish", command: "publish_question", quick: true, tone: "primary", when: is("in_review") },
  { id: "take", command: "take_question", quick: true, tone: "primary", when: is("published"), also: answers },
  { id: "answered", command: "answer_question", quick: true, tone: "primary", when: is("taken"), also: answers },
  { id: "answer", command: "answer_question", quick: true, opens: "answer", when: is("published", "taken"), also: answers },
  { id: "correct", command: "answer_question", opens: "answer", when: is("answered"), also: answers },
  { id: "dismiss", command: "dismiss_question", quick: true, when: is("in_review") },
  { id: "restore", command: "restore_question", quick: true, when: is("dismissed") },
  { id: "show", command: "show_question", when: live, also: (state, question) => !isOnStage(state, question) },
  { id: "hide", command: "show_question", when: live, also: isOnStage, fields: { question: null } },
  { id: "assign", command: "assign_question", opens: "assign", when: is("in_review", "published", "taken") },
  { id: "restore", command: "restore_question", when: is("taken", "answered") },
  { id: "edit", command: "edit_question", opens: "edit", when: is("in_review", "published"), also: isMine },
  { id: "withdraw", command: "withdraw_question", when: is("in_review", "published", "taken", "dismissed"), also: isMine, tone: "danger" },
  { id: "dismiss", command: "dismiss_question", when: is("published", "taken"), tone: "danger" },
];

export const powersOverQuestion = (state, question) =>
  POWERS.filter(({ command, when, also }) => may(state, command) && when(question) && (also?.(state, question) ?? true)).map((power) => ({
    ...power, fields: { question: question.id, ...power.fields },
  }));
