/** Recording: its sign, its buttons, and asking for consent. */

export const recording = {
  on: "Recording",
  paused: "Recording paused",
  time: "Recorded time",
  start: "Record",
  resume: "Go on recording",
  pause: "Pause recording",
  stop: "Stop recording",
  inRoom: (what, room) => `${what}: ${room}`,
  asked: "This is being recorded. You are not in the recording unless you agree.",
  agree: "I agree",
  leave: "Leave",
  atTheDoor: "This webinar is being recorded.",
  announced: "This webinar will be recorded.",
  consent: "I agree to being recorded.",
  needConsent: "To come in, you have to agree to being recorded.",
  started: "Recording has started.",
  pausedNow: "Recording is paused.",
  resumed: "Recording goes on.",
  stopped: { host: "Recording has stopped.", room_closed: "Recording has stopped.", disk_full: "Recording has stopped: the server has no room left. The webinar goes on.", failed: "Recording has stopped: the server could not go on. The webinar goes on." },
};
