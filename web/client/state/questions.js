/**
 * Questions of the audience and their votes.
 *
 * An upvote shows at once, as a wish beside what the server counts: a wish goes when the server has told that it
 * holds, or has refused.
 */

export const START = {
  questions: new Map(), // id -> {id, author, name, text, status, asked, asked_at, assigned_to, answered_by, answer}
  votes: {}, // question -> number
  wishes: {}, // question -> whether I want my upvote to stand, until the server has said
  newQuestions: 0, // that came while their panel was closed
};

export const fromSnapshot = (state, { questions = [], votes = {} }) => ({
  questions: new Map(questions.map((question) => [question.id, question])),
  votes,
  wishes: {},
});

const isRead = (state) => state.panel && state.tab === "questions";
const shown = (state, id) => (state.webinar?.shown_question === id ? null : state.webinar?.shown_question);
const withWebinar = (state, changes) => ({ ...state, webinar: { ...state.webinar, ...changes } });
const HIDDEN = new Set(["in_review", "dismissed"]);

function put(state, question, votes) {
  const next = {
    ...state,
    questions: new Map(state.questions).set(question.id, question),
    votes: votes === undefined ? state.votes : { ...state.votes, [question.id]: votes },
  };
  return HIDDEN.has(question.status) ? withWebinar(next, { shown_question: shown(state, question.id) ?? null }) : next;
}

function appeared(state, { question, votes = 0, mine }) {
  const known = state.questions.has(question.id);
  const next = put(state, question, votes);
  if (mine && next.you) return { ...next, you: { ...next.you, questions: union(next.you.questions, question.id) } };
  return known || isRead(state) ? next : { ...next, newQuestions: state.newQuestions + 1 };
}

const union = (list = [], item) => (list.includes(item) ? list : [...list, item]);

function disappeared(state, { question: id }) {
  const questions = new Map(state.questions);
  questions.delete(id);
  return withWebinar({ ...state, questions }, { shown_question: shown(state, id) ?? null });
}

/** What somebody wrote by name is empty from now on. */
function forgotten(state, { participant }) {
  const blank = (question) => ({
    ...question,
    ...(question.author === participant ? { name: "", text: "" } : {}),
    ...(question.answered_by === participant && question.answer !== null ? { answer: "" } : {}),
  });
  return { ...state, questions: new Map([...state.questions].map(([id, question]) => [id, blank(question)])) };
}

export const FACTS = {
  question_appeared: appeared,
  question_changed: (state, { question, votes }) => put(state, question, votes),
  question_disappeared: disappeared,
  question_shown: (state, { question }) => withWebinar(state, { shown_question: question }),
  person_forgotten: forgotten,
};

const without = (wishes, question) => Object.fromEntries(Object.entries(wishes).filter(([id]) => id !== question));

/** A wish that has come true is one no more; one that the server has not got to yet still shows. */
function upvotes(state, { questions }) {
  if (!state.you) return state;
  const open = Object.entries(state.wishes).filter(([id, wish]) => wish !== questions.includes(id));
  return { ...state, wishes: Object.fromEntries(open), you: { ...state.you, upvoted: questions } };
}

export const SIGNALS = {
  question_votes: (state, { votes }) => {
    const known = Object.entries(votes).filter(([id]) => state.questions.has(id));
    return known.length ? { ...state, votes: { ...state.votes, ...Object.fromEntries(known) } } : state;
  },
  your_upvotes: upvotes,
};

const seen = (state) => (isRead(state) && state.newQuestions ? { ...state, newQuestions: 0 } : state);

/** The numbers of an upvote that was taken may still be on their way; of one that changed nothing none will come. */
function answered(state, { question, taken }) {
  const open = taken && state.wishes[question] !== (state.you.upvoted ?? []).includes(question);
  return open ? state : { ...state, wishes: without(state.wishes, question) };
}

export const LOCAL = {
  panel: seen,
  tab: seen,
  "upvote-wished": (state, { question, value }) => ({ ...state, wishes: { ...state.wishes, [question]: value } }),
  "upvote-answered": answered,
};
