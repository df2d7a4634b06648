/** Notices that somebody speaks while muted. Listens only to a microphone the person opened themselves; nothing is sent. */

import { watchLevel } from "./levels.js";

const SPEECH = 0.55; // on the scale of levels.js: above breath and keys
const FOR_TICKS = 4; // of 8 a second: half a second of it
const REMIND_MS = 5000;

export function followTalking(store, sources) {
  let listeningTo = null;
  let stop = () => {};
  store.subscribe((state) => {
    const track = state.mine.microphone === "off" ? sources.track("microphone") : null;
    if (track === listeningTo) return;
    listeningTo = track;
    stop();
    stop = track ? watchLevel(track, speechDetector(store), 8) : () => {};
  });
}

function speechDetector(store) {
  let ticks = 0;
  let timer = null;
  return (level) => {
    ticks = level > SPEECH ? ticks + 1 : 0;
    if (ticks !== FOR_TICKS) return;
    store.dispatch({ type: "talking-muted", value: true });
    clearTimeout(timer);
    timer = setTimeout(() => store.dispatch({ type: "talking-muted", value: false }), REMIND_MS);
  };
}
