/** A film's time: what is said at a moment, what a search finds, how a moment is written. Pure. */

/** The last of `rows` (by at_s) that has begun, or -1. */
export function currentOf(rows, atS) {
  let found = -1;
  rows.forEach((row, index) => {
    if (row.at_s <= atS) found = index;
  });
  return found;
}

/** Where a chapter key leads: `step` 1 forward, -1 back; back within the first seconds of one is the one before. */
export function chapterFrom(chapters, atS, step) {
  const now = currentOf(chapters, atS);
  if (step > 0) return chapters[now + 1]?.at_s ?? null;
  const isFresh = now >= 0 && atS - chapters[now].at_s < FRESH_S;
  return chapters[isFresh ? now - 1 : now]?.at_s ?? 0;
}

const FRESH_S = 3;

export const isFound = (words, ...texts) => {
  const wanted = words.trim().toLocaleLowerCase();
  return wanted === "" || texts.some((text) => (text ?? "").toLocaleLowerCase().includes(wanted));
};

/** 3725 -> "1:02:05". */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n) => String(n).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** "1:02:05", "62:05" or "5" -> seconds; null: no time at all; NaN: not a time. */
export function secondsOf(text) {
  if (text.trim() === "") return null;
  if (!/^\d+(:[0-5]?\d){0,2}$/.test(text.trim())) return Number.NaN;
  return text.trim().split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}
