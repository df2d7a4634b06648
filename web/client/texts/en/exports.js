/** What hosts take home. */

export const exports = {
  title: "Lists to take home",
  text: "Direct messages and what was deleted are in none of them, nor who asked or voted anonymously.",
  tables: { attendance: "Attendance", questions: "Questions", polls: "Polls", chat: "Chat", record: "The whole record, signed" },
  save: (what, kind) => `Save ${what.toLowerCase()} as ${kind}`,
};
