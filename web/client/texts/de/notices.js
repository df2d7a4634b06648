/** What passes by: notices. */

export const toasts = {
  label: "Hinweise",
  dismiss: "Ausblenden",
  mutedBy: (name) => `${name} hat Sie stumm geschaltet.`,
  cameraStoppedBy: (name) => `${name} hat Ihre Kamera ausgeschaltet.`,
  shareStoppedBy: (name) => `${name} hat Ihr Teilen beendet.`,
  blocked: { microphone: "Sie können das Mikrofon erst einschalten, wenn der Gastgeber es erlaubt.", camera: "Sie können die Kamera erst einschalten, wenn der Gastgeber es erlaubt.", screen: "Sie können erst teilen, wenn der Gastgeber es erlaubt." },
  allowed: { microphone: "Sie dürfen das Mikrofon wieder einschalten.", camera: "Sie dürfen die Kamera wieder einschalten.", screen: "Sie dürfen wieder teilen." },
  onStage: (role) => `Ihre Rolle ist jetzt: ${role}.`,
  inAudience: "Sie sind wieder im Publikum. Kamera und Mikrofon sind aus.",
  started: "Das Webinar hat begonnen.",
  waits: (name) => `${name} wartet auf Einlass.`,
  declined: (name) => `${name} hat die Einladung abgelehnt.`,
  accepted: (name) => `${name} ist auf der Bühne.`,
  locked: "Das Webinar ist geschlossen.",
  unlocked: "Das Webinar ist wieder offen.",
  shares: (name) => `${name} teilt einen Bildschirm.`,
  invitedSent: (name) => `${name} wurde eingeladen und entscheidet selbst.`,
  askedSent: (name) => `${name} wurde gebeten, das Mikrofon einzuschalten.`,
};
