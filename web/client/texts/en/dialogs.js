/** The dialogs. */

import { count } from "./formats.js";

export const leave = {
  title: "Leave the webinar?",
  text: "It goes on without you. You can come back with the same link.",
  leave: "Leave",
  end: "End for everyone",
  endText: "Or end it for all: it cannot be started again.",
};

export const invitation = {
  title: "Come on stage?",
  text: (role) => `The host invites you as ${role.toLowerCase()}. Everyone will be able to see and hear you, but nothing is on until you turn it on.`,
  accept: "Come on stage",
  decline: "No, thank you",
  later: "Decide later",
};

export const devices = {
  title: "Devices",
  stageTitle: "You are on stage",
  stageText: "Check your devices. Others see and hear you only after you turn something on here or below.",
  microphoneOn: "Turn microphone off",
  microphoneOff: "Turn microphone on",
  cameraOn: "Turn camera off",
  cameraOff: "Turn camera on",
  shortcuts: "Keyboard shortcuts",
  audience: "You are in the audience: only your speaker is used.",
  languageHint: "The page is then loaded anew.",
};

export const settings = {
  title: "Webinar settings",
  intro: "Changes apply at once.",
  sections: { door: "Coming in", stage: "On stage", audience: "Audience", chat: "Chat", questions: "Questions" },
  slow: (s) => (s === 0 ? "Off" : s % 60 === 0 ? count(s / 60, "minute", "minutes") : count(s, "second", "seconds")),
  fields: {
    waiting_room: "Waiting room",
    unmute: "Who may unmute",
    share: "Who may share a screen",
    see_people: "Who sees the list of people",
    reactions: "Reactions",
    chat: "Who may write to everyone",
    direct: "Who may write to one person",
    slow_mode_s: "Slow mode: time between two messages",
    ask: "Who may ask questions",
    review_questions: "Look at questions before everybody sees them",
    anonymous_questions: "Questions may be anonymous",
    invite_required: "Joining needs an invitation link",
    recording_announced: "Say that it will be recorded",
  },
  hints: {
    waiting_room: "“Until the start”: starting lets everyone in. “Always”: you let each person in.",
    slow_mode_s: "Not for people on stage.",
    anonymous_questions: "Then nobody knows who asked, you included.",
    invite_required: "Off: the address of the webinar is enough to join the audience.",
    recording_announced: "Whoever comes in agrees to it beforehand.",
  },
  who: { hosts: "Hosts only", stage: "Everyone on stage", everyone: "Everyone" },
  waiting_room: { off: "Off", until_start: "Until the start", always: "Always: I let each person in" },
};

export const links = {
  title: "Invitation links",
  presenter: "Presenters",
  presenterText: "Come on stage with camera, microphone and screen.",
  attendee: "Audience",
  attendeeText: "Watch and listen. You can invite them on stage later.",
  copy: (role) => `Copy ${role.toLowerCase()} link`,
  copied: "Link copied",
  rotate: "Make new link",
  rotated: "New link made. The old one no longer works.",
  loading: "Fetching the link…",
  personal: "One person",
  personalText: "A link that works for one person only. If you ban them, it stops working.",
  personalLabel: "For whom? (your note)",
  personalRole: "They come as",
  personalMake: "Make personal link",
  cannotCopy: "Copying is not allowed here. Select the link and copy it yourself.",
  link: (role) => `${role} link`,
};
