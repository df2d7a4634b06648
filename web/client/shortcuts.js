/** Keyboard shortcuts of the stage: Alt and a letter, by its place on the keyboard, so that plain typing stays typing. */

import { toggleLayout, toggleSource, toggleTab } from "./actions.js";
import { pageOf } from "./select.js";
import { store } from "./store.js";

export const SHORTCUTS = [
  { name: "microphone", code: "KeyM", keys: "Alt + M", run: () => toggleSource("microphone") },
  { name: "camera", code: "KeyC", keys: "Alt + C", run: () => toggleSource("camera") },
  { name: "screen", code: "KeyS", keys: "Alt + S", run: () => toggleSource("screen") },
  { name: "layout", code: "KeyL", keys: "Alt + L", run: toggleLayout },
  { name: "people", code: "KeyP", keys: "Alt + P", run: () => toggleTab("people") },
];

export const keysOf = (name) => SHORTCUTS.find((shortcut) => shortcut.name === name)?.keys;

export function listenForShortcuts() {
  document.addEventListener("keydown", (event) => {
    document.documentElement.classList.toggle("no-tips", event.key === "Escape");
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
    const shortcut = SHORTCUTS.find(({ code }) => code === event.code);
    if (!shortcut || pageOf(store.state) !== "stage") return;
    event.preventDefault();
    shortcut.run();
  });
}
