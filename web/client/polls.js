/** Polls as the panel shows them: their order, my ballot, what may be done, and drafts on their way to the server. Pure. */

import { isHosting, may } from "./select.js";

const PLACE = { open: 0, draft: 1, closed: 2 };

/** What is open stands on top, then drafts, then what is over, the last one first. */
export const pollsInOrder = (state) =>
  [...state.polls.values()].sort((a, b) => PLACE[a.status] - PLACE[b.status] || newestFirst(a, b));

const newestFirst = (a, b) => Date.parse(b.opened_at ?? 0) - Date.parse(a.opened_at ?? 0);

/** Of the poll's present or last round: {choices, receipt}, or null. */
export const ballotOf = (state, { id, round }) =>
  (state.you.ballots ?? []).find((ballot) => ballot.poll === id && ballot.round === round) ?? null;

export const mayVote = (state, poll) =>
  poll.status === "open" && may(state, "vote") && (poll.may_change || ballotOf(state, poll) === null);

/** Open polls that wait for my vote. Hosts are not reminded of their own. */
export const waitingPolls = (state) =>
  isHosting(state) ? [] : [...state.polls.values()].filter((poll) => poll.status === "open" && ballotOf(state, poll) === null);

/** Whole seconds until it closes by itself, or null. Clocks of two machines may differ: never below zero. */
export const secondsLeft = ({ status, closes_at: closesAt }, nowMs) =>
  status === "open" && closesAt ? Math.max(0, Math.ceil((Date.parse(closesAt) - nowMs) / 1000)) : null;

/** [{text, votes, share, mine, right}] of the results, or null while they are not told. Shares are of the people who voted. */
export function resultLines({ options, results, right }, ballot) {
  if (!results) return null;
  return options.map((text, index) => ({
    text,
    votes: results.tally[index],
    share: results.voters ? results.tally[index] / results.voters : 0,
    mine: ballot?.choices.includes(index) ?? false,
    right: right.includes(index),
  }));
}

export const MAX_OPTIONS = 20;
export const blankDraft = () => ({
  poll: null, question: "", options: ["", ""], right: [], kind: "single", ballots: "anonymous", reveal: "live", mayChange: true,
});

export function draftOf({ id, question, options, right, multiple, ballots, reveal, may_change: mayChange }) {
  const kind = right.length ? "quiz" : multiple ? "multiple" : "single";
  return { poll: id, question, options: [...options], right: [...right], kind, ballots, reveal, mayChange };
}

/** What the server is sent. Empty lines are left out, and the places of right options move with them. */
export function commandOf({ question, options, right, kind, ballots, reveal, mayChange }) {
  const written = options.map((text, index) => ({ text: text.trim(), right: right.includes(index) })).filter(({ text }) => text);
  const rightPlaces = kind === "quiz" ? written.flatMap((option, place) => (option.right ? [place] : [])) : [];
  return {
    question: question.trim(), options: written.map(({ text }) => text), multiple: kind === "multiple" || rightPlaces.length > 1,
    ballots, may_change: mayChange, reveal, right: rightPlaces,
  };
}

/** What is wrong with a draft, as the name of a text, or null. */
export function faultOf(draft) {
  const { question, options, right } = commandOf(draft);
  if (!question) return "needQuestion";
  if (options.length < 2) return "needOptions";
  if (new Set(options).size < options.length) return "sameOptions";
  return draft.kind === "quiz" && right.length === 0 ? "needRight" : null;
}
