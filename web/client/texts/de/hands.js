/** Gehobene Hände, Zeit auf der Bühne, Reaktionen. */

export const hands = {
  raise: "Hand heben",
  lower: "Hand senken",
  lowerPlace: (n) => `Hand senken, Sie sind Nummer ${n}`,
  title: "Gehobene Hände",
  lowerAll: "Alle senken",
  lowerName: (name) => `Die Hand von ${name} senken`,
  inviteName: (name) => `${name} auf die Bühne einladen`,
  minutes: (n) => `Für ${n} Minuten`,
  openEnded: "So lange wie nötig",
  waits: (time) => `seit ${time}`,
  toast: (name) => `${name} hebt die Hand.`,
  lowered: "Ihre Hand wurde gesenkt.",
  until: (time) => `auf der Bühne bis ${time}`,
  yourTime: "Sie sind für eine begrenzte Zeit auf der Bühne.",
  yourTimeLeft: (time) => `Noch ${time}.`,
};

export const reactions = {
  label: "Reagieren",
  kinds: { clap: "Applaus", heart: "Herz", laugh: "Lachen", surprise: "Überrascht", thumbs_up: "Daumen hoch" },
  off: "Reaktionen sind ausgeschaltet.",
};
