/** Raised hands, time on stage, reactions. */

export const hands = {
  raise: "Raise hand",
  lower: "Lower hand",
  lowerPlace: (n) => `Lower hand, you are number ${n}`,
  title: "Raised hands",
  lowerAll: "Lower all",
  lowerName: (name) => `Lower the hand of ${name}`,
  inviteName: (name) => `Invite ${name} to the stage`,
  minutes: (n) => `For ${n} minutes`,
  openEnded: "For as long as needed",
  waits: (time) => `since ${time}`,
  toast: (name) => `${name} raises a hand.`,
  lowered: "Your hand was lowered.",
  until: (time) => `on stage until ${time}`,
  yourTime: "You are on stage for a time.",
  yourTimeLeft: (time) => `${time} left.`,
};

export const reactions = {
  label: "React",
  kinds: { clap: "Applause", heart: "Heart", laugh: "Laughing", surprise: "Surprised", thumbs_up: "Thumbs up" },
  off: "Reactions are switched off.",
};
