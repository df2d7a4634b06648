/** How loud a microphone is, from 0 (silence) to 1, for meters and for "you are speaking while muted". */

let context = null;

/** Calls `onLevel` about `perSecond` times a second until the returned function is called. */
export function watchLevel(track, onLevel, perSecond = 20) {
  context ??= new AudioContext();
  context.resume();
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = new AnalyserNode(context, { fftSize: 512, smoothingTimeConstant: 0 });
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    onLevel(loudness(samples));
  }, 1000 / perSecond);
  return () => {
    clearInterval(timer);
    source.disconnect();
  };
}

const QUIET_DB = -60; // below: a silent room
const LOUD_DB = -10; // speech close to the microphone

/** Root mean square on a scale of decibels: what the ear calls half as loud is half as long on the meter. */
export function loudness(samples) {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  if (power === 0) return 0;
  const decibels = 10 * Math.log10(power);
  return Math.min(1, Math.max(0, (decibels - QUIET_DB) / (LOUD_DB - QUIET_DB)));
}
