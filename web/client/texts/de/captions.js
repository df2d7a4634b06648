/** Untertitel. */

export const captions = {
  title: "Untertitel",
  read: "Sprache",
  none: "Es gibt noch keine Untertitel.",
  noneYet: "Schreiben Sie, was auf der Bühne gesagt wird. Wer Untertitel einschaltet, liest es dort.",
  noLanguage: "Nicht angegeben",
  write: "Was gerade gesagt wird",
  placeholder: "Schreiben, was gesagt wird; Enter sendet",
  language: "Sprache, in der Sie schreiben, etwa de oder en",
  send: "Senden",
  hint: "Ein oder zwei Zeilen auf einmal. Soll jemand anders Untertitel schreiben, wählen Sie den Namen unter Personen.",
  show: "Untertitel zeigen",
  hide: "Untertitel ausblenden",
};
