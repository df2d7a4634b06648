/** How long a webinar runs, as h:mm:ss or m:ss. */

/** Clocks of two machines may differ: never below zero. */
export function runningTime(startedAt, nowMs) {
  const total = Math.max(0, Math.floor((nowMs - Date.parse(startedAt)) / 1000));
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const two = (value) => String(value).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}
