/**
 * The chat of the place one is in: what was written, what of it is new to me, and what I am still sending.
 *
 * A message of mine stands in `pending` from the key press to the fact that shows it; a refused one stays there with
 * its reason until it is sent again or thrown away.
 */

const MAX_KEPT = 2000; // older ones are a scroll away on the server

export const START = {
  messages: [], // {id, author, name, to, recipient, text, sent_at}, oldest first
  older: "unknown", // unknown | loading | none | failed: whether the server has messages before the first of these
  pending: [], // {id, text, to, recipient, error: code or null}
  unread: 0,
  unreadFrom: null, // the first message that came while nobody looked
  chatTo: null, // whom I write to: everyone, stage, or "direct <person>"
  reading: false, // the panel is open at its newest message
  slowUntilMs: 0, // when slow mode lets me write again
};

export function fromSnapshot(state, { messages = [] }) {
  const known = new Set(state.messages.map(({ id }) => id));
  const began = state.seq === null; // what was there before I came is nothing I have missed
  const fresh = messages.filter((message) => !began && !known.has(message.id) && isNew(state, message));
  const first = messages[0];
  const at = first ? state.messages.findIndex(({ id }) => id === first.id) : -1;
  const loaded = at > 0 ? state.messages.slice(0, at) : []; // fetched by hand before; the snapshot begins later
  return { messages: [...loaded, ...messages], older: loaded.length ? state.older : "unknown", ...unread(state, fresh) };
}

const isNew = (state, { author }) => author !== state.you?.id;

function unread(state, fresh) {
  if (state.reading || fresh.length === 0) return { unread: state.unread, unreadFrom: state.unreadFrom };
  return { unread: state.unread + fresh.length, unreadFrom: state.unread ? state.unreadFrom : fresh[0].id };
}

function appeared(state, { message, seq }) {
  if (state.messages.some(({ id }) => id === message.id)) return state;
  const fresh = isNew(state, message) ? [message] : [];
  const messages = [...state.messages, { ...message, seq }];
  const cut = messages.length > MAX_KEPT;
  return {
    ...state,
    messages: cut ? messages.slice(-MAX_KEPT) : messages,
    older: cut ? "unknown" : state.older,
    pending: without(state, message),
    ...unread(state, fresh),
  };
}

/** My own message is pending no more, also where its fact comes before the answer that names it. */
function without({ pending, you }, message) {
  const isIt = ({ server, error, ...sent }) =>
    server === message.id || (!server && !error && message.author === you?.id && SAME.every((key) => sent[key] === message[key]));
  const found = pending.find(isIt);
  return found ? pending.filter((each) => each !== found) : pending;
}

const SAME = ["text", "to", "recipient"];

function disappeared(state, { message }) {
  const messages = state.messages.filter(({ id }) => id !== message);
  return messages.length === state.messages.length ? state : { ...state, messages };
}

/** The server blanks what a person wrote by name; the page does the same, so that nothing outlives the wish. */
const forgotten = (state, { participant }) => ({
  ...state,
  messages: state.messages.map((each) => (each.author === participant ? { ...each, name: "", text: "" } : each)),
});

const ownBlock = (blocked) => (state, { participant }) => {
  const person = state.people.get(participant);
  const people = person ? new Map(state.people).set(participant, { ...person, chat_blocked: blocked }) : state.people;
  const mine = participant === state.you?.id;
  return { ...state, people, you: mine ? { ...state.you, chat_blocked: blocked } : state.you };
};

export const FACTS = {
  message_appeared: appeared,
  message_disappeared: disappeared,
  person_forgotten: forgotten,
  chat_blocked: ownBlock(true),
  chat_allowed: ownBlock(false),
};

const pending = (state, id, changes) => ({
  ...state,
  pending: state.pending.map((each) => (each.id === id ? { ...each, ...changes } : each)),
});

export const LOCAL = {
  "chat-sending": (state, { message }) => ({
    ...state,
    pending: [...state.pending.filter(({ id }) => id !== message.id), { ...message, error: null }],
  }),
  /** The answer names the message; its fact may have come before or come after. */
  "chat-sent": (state, { id, message }) =>
    state.messages.some((each) => each.id === message)
      ? { ...state, pending: state.pending.filter((each) => each.id !== id) }
      : pending(state, id, { server: message }),
  "chat-refused": (state, { id, code, slowUntilMs = state.slowUntilMs }) => ({
    ...pending(state, id, { error: code }),
    slowUntilMs,
  }),
  "chat-dropped": (state, { id }) => ({ ...state, pending: state.pending.filter((each) => each.id !== id) }),
  "chat-to": (state, { value }) => ({ ...state, chatTo: value }),
  "chat-slow": (state, { untilMs }) => ({ ...state, slowUntilMs: untilMs }),
  "chat-reading": (state, { value }) => {
    if (state.reading === value && !(value && state.unread)) return state;
    return { ...state, reading: value, unread: value ? 0 : state.unread, unreadFrom: value ? state.unreadFrom : null };
  },
  "chat-older": (state, { value }) => ({ ...state, older: value }),
  "chat-page": (state, { messages, more }) => {
    const known = new Map(messages.map((each) => [each.id, each]));
    const held = new Set(state.messages.map(({ id }) => id));
    const added = messages.filter(({ id }) => !held.has(id));
    const kept = state.messages.map((each) => (known.has(each.id) ? { ...each, seq: known.get(each.id).seq } : each));
    return { ...state, messages: [...added, ...kept], older: more ? "unknown" : "none" };
  },
};
