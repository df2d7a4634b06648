/**
 * When to try again: full jitter from the very first try, so that ten thousand pages that lost one server at once
 * do not come back at once.
 */

/** Milliseconds until try number `attempt` (0 is the first after a loss). */
export const backoffMs = (attempt, { baseMs, capMs, random = Math.random }) =>
  random() * Math.min(capMs, baseMs * 2 ** Math.min(attempt, 16));

const STAGE_MS = 1000; // of the two seconds that the stage may take; the rest is for connecting, twice: to be seen, to see
const PERSON_MS = 10; // a hundred people a second: half of what a server lets in
const SMALL_MS = 1500;
const DOUBLINGS = 1; // a server that is down for longer is knocked at less often, yet heard of soon
const AUDIENCE_MS = 12000; // of the fifteen seconds that an audience may take; the rest is for waiting one's turn

/** With these the server names a time that it gave to nobody else; other wishes of its are the same for all. */
const OWN_TURN = new Set(["busy", "shutting_down"]);

/**
 * Milliseconds until a page comes back to a server that it has lost, which may be down, restarting or well.
 * `inside`: how many people would come back with it. `retryAfterMs` is the server's own wish, said with `code`.
 */
export function returnMs(attempt, { onStage, inside, retryAfterMs = 0, code = null, random = Math.random }) {
  if (retryAfterMs && OWN_TURN.has(code)) return retryAfterMs;
  return (retryAfterMs ?? 0) + random() * windowMs(attempt, onStage, inside);
}

function windowMs(attempt, onStage, inside) {
  if (onStage) return STAGE_MS;
  return Math.min(AUDIENCE_MS, Math.max(SMALL_MS, PERSON_MS * inside) * 2 ** Math.min(attempt, DOUBLINGS));
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
