/** Before and after a webinar: the start page, the page before the door, the waiting room, and why one is gone. */

export const landing = {
  headline: "Alle in einen Raum.",
  lead: "Vortragende auf der Bühne, Tausende im Publikum, ein Link. Ohne Konto, ohne Installation.",
  points: ["Läuft im Browser", "Sie sehen sich, bevor andere Sie sehen", "Bis zu 25 Menschen auf der Bühne"],
  createTitle: "Ein Webinar beginnen",
  titleLabel: "Worum geht es?",
  titlePlaceholder: "Betriebsversammlung",
  nameLabel: "Ihr Name",
  namePlaceholder: "Ada Lovelace",
  create: "Webinar anlegen",
  creating: "Wird angelegt…",
  joinTitle: "An einem Webinar teilnehmen",
  codeLabel: "Link oder Code",
  codePlaceholder: "Den Link einfügen, den Sie bekommen haben",
  join: "Teilnehmen",
  codeWrong: "Das sieht nicht wie der Link oder Code eines Webinars aus. Bitte fügen Sie den ganzen Link ein.",
  recent: "Wo Sie schon waren",
  forget: (title) => `${title} vergessen`,
  as: (role) => `(${role})`,
  needName: "Bitte geben Sie Ihren Namen ein.",
};

export const prejoin = {
  heading: (title) => title || "Am Webinar teilnehmen",
  asHost: "Sie sind Gastgeber",
  asRole: (role) => `Sie sind eingeladen: ${role}`,
  audience: "Sie sind im Publikum. Sie sehen und hören die Bühne; Ihre Kamera und Ihr Mikrofon werden nicht benutzt.",
  nameLabel: "Ihr Name, wie andere ihn sehen",
  join: "Jetzt teilnehmen",
  joining: "Einen Moment…",
  back: (name, role) => `Sie waren schon hier: ${name} (${role}).`,
  continueAs: (name) => `Weiter als ${name}`,
  someoneElse: "Als jemand anderes teilnehmen",
  live: "Läuft gerade",
  notStarted: "Noch nicht begonnen",
  preview: "Ihr Kamerabild, gespiegelt",
  cameraOff: "Ihre Kamera ist aus",
  cameraStarting: "Kamera wird eingeschaltet…",
  check: "Kamera und Mikrofon prüfen",
  level: "Mikrofonpegel",
  speakToTest: "Sagen Sie etwas: Der Balken sollte sich bewegen.",
  choose: "Geräte auswählen",
  device: (n) => `Gerät ${n}`,
  noDevice: "Keines gefunden",
  testSound: "Testton abspielen",
};

export const entering = { title: "Verbindung wird aufgebaut…", text: "Einen Moment, wir öffnen die Tür." };

export const waiting = {
  title: "Sie sind im Warteraum",
  notStarted: "Das Webinar hat noch nicht begonnen. Der Gastgeber lässt Sie herein.",
  live: "Das Webinar läuft. Der Gastgeber sieht, dass Sie da sind, und lässt Sie herein.",
  stay: "Lassen Sie diese Seite offen: Sie ändert sich von selbst, sobald Sie hereingelassen werden.",
  connected: "Verbunden",
  you: (name) => `Sie warten als ${name}.`,
  leave: "Warteraum verlassen",
};

export const gone = {
  left: { title: "Sie haben das Webinar verlassen", text: "Es geht ohne Sie weiter. Sie können jederzeit zurückkommen." },
  ended: { title: "Das Webinar ist beendet", text: "Danke, dass Sie da waren." },
  removed: { title: "Sie wurden entfernt", text: "Ein Gastgeber hat Sie aus dem Webinar entfernt. Sie können noch einmal um Einlass bitten." },
  banned: { title: "Sie können an diesem Webinar nicht teilnehmen", text: "Ein Gastgeber hat Sie ausgeschlossen." },
  denied: { title: "Sie wurden nicht hereingelassen", text: "Der Gastgeber hat Sie nicht aus dem Warteraum hereingelassen." },
  replaced: { title: "Sie sind in einem anderen Fenster hier", text: "Dieses Webinar ist unter Ihrem Namen anderswo offen. Sie können auch in diesem Fenster weitermachen." },
  consent_needed: { title: "Dieses Webinar wird aufgezeichnet", text: "Um hereinzukommen, müssen Sie der Aufzeichnung zustimmen." },
  bad_token: { title: "Ihr Einlass ist abgelaufen", text: "Bitte nehmen Sie noch einmal teil." },
  no_such_webinar: { title: "Kein solches Webinar", text: "Unter dieser Adresse gibt es kein Webinar. Bitte prüfen Sie den Link oder bitten Sie um einen neuen." },
  other: { title: "Sie sind nicht mehr verbunden", text: "Bitte nehmen Sie noch einmal teil." },
  rejoin: "Wieder teilnehmen",
  here: "Dieses Fenster benutzen",
  home: "Zurück zur Startseite",
};
