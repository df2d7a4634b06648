/** The people panel, what may be done to people, and the questions before it is done. */

import { number } from "./formats.js";

export const people = {
  title: "People",
  search: "Search by name",
  waiting: "Waiting",
  stage: "On stage",
  audience: "Audience",
  audienceOnly: (n) => (n === 1 ? "1 person is in the audience." : `${number(n)} people are in the audience.`),
  none: (search) => `Nobody here is called “${search}”.`,
  more: (n) => `Show ${n} more`,
  admit: "Admit",
  deny: "Deny",
  admitAll: "Admit all",
  denyAll: "Deny all",
  admitName: (name) => `Admit ${name}`,
  denyName: (name) => `Deny ${name}`,
  invited: "invited",
  away: "away",
  options: (name) => `Options for ${name}`,
  all: "For everyone",
  invite: "Invite",
  state: {
    on: { microphone: "Microphone on", camera: "Camera on", screen: "Sharing" },
    off: { microphone: "Muted" },
    blocked: { microphone: "Muted by the host" },
  },
};

export const powers = {
  invite: "Invite to the stage",
  invite_co_host: "Make co-host",
  withdraw_invitation: "Withdraw invitation",
  demote: "Move to the audience",
  demote_co_host: "Make presenter",
  mute: "Mute",
  mute_hard: "Mute and keep muted",
  allow_microphone: "Allow to unmute",
  ask_to_unmute: "Ask to unmute",
  stop_video: "Stop camera",
  stop_video_hard: "Stop camera and keep it off",
  allow_camera: "Allow camera",
  stop_share: "Stop sharing",
  stop_share_hard: "Stop sharing and keep it off",
  allow_screen: "Allow sharing",
  block_chat: "Stop from writing in the chat",
  allow_chat: "Let write in the chat again",
  write: "Write to this person",
  kick: "Remove",
  ban: "Ban",
  mute_all: "Mute all",
  mute_all_hard: "Mute all and keep muted",
  lock: "Lock webinar",
  unlock: "Unlock webinar",
  settings: "Webinar settings",
  links: "Invitation links",
  exports: "Lists to take home",
};

export const confirm = {
  kick: { title: (name) => `Remove ${name}?`, text: "They leave now and may join again through a link.", button: "Remove" },
  ban: { title: (name) => `Ban ${name}?`, text: "They leave now and cannot come back as this person. A shared link does not tell people apart: make new links or lock the webinar to keep them out.", button: "Ban" },
  deny_all: { title: () => "Turn everybody away?", text: "Everyone in the waiting room is told that they were not let in.", button: "Deny all" },
  rotate: { title: (role) => `Make a new ${role.toLowerCase()} link?`, text: "The present link stops working at once. People who are already here stay.", button: "Make new link" },
  delete_poll: { title: (question) => `Delete “${question}”?`, text: "The poll and its results disappear for everybody. The webinar's record keeps what was voted.", button: "Delete" },
  end: { title: () => "End for everyone?", text: "The webinar ends for all. It cannot be started again.", button: "End for everyone" },
};
