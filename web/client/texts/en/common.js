/** Words that stand everywhere. */

export const product = "Townhall";
export const language = "Language";
export const close = "Close";
export const cancel = "Cancel";
export const done = "Done";
export const copy = "Copy";
export const copied = "Copied to the clipboard";
export const you = "you";
export const nameWithYou = (name) => `${name} (you)`;
export const unnamed = "Someone";
export const roles = { host: "Host", co_host: "Co-host", presenter: "Presenter", attendee: "Attendee" };
export const sources = { microphone: "Microphone", camera: "Camera", screen: "Screen", screen_audio: "Screen sound", speaker: "Speaker" };
export const quality = { good: "Good connection", fair: "Fair connection", poor: "Poor connection", lost: "Connection lost" };
