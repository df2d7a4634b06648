/** Was Gastgeber mitnehmen. */

export const exports = {
  title: "Listen zum Mitnehmen",
  text: "Direktnachrichten und Gelöschtes stehen in keiner, und auch nicht, wer anonym gefragt oder gestimmt hat.",
  tables: { attendance: "Anwesenheit", questions: "Fragen", polls: "Umfragen", chat: "Chat", record: "Das ganze Protokoll, signiert" },
  save: (what, kind) => `${what} als ${kind} speichern`,
};
