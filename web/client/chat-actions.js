/** What a person does in the chat: say, say again, give up, delete, and fetch what was said before. */

import { readChat } from "./api.js";
import { command, told } from "./actions.js";
import { session } from "./page.js";
import { amOnStage } from "./select.js";
import { store } from "./store.js";

const PAGE = 50;
const MAX_PAGES = 12; // of what is here already: as many as the server keeps for those who come late

let number = 0;

/** Sends a message; until its fact is here it stands below the log as pending, and if it is refused, with the reason. */
export function say({ text, to, recipient }) {
  number += 1;
  return send({ id: `own ${number}`, text, to, recipient });
}

export const sayAgain = ({ id, text, to, recipient }) => send({ id, text, to, recipient });
export const drop = (id) => store.dispatch({ type: "chat-dropped", id });
export const remove = (message) => command("delete_message", { message });
export const writeTo = (key) => store.dispatch({ type: "chat-to", value: key });
export const reading = (value) => store.dispatch({ type: "chat-reading", value });

async function send(message) {
  const { id, text, to, recipient } = message;
  store.dispatch({ type: "chat-sending", message });
  try {
    const { result } = await told("send_message").command("send_message", { text, to, recipient });
    store.dispatch({ type: "chat-sent", id, message: result?.message });
    slowDown();
  } catch ({ code, retryAfterMs }) {
    const slow = retryAfterMs ? { slowUntilMs: Date.now() + retryAfterMs } : {};
    store.dispatch({ type: "chat-refused", id, code, ...slow });
  }
}

function slowDown() {
  const { slow_mode_s: slowModeS = 0 } = store.state.webinar.settings;
  if (slowModeS && !amOnStage(store.state)) store.dispatch({ type: "chat-slow", untilMs: Date.now() + 1000 * slowModeS });
}

/** Fetches pages, newest first, until one has something that is not here yet. */
export async function fetchOlder() {
  if (store.state.older === "loading") return;
  const { id: place } = store.state.webinar;
  store.dispatch({ type: "chat-older", value: "loading" });
  try {
    let before = store.state.messages[0]?.seq ?? null;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const known = store.state.messages.length;
      const { messages } = await readChat(place, session.token, before, PAGE);
      if (store.state.webinar.id !== place) return; // the person has gone to another room meanwhile
      store.dispatch({ type: "chat-page", messages: messages.map(asMessage), more: messages.length === PAGE });
      if (store.state.messages.length > known || messages.length < PAGE) return;
      before = messages[0].seq;
    }
  } catch {
    store.dispatch({ type: "chat-older", value: "failed" });
  }
}

const asMessage = ({ id, userId, name, to = "everyone", recipient = null, content, timestamp, seq }) => ({
  id, author: userId, name, to, recipient, text: content, sent_at: timestamp, seq,
});
