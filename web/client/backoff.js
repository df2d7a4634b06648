/**
 * When to try again: full jitter from the very first try, so that ten thousand pages that lost one server at once
 * do not come back at once.
 */

/** Milliseconds until try number `attempt` (0 is the first after a loss). A server's own wish comes on top. */
export function backoffMs(attempt, { baseMs, capMs, random = Math.random, retryAfterMs = 0 }) {
  return (retryAfterMs ?? 0) + random() * Math.min(capMs, baseMs * 2 ** Math.min(attempt, 16));
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
