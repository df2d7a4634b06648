/** Before and after a webinar: the start page, the page before the door, the waiting room, and why one is gone. */

export const landing = {
  headline: "Put everyone in the same room.",
  lead: "Presenters on stage, thousands in the audience, one link. No account, nothing to install.",
  points: ["Runs in the browser", "You see yourself before anybody else does", "Up to 25 people on stage"],
  createTitle: "Start a webinar",
  titleLabel: "What is it about?",
  titlePlaceholder: "Quarterly town hall",
  nameLabel: "Your name",
  namePlaceholder: "Ada Lovelace",
  create: "Create webinar",
  creating: "Creating…",
  joinTitle: "Join a webinar",
  codeLabel: "Link or code",
  codePlaceholder: "Paste the link you were sent",
  join: "Join",
  codeWrong: "That does not look like a webinar link or code. Please paste the whole link.",
  recent: "Where you have been",
  forget: (title) => `Forget ${title}`,
  as: (role) => `as ${role.toLowerCase()}`,
  needName: "Please enter your name.",
};

export const prejoin = {
  heading: (title) => title || "Join the webinar",
  asHost: "You are the host",
  asRole: (role) => `You are invited as ${role.toLowerCase()}`,
  audience: "You will be in the audience. You see and hear the stage; your camera and microphone are not used.",
  nameLabel: "Your name, as others see it",
  join: "Join now",
  joining: "Joining…",
  back: (name, role) => `You were here before as ${name} (${role.toLowerCase()}).`,
  continueAs: (name) => `Continue as ${name}`,
  someoneElse: "Join as someone else",
  live: "Live now",
  notStarted: "Not started yet",
  preview: "Your camera picture, mirrored",
  cameraOff: "Your camera is off",
  cameraStarting: "Starting the camera…",
  check: "Check camera and microphone",
  level: "Microphone level",
  speakToTest: "Say something: the bar should move.",
  choose: "Choose devices",
  device: (n) => `Device ${n}`,
  noDevice: "None found",
  testSound: "Play a test sound",
};
export const entering = { title: "Connecting…", text: "One moment, we are opening the door." };

export const waiting = {
  title: "You are in the waiting room",
  notStarted: "The webinar has not started yet. The host will let you in.",
  live: "The webinar is running. The host sees that you are here and will let you in.",
  stay: "Keep this page open: it changes by itself when you are let in.",
  connected: "Connected",
  you: (name) => `You are waiting as ${name}.`,
  leave: "Leave the waiting room",
};

export const gone = {
  left: { title: "You left the webinar", text: "It goes on without you. You can come back at any time." },
  ended: { title: "The webinar has ended", text: "Thank you for being here." },
  removed: { title: "You were removed", text: "A host removed you from this webinar. You may ask to join again." },
  banned: { title: "You cannot join this webinar", text: "A host has banned you from it." },
  denied: { title: "You were not let in", text: "The host did not let you in from the waiting room." },
  replaced: { title: "You are here in another window", text: "This webinar is open as you somewhere else. You can go on in this window instead." },
  bad_token: { title: "Your entry has expired", text: "Please join again." },
  no_such_webinar: { title: "No such webinar", text: "There is no webinar at this address. Please check the link, or ask for a new one." },
  other: { title: "You are no longer connected", text: "Please join again." },
  rejoin: "Join again",
  here: "Use this window",
  home: "Back to the start page",
};
