"""A camera and a microphone whose picture and sound are known: for pages whose timing is measured."""

from typing import Final

# Stands in for both: once a second 200 ms of white and of 1 kHz, begun in the same moment.
FLASH_AND_BEEP: Final = """
navigator.mediaDevices.getUserMedia = async ({ audio, video }) => {
  const stage = (window.stage ??= make());
  return new MediaStream([...(audio ? [stage.sound.clone()] : []), ...(video ? [stage.picture.clone()] : [])]);
};
function make() {
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 360 });
  const paint = canvas.getContext("2d");
  const context = new AudioContext();
  const gain = new GainNode(context, { gain: 0 });
  const out = new MediaStreamAudioDestinationNode(context);
  const tone = new OscillatorNode(context, { frequency: 1000 });
  tone.connect(gain).connect(out);
  tone.start();
  setInterval(() => {
    const on = performance.now() % 1000 < 200;
    gain.gain.value = on ? 0.8 : 0;
    paint.fillStyle = on ? "white" : "black";
    paint.fillRect(0, 0, 640, 360);
  }, 10);
  return { sound: out.stream.getAudioTracks()[0], picture: canvas.captureStream(30).getVideoTracks()[0] };
}
"""
