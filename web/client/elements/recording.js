/** How recording is shown, and the buttons of whoever may record. Each has its words: a red dot alone tells nobody anything. */

import { use } from "../actions.js";
import { h } from "../dom.js";
import { recordedS, recordingHere, recordingOf, recordingPowers, roomHere } from "../recording.js";
import { clockOf } from "../running-time.js";
import { texts } from "../texts.js";
import { button, hidden, iconButton } from "./parts.js";

const { recording: words } = texts;
const ICONS = { start: "record", resume: "record", pause: "pause", stop: "stop" };

/** The lasting sign of it, for everybody in the room. */
export function recordingChip(state, nowMs) {
  const running = recordingHere(state);
  if (!running) return null;
  const look = running.paused_at ? "paused" : "on";
  return h("span", { class: `chip recording ${look}`, key: "recording", "data-recording": look },
    h("span", { class: "dot", "aria-hidden": "true" }), h("span", null, words[look]),
    h("span", { class: "time" }, hidden(words.time), clockOf(recordedS(running, nowMs))));
}

/** For the bar below the stage: of the room that is on display. */
export const recordingButtons = (state) =>
  recordingPowers(state, roomHere(state)).map((power) =>
    iconButton(words[power.id], { key: `recording-${power.id}`, icon: ICONS[power.id], size: 22, class: `control record-${power.id}`, onclick: () => use(power) }));

/** For a breakout room's card. */
export function roomRecording(state, room, nowMs) {
  const running = recordingOf(state, room.id);
  const powers = recordingPowers(state, room.id);
  if (!running && powers.length === 0) return null;
  return h("div", { class: "room-recording", key: "recording" },
    running && h("span", { class: "mini-chip recording" }, `${running.paused_at ? words.paused : words.on} ${clockOf(recordedS(running, nowMs))}`),
    powers.map((power) => button(words[power.id], { key: power.id, tone: "small quiet", "aria-label": words.inRoom(words[power.id], room.name), onclick: () => use(power) })));
}
