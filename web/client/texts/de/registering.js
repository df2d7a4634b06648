/** Die Anmeldung, für alle, die sich anmelden, und für Gastgeber. */

export const registering = {
  title: "Anmeldungen",
  text: { open: "Bitte melden Sie sich an. Sie bekommen dann einen eigenen Link.", approval: "Bitte melden Sie sich an. Der Gastgeber entscheidet dann, wer kommen darf." },
  name: "Ihr Name",
  email: "Ihre E-Mail-Adresse",
  privacy: "Nur die Gastgeber sehen beides. Sie können es hier jederzeit zurücknehmen.",
  send: "Anmelden",
  sending: "Einen Moment…",
  known: "Diese Adresse ist schon angemeldet. Bitte benutzen Sie den Browser oder den Link, mit dem Sie sich angemeldet haben.",
  standing: {
    pending: { title: "Sie sind angemeldet", text: (email) => `Mit ${email}. Der Gastgeber muss noch entscheiden, wer kommen darf: Kommen Sie auf diese Seite zurück und heben Sie ihren Link auf.` },
    approved: { title: "Sie dürfen kommen", text: () => "Einen Moment, wir öffnen die Tür." },
    declined: { title: "Diesmal nicht", text: (email) => `Der Gastgeber hat die Anmeldung von ${email} abgelehnt.` },
  },
  look: "Noch einmal nachsehen",
  copy: "Meinen Link zu dieser Seite kopieren",
  withdraw: "Meine Anmeldung zurücknehmen",
  withdrawn: "Ihr Name und Ihre Adresse sind gelöscht.",
  loading: "Die Liste wird geholt…",
  nobody: "Noch hat sich niemand angemeldet.",
  status: { pending: "Wartet auf Sie", approved: "Zugelassen", declined: "Abgelehnt" },
  hasCome: "War hier",
  approve: "Zulassen",
  decline: "Ablehnen",
  approveName: (name) => `${name} zulassen`,
  declineName: (name) => `${name} ablehnen`,
};
