/** Aufzeichnung: ihr Zeichen, ihre Knöpfe und die Frage nach der Zustimmung. */

export const recording = {
  on: "Aufzeichnung",
  paused: "Aufzeichnung angehalten",
  time: "Aufgezeichnete Zeit",
  start: "Aufzeichnen",
  resume: "Weiter aufzeichnen",
  pause: "Aufzeichnung anhalten",
  stop: "Aufzeichnung beenden",
  inRoom: (what, room) => `${what}: ${room}`,
  asked: "Hier wird aufgezeichnet. Von Ihnen wird nichts aufgezeichnet, solange Sie nicht zustimmen.",
  agree: "Ich stimme zu",
  leave: "Verlassen",
  atTheDoor: "Dieses Webinar wird aufgezeichnet.",
  announced: "Dieses Webinar wird aufgezeichnet werden.",
  consent: "Ich stimme zu, aufgezeichnet zu werden.",
  needConsent: "Um hereinzukommen, müssen Sie der Aufzeichnung zustimmen.",
  started: "Die Aufzeichnung hat begonnen.",
  pausedNow: "Die Aufzeichnung ist angehalten.",
  resumed: "Die Aufzeichnung geht weiter.",
  stopped: { host: "Die Aufzeichnung ist beendet.", room_closed: "Die Aufzeichnung ist beendet.", disk_full: "Die Aufzeichnung ist beendet: Der Server hat keinen Platz mehr. Das Webinar geht weiter.", failed: "Die Aufzeichnung ist beendet: Der Server konnte sie nicht fortsetzen. Das Webinar geht weiter." },
};
