/** Two soft notes through the chosen loudspeaker, made by arithmetic: no sound file to load. */

import { preferences } from "../media/devices.js";

const NOTES_HZ = [523.25, 659.25]; // C5, E5
const NOTE_S = 0.35;
const LOUDNESS = 0.2;

export async function playTestSound() {
  const context = new AudioContext();
  const { speaker } = preferences();
  if (speaker) await context.setSinkId?.(speaker).catch(() => {}); // gone since: the system's own
  NOTES_HZ.forEach((hertz, index) => playNote(context, hertz, context.currentTime + index * NOTE_S));
  setTimeout(() => context.close(), (NOTES_HZ.length + 1) * NOTE_S * 1000);
}

function playNote(context, hertz, at) {
  const tone = new OscillatorNode(context, { frequency: hertz });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
  gain.gain.linearRampToValueAtTime(0, at + NOTE_S);
  tone.connect(gain).connect(context.destination);
  tone.start(at);
  tone.stop(at + NOTE_S);
}
