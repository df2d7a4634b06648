/** What passes by: notices. */

export const toasts = {
  label: "Notices",
  dismiss: "Dismiss",
  mutedBy: (name) => `${name} muted you.`,
  cameraStoppedBy: (name) => `${name} stopped your camera.`,
  shareStoppedBy: (name) => `${name} stopped your sharing.`,
  blocked: { microphone: "You cannot unmute until the host allows it.", camera: "You cannot start your camera until the host allows it.", screen: "You cannot share until the host allows it." },
  allowed: { microphone: "You may unmute again.", camera: "You may start your camera again.", screen: "You may share again." },
  onStage: (role) => `You are now ${role.toLowerCase()}.`,
  inAudience: "You are back in the audience. Camera and microphone are off.",
  started: "The webinar has started.",
  waits: (name) => `${name} is waiting to come in.`,
  declined: (name) => `${name} declined the invitation.`,
  accepted: (name) => `${name} is on stage.`,
  locked: "The webinar is locked.",
  unlocked: "The webinar is open again.",
  shares: (name) => `${name} is sharing a screen.`,
  invitedSent: (name) => `${name} was invited. They decide.`,
  askedSent: (name) => `${name} was asked to unmute.`,
};
