/** How long something runs or has left, as h:mm:ss or m:ss. */

/** Clocks of two machines may differ: never below zero. */
export const runningTime = (startedAt, nowMs) => clockOf((nowMs - Date.parse(startedAt)) / 1000);

export function clockOf(seconds) {
  const total = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const two = (value) => String(value).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
