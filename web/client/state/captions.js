/** Live captions: what was said, in writing; whether I want to see it over the stage, and in which language. */

const MAX_KEPT = 300; // of a transcript in the panel; the whole is a file on the server

export const START = {
  captions: [], // {id, by, language, text, shown_from, shown_until, goneAtMs}, oldest first
  captionsShown: localStorage.getItem("captions") === "on",
  captionLanguage: null, // null: the language of the newest
};

/** The server's clock is not ours: a caption stands as long as it says, from when it came. */
const here = (caption, nowMs) => ({ ...caption, goneAtMs: nowMs + Date.parse(caption.shown_until) - Date.parse(caption.shown_from) });

export function fromSnapshot(state, { captions = [] }) {
  const known = new Map(state.captions.map((caption) => [caption.id, caption]));
  for (const caption of captions) known.set(caption.id, known.get(caption.id)?.text === caption.text ? known.get(caption.id) : here(caption, 0));
  return { captions: [...known.values()] };
}

function appeared(state, { caption }) {
  const captions = [...state.captions.filter(({ id }) => id !== caption.id), here(caption, Date.now())];
  return { ...state, captions: captions.slice(-MAX_KEPT) };
}

const forgotten = (state, { participant }) =>
  state.captions.some(({ by }) => by === participant)
    ? { ...state, captions: state.captions.filter(({ by }) => by !== participant) }
    : state;

const isCaptioner = (captioner) => (state, { participant }) => {
  const person = state.people.get(participant);
  const people = person ? new Map(state.people).set(participant, { ...person, captioner }) : state.people;
  const mine = participant === state.you?.id;
  return { ...state, people, you: mine ? { ...state.you, captioner } : state.you };
};

export const FACTS = {
  caption_appeared: appeared,
  person_forgotten: forgotten,
  captioner_named: isCaptioner(true),
  captioner_dismissed: isCaptioner(false),
};

export const LOCAL = {
  "captions-shown": (state, { value }) => ({ ...state, captionsShown: value }),
  "caption-language": (state, { value }) => ({ ...state, captionLanguage: value }),
};
