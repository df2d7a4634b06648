/** What is announced of a webinar: when, how long, what about. Pure. */

export const REGISTERING = ["off", "open", "approval"];

/** One form for what HTTP and WebSocket tell in their own ways: {title, description, startsAt, minutes, registration}. */
export const announcementOf = (told) => ({
  title: told.title ?? "",
  description: told.description ?? "",
  startsAt: told.startsAt ?? told.starts_at ?? null,
  minutes: told.durationMinutes ?? told.duration_minutes ?? null,
  registration: told.registration ?? "off",
});

/** An ISO moment as `datetime-local` fields have it, in this browser's time; and back. "" stands for none. */
export function localOf(iso) {
  if (!iso) return "";
  const at = new Date(iso);
  return new Date(at.getTime() - 60000 * at.getTimezoneOffset()).toISOString().slice(0, 16);
}

export const isoOf = (local) => (local ? new Date(local).toISOString() : "");
