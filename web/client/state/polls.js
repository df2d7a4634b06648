/** Polls with their results as far as they are told, and my ballots in `you.ballots`. */

export const START = {
  polls: new Map(), // id -> poll as in docs/protocol.md
};

export const fromSnapshot = (state, { polls = [] }) => ({ polls: new Map(polls.map((poll) => [poll.id, poll])) });

/** Snapshots tell ballots of open rounds only: those of rounds that closed under our eyes stay, with their receipts. */
export function ballotsKept({ you }, told, polls) {
  const isOver = ({ poll: id, round }) => polls.some((poll) => poll.id === id && poll.round === round && poll.status === "closed");
  return [...(you?.ballots ?? []).filter(isOver), ...told];
}

const put = (state, { poll }) => ({ ...state, polls: new Map(state.polls).set(poll.id, poll) });

function disappeared(state, { poll }) {
  const polls = new Map(state.polls);
  polls.delete(poll);
  return { ...state, polls };
}

export const FACTS = { poll_appeared: put, poll_changed: put, poll_disappeared: disappeared };

/** One about a round that is over says nothing: the fact that closed it has said all. */
function results(state, { poll: id, round, tally, voters }) {
  const poll = state.polls.get(id);
  if (!poll || poll.status !== "open" || poll.round !== round) return state;
  return put(state, { poll: { ...poll, results: { tally, voters } } });
}

function ballot(state, { type, ...mine }) {
  if (!state.you) return state;
  const others = (state.you.ballots ?? []).filter(({ poll }) => poll !== mine.poll);
  return { ...state, you: { ...state.you, ballots: [...others, mine] } };
}

export const SIGNALS = { poll_results: results, your_ballot: ballot };
