/** One question as the list shows it: votes, text, author, state, answer, and what this person may do with it. */

import { toggleUpvote } from "../../asking.js";
import { h } from "../../dom.js";
import { icon } from "../../icons.js";
import { isMine, isOnStage, isUpvoted, mayBeUpvoted, powersOverQuestion, votesOf } from "../../questions.js";
import { nameOf } from "../../select.js";
import { texts } from "../../texts.js";
import "../menu.js";
import { area, button } from "../parts.js";

const { questions: words } = texts;
const MAX_IN_LABEL = 60;

/** `form` is {kind: "answer" or "edit", text} while one is open here; `act(power)`, `type(text)`, `send()`, `cancel()`. */
export const questionItem = (state, question, { form, act, type, send, cancel }) =>
  h("li", { class: `question ${question.status}`, key: question.id, id: `question-${question.id}`, tabindex: "-1" },
    votes(state, question),
    h("div", { class: "question-text" },
      marks(state, question),
      h("p", { class: "question-words" }, question.text || words.forgotten),
      h("p", { class: "question-by" }, authorOf(state, question), " · ", h("time", { datetime: question.asked_at }, texts.time(question.asked_at))),
      question.answer !== null && question.status === "answered" && answer(state, question),
      form && formOf(question, form, { type, send, cancel })),
    !form && powers(state, question, act));

function votes(state, question) {
  const count = votesOf(state, question.id);
  const number = [icon("up", 18), h("span", { class: "vote-count" }, texts.number(count))];
  if (!mayBeUpvoted(state, question)) return h("div", { class: "votes", role: "img", "aria-label": words.votes(count) }, number);
  const mine = isUpvoted(state, question.id);
  return h("button", {
    type: "button", class: `votes button ${mine ? "on" : ""}`, "aria-pressed": String(mine), "aria-label": mine ? words.upvoted(count) : words.upvote(count),
    onclick: () => toggleUpvote(question.id),
  }, number);
}

function marks(state, question) {
  const { status, assigned_to: to } = question;
  const found = [
    isOnStage(state, question) && ["stage", words.onStage],
    words.status[status] && [status, words.status[status]],
    to && status !== "answered" && ["assigned", to === state.you.id ? words.assignedToMe : words.assignedTo(nameOf(state, to) || texts.unnamed)],
  ].filter(Boolean);
  return found.length > 0 && h("p", { class: "question-marks" }, found.map(([name, text]) => h("span", { class: `mini-chip ${name}`, key: name }, text)));
}

export function authorOf(state, question) {
  if (question.author === null) return isMine(state, question) ? words.meAnonymously : words.nobody;
  const name = question.name || texts.unnamed;
  return isMine(state, question) ? words.byMe(name) : name;
}

const answer = (state, { answered_by: by, answer: text }) =>
  h("div", { class: "answer" }, h("p", { class: "answer-by" }, words.answer(nameOf(state, by))), h("p", { class: "question-words" }, text || words.forgotten));

function powers(state, question, act) {
  const found = powersOverQuestion(state, question);
  const rest = found.filter(({ quick }) => !quick).map((power) => ({ ...power, label: words.powers[power.id], run: () => act(power) }));
  if (found.length === 0) return null;
  const short = question.text.slice(0, MAX_IN_LABEL);
  return h("div", { class: "question-tools" },
    found.filter(({ quick }) => quick).map((power) => button(words.powers[power.id], { tone: `small ${power.tone ?? ""}`, key: power.id, onclick: () => act(power) })),
    rest.length > 0 && h("th-menu", { key: "menu", label: words.options(short), items: rest }));
}

const LABELS = { answer: words.answerLabel, edit: words.editLabel };
const SENDS = { answer: words.sendAnswer, edit: words.save };

function formOf({ id }, { kind, text }, { type, send, cancel }) {
  const escape = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault(); // it closes the form alone, not the panel around it
    cancel();
  };
  return h("form", { class: "question-form", key: "form", onsubmit: (event) => event.preventDefault() || send(), onkeydown: escape },
    area(`${kind}-${id}`, LABELS[kind], { value: text, maxlength: 1000, rows: 3, oninput: (event) => type(event.target.value) }),
    h("div", { class: "form-buttons" },
      button(texts.cancel, { tone: "small quiet", onclick: cancel }),
      button(SENDS[kind], { tone: "small primary", type: "submit", disabled: !text.trim() })));
}
