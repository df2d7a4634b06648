/** What the page knows of captions, and what a person can do with them. */

import { command } from "./actions.js";
import { isHosting, may } from "./select.js";
import { store } from "./store.js";

const LINES = 2; // over the stage at once

export const mayCaption = (state) => may(state, "say_caption") && (isHosting(state) || state.you.captioner === true);

export const hasCaptions = (state) => state.captions.length > 0;

export const languagesOf = (state) => [...new Set(state.captions.map(({ language }) => language))].sort();

/** The one that is read here: the chosen one, if there are captions in it; else that of the newest. */
export function languageRead(state) {
  const languages = languagesOf(state);
  return languages.includes(state.captionLanguage) ? state.captionLanguage : (state.captions.at(-1)?.language ?? "");
}

export function transcript(state) {
  const language = languageRead(state);
  return state.captions.filter((caption) => caption.text && caption.language === language);
}

/** What stands over the stage at this moment. */
export const standing = (state, nowMs) => transcript(state).filter(({ goneAtMs }) => goneAtMs > nowMs).slice(-LINES);

export function toggleCaptions() {
  const value = !store.state.captionsShown;
  localStorage.setItem("captions", value ? "on" : "off");
  store.dispatch({ type: "captions-shown", value });
}

export const readIn = (value) => store.dispatch({ type: "caption-language", value });

/** Resolves to whether it was taken. `agoMs`: since the first key of it was pressed. */
export const sayCaption = (text, language, agoMs) =>
  command("say_caption", { text, language, ago_ms: Math.min(Math.round(agoMs), 60000) });
