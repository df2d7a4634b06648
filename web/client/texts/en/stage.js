/** The stage, its control bar and the banners above it. */

import { count } from "./formats.js";

export const stage = {
  notStarted: "Not started",
  practice: "Practice",
  live: "Live",
  duration: "Running time",
  inside: (n) => count(n, "person", "people"),
  nobody: "Nobody is on stage yet",
  nobodyText: "You will see and hear the presenters here as soon as they arrive.",
  nextPage: "Next page",
  previousPage: "Previous page",
  page: (n, of) => `Page ${n} of ${of}`,
  more: (n) => `+${n} more`,
  stage: "Stage",
  screenOf: (name) => `${name}'s screen`,
  muted: "muted",
  speaking: "speaking",
  connecting: "Connecting…",
  lost: "Connection lost",
  pin: "Pin to the large view",
  unpin: "Unpin",
  lit: "in the spotlight",
  options: (name) => `Options for ${name}`,
};

export const controls = {
  label: "Controls",
  microphoneOn: "Mute",
  microphoneOff: "Unmute",
  cameraOn: "Stop camera",
  cameraOff: "Start camera",
  screenOn: "Stop sharing",
  screenOff: "Share screen",
  starting: "Starting…",
  layout: { speaker: "Gallery view", gallery: "Speaker view" },
  devices: "Devices",
  leave: "Leave",
  tip: (text, keys) => `${text} (${keys})`,
};

export const whyNot = {
  blocked: {
    microphone: "The host has muted you. You can unmute when the host allows it.",
    camera: "The host has stopped your camera. You can start it when the host allows it.",
    screen: "The host has stopped your sharing. You can share when the host allows it.",
  },
  setting: {
    microphone: "The host has reserved unmuting for now.",
    camera: "Your camera is not available right now.",
    screen: "The host has reserved screen sharing for now.",
  },
  audience: { microphone: "Only people on stage can speak.", camera: "Only people on stage are seen.", screen: "Only people on stage can share." },
  unsupported: "This browser cannot share a screen.",
};

export const banners = {
  reconnecting: "The connection was lost. Reconnecting…",
  nextTry: (s) => `Next try in ${s} s.`,
  mediaRetrying: "Picture and sound were interrupted. Reconnecting…",
  sendRetrying: "Others cannot see or hear you right now. Reconnecting…",
  elsewhere: "You are using your camera and microphone in another window.",
  here: "Use this window",
  sound: "Your browser waits for a click before it plays sound.",
  soundButton: "Turn sound on",
  asked: (name) => `${name} asks you to unmute.`,
  unmute: "Unmute",
  notNow: "Not now",
  invited: (role) => `You are invited to come on stage as ${role.toLowerCase()}.`,
  review: "Answer",
  start: (n) => (n ? `The webinar has not started. ${count(n, "person waits", "people wait")}.` : "The webinar has not started."),
  startButton: "Start webinar",
  notStarted: "The webinar has not started yet. You are backstage: only the people here see and hear you.",
  practice: "Practice: only the people on stage are here, and nothing of it reaches the audience.",
  endPractice: "End practice",
  sharing: "You are sharing your screen.",
  stopSharing: "Stop sharing",
  talkingMuted: "You are muted. Nobody hears you.",
  locked: "The webinar is locked: nobody new can join.",
};

export const problems = {
  denied: { microphone: "The browser did not allow the microphone. Allow it in the address bar and try again.", camera: "The browser did not allow the camera. Allow it in the address bar and try again." },
  missing: { microphone: "No microphone was found.", camera: "No camera was found." },
  busy: { microphone: "The microphone is used by another program.", camera: "The camera is used by another program.", screen: "The screen could not be captured." },
  insecure: "Browsers allow camera and microphone on secure pages only. Open this page with https.",
  unsupported: "This browser cannot share a screen.",
  failed: { microphone: "The microphone could not be started.", camera: "The camera could not be started.", screen: "Sharing could not be started." },
};
export const shortcuts = { microphone: "Microphone", camera: "Camera", screen: "Share screen", layout: "Change view", people: "People" };
