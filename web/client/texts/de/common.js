/** Words that stand everywhere. */

export const product = "Townhall";
export const language = "Sprache";
export const close = "Schließen";
export const cancel = "Abbrechen";
export const done = "Fertig";
export const copy = "Kopieren";
export const copied = "In die Zwischenablage kopiert";
export const you = "Sie";
export const nameWithYou = (name) => `${name} (Sie)`;
export const unnamed = "Jemand";
export const roles = { host: "Gastgeber", co_host: "Mitgastgeber", presenter: "Vortragende Person", attendee: "Publikum" };
export const sources = { microphone: "Mikrofon", camera: "Kamera", screen: "Bildschirm", screen_audio: "Ton des Bildschirms", speaker: "Lautsprecher" };
export const quality = { good: "Gute Verbindung", fair: "Mäßige Verbindung", poor: "Schlechte Verbindung", lost: "Verbindung verloren" };
