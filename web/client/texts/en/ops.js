/** The operator's page. */

import { count } from "./formats.js";

export const ops = {
  title: "Live actors",
  tokenLabel: "Operator token",
  tokenHint: "Stands in the server's settings or data directory. It is kept in this tab only.",
  show: "Show",
  forget: "Forget token",
  wrong: "The server does not accept this token.",
  unreachable: "The server does not answer. Trying again every second.",
  updated: (time) => `Updated ${time}`,
  pause: "Pause",
  resume: "Resume",
  filter: "Filter by name",
  total: (n) => count(n, "actor", "actors"),
  none: "No actor matches.",
  columns: { name: "Actor", depth: "Mailbox", oldest: "Oldest message", handled: "Handled", restarts: "Restarts", error: "Last error" },
  more: (n) => `${n} more not shown. Use the filter.`,
  parked: "Messages given up on",
  parkedOne: (actor, message, error) => `${actor}: ${message}, ${error}`,
};
