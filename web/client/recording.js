/** What is recorded, and what may be done about it. Pure. */

import { hallOf, isHosting, may, onStage } from "./select.js";

const MAIN = "main";

export const recordingOf = (state, room) => (hallOf(state).webinar?.recordings ?? []).find((each) => each.room === room) ?? null;

/** The room that is on display, as recordings name it. */
export const roomHere = (state) => hallOf(state).you?.room ?? MAIN;
export const recordingHere = (state) => recordingOf(state, roomHere(state));

/** Somebody who is recorded only once they agree. */
export const isAsked = (state) => recordingHere(state) !== null && hallOf(state).you?.consents !== true;

/** Somebody whose sound or picture would be in the recording, had they agreed. Hosts alone are told who has. */
export const isLeftOut = (state, person) =>
  recordingHere(state) !== null && isHosting(state) && onStage(person) && person.on.length > 0 && person.consents !== true;

/** How long it has run, pauses not counted. */
export function recordedS({ started_at: startedAt, paused_at: pausedAt, paused_ms: pausedMs }, nowMs) {
  return Math.max(0, ((pausedAt ? Date.parse(pausedAt) : nowMs) - Date.parse(startedAt) - pausedMs) / 1000);
}

/** [{id, command, fields, confirm}]: start, pause, go on, stop: what makes sense now, for whoever may. */
export function recordingPowers(state, room) {
  const hall = hallOf(state);
  if (!may(hall, "start_recording") || hall.webinar.status !== "live") return [];
  const running = recordingOf(state, room);
  const fields = { room };
  const start = { id: running ? "resume" : "start", command: "start_recording", fields };
  const pause = { id: "pause", command: "pause_recording", fields };
  const stop = { id: "stop", command: "stop_recording", fields, confirm: "stop_recording" };
  if (!running) return [start];
  return [running.paused_at ? start : pause, stop];
}
