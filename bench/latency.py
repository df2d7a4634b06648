"""From mouth to ear: how long a sound takes from one page of Chromium through the running server to another page.

Percy's microphone is an AudioWorklet that beeps now and then and says when it made the first loud sample; at Ada's
another one looks for it in the track that arrived. Both read the clock on their audio threads (Date.now: whole ms), so
that no busy page counts. Capture, Opus, the server, and the jitter buffer are in it, but no loudspeaker. Percy's own
page listens to the microphone too: so much of the delay is WebAudio's alone. `NICE=-10` (for root) goes before others.
Last line: `latency mouth_to_ear_ms_p50=… mouth_to_ear_ms_p95=… beeps=…`.
"""

import sys
import tempfile
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from attrs import frozen
from playwright.sync_api import sync_playwright

from bench.crowd.processes import go_first, waited_s
from tests.browser import chromium
from tests.browser.chromium import ChromiumTab
from tests.browser.figures import READ_STATISTICS
from tests.browser.people import Person
from tests.browser.server import Server
from tests.peers.api import Webinar
from tests.sources import ROOT

BEEPS: Final = 40
SETTLES_S: Final = 5  # the jitter buffer begins with too much
LISTENS_S: Final = 70  # at most
MISSED_MS: Final = 700  # before the next one could begin
AIM_MS: Final = 150
CAMERA_KEYS: Final = "Alt+KeyC"

# Stands in for the microphone: 60 ms of 1 kHz each 0.75 to 1.05 s, in no step with Opus' 20 ms.
MOUTH: Final = """
const beeper = `registerProcessor("mouth", class extends AudioWorkletProcessor {
  next = currentFrame + sampleRate;
  process(_, [[out]]) {
    for (let nth = 0; nth < out.length; nth++) {
      const since = currentFrame + nth - this.next;
      if (since === 0) this.port.postMessage(Date.now());
      if (since >= 0) out[nth] = 0.8 * Math.sin(2 * Math.PI * 1000 * since / sampleRate);
      if (since > 0.06 * sampleRate) this.next += Math.round((0.69 + 0.3 * Math.random()) * sampleRate);
    }
    return true;
  }
});`;
window.beeps = [];
const given = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
  const stream = await given(wanted);
  if (!wanted.audio) return stream;
  window.mouth ??= open();
  const sound = (await window.mouth).clone();
  return new MediaStream([sound, ...stream.getVideoTracks()]);
};
async function open() {
  const context = new AudioContext({ sampleRate: 48000 });
  await context.audioWorklet.addModule(URL.createObjectURL(new Blob([beeper], { type: "text/javascript" })));
  const mouth = new AudioWorkletNode(context, "mouth", { numberOfInputs: 0, outputChannelCount: [1] });
  mouth.port.onmessage = ({ data }) => window.beeps.push(data);
  const out = new MediaStreamAudioDestinationNode(context);
  mouth.connect(out);
  return out.stream.getAudioTracks()[0];
}
"""

LISTEN: Final = """
async () => {
  const listener = `registerProcessor("ear", class extends AudioWorkletProcessor {
    quiet = 0;
    process([[heard]]) {
      for (const sample of heard ?? []) {
        if (Math.abs(sample) < 0.1) { this.quiet++; continue; }
        if (this.quiet > 0.2 * sampleRate) this.port.postMessage(Date.now());
        this.quiet = 0;
      }
      return true;
    }
  });`;
  const live = (element) => element.srcObject?.getAudioTracks().some((track) => !track.muted);
  const tracks = window.mouth
    ? [await window.mouth]
    : [...document.querySelectorAll("video, audio")].find(live).srcObject.getAudioTracks();
  const context = new AudioContext({ sampleRate: 48000 });
  await context.audioWorklet.addModule(URL.createObjectURL(new Blob([listener], { type: "text/javascript" })));
  const ear = new AudioWorkletNode(context, "ear", { numberOfOutputs: 0 });
  window.heard = [];
  ear.port.onmessage = ({ data }) => window.heard.push(data);
  const mediaStream = new MediaStream(tracks);
  window.source = new MediaStreamAudioSourceNode(context, { mediaStream });
  window.source.connect(ear);
}
"""


@frozen
class Delays:
    """In ms, shortest first."""

    heard: list[int]
    own: list[int]  # at the page with the microphone
    jitter_buffer: float  # mean


def delays_ms(made: Sequence[int], heard: Sequence[int], first: int) -> list[int]:
    """Of each sound heard since `first`, from the last one made before it; none if that is too long ago."""
    found = [at - made[nth - 1] for at in heard if at > first and (nth := bisect_right(made, at))]
    return sorted(delay for delay in found if delay < MISSED_MS)


def buffered(tab: ChromiumTab) -> tuple[float, int]:
    """How long the jitter buffer has kept all audio samples in ms, and how many."""
    streams = [each for each in tab.evaluate(READ_STATISTICS, "inbound-rtp") if each["kind"] == "audio"]
    return (
        sum(1000 * each.get("jitterBufferDelay", 0.0) for each in streams),
        sum(each.get("jitterBufferEmittedCount", 0) for each in streams),
    )


def measure(mouth: ChromiumTab, ear: ChromiumTab, beeps: int) -> Delays:
    for tab in (mouth, ear):
        tab.evaluate(LISTEN)
    mouth.page.wait_for_timeout(SETTLES_S * 1000)
    first: int = mouth.evaluate("() => Date.now()")
    before_ms, before_samples = buffered(ear)
    enough = "(first, beeps) => window.heard.filter((at) => at > first).length >= beeps"
    ear.wait_for(enough, first, beeps, within_s=LISTENS_S)
    after_ms, after_samples = buffered(ear)
    heard: list[int] = ear.evaluate("() => window.heard")
    own: list[int] = mouth.evaluate("() => window.heard")
    made: list[int] = mouth.evaluate("() => window.beeps")
    return Delays(
        delays_ms(made, heard, first),
        delays_ms(made, own, first),
        (after_ms - before_ms) / max(1, after_samples - before_samples),
    )


def run(executable: str, beeps: int = BEEPS) -> Delays:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder), "127.0.0.1", (sys.executable, str(ROOT / "run.py")))
        try:
            with chromium.launch(playwright, executable) as browser:
                webinar = Webinar.create(server.url)
                mouth, ear = (ChromiumTab(browser, name, bypass_csp=True) for name in ("Percy", "Ada"))
                mouth.context.add_init_script(MOUTH)
                percy = Person(mouth, webinar).enter(webinar.presenter_invite).is_on("microphone", "camera")
                mouth.page.keyboard.press(CAMERA_KEYS)  # sound waits for its picture, so without one
                percy.until("(me) => !me.on.includes('camera')", "a camera that is off")
                Person(ear, webinar).enter(webinar.attendee_invite)
                ear.wait_for_audio()
                before_s = waited_s(server.process.pid)
                delays = measure(mouth, ear, beeps)
                print(f"others had the server's core for {waited_s(server.process.pid) - before_s:.1f} s", flush=True)
                return delays
        finally:
            server.stop()


def part(ordered: Sequence[int], share: float) -> int:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def main() -> None:
    executable = chromium.find()
    if executable is None:
        print("latency beeps=0: Chromium is not installed")
        return
    go_first()
    delays = run(executable)
    p50, p95 = part(delays.heard, 0.5), part(delays.heard, 0.95)
    own_p50, own_p95 = part(delays.own, 0.5), part(delays.own, 0.95)
    print(
        f"mouth to ear: p50 {p50} ms, p95 {p95} ms (aim {AIM_MS}); the jitter buffer keeps it for "
        f"{delays.jitter_buffer:.0f} ms, WebAudio alone takes p50 {own_p50}, p95 {own_p95} ms"
    )
    print(f"latency mouth_to_ear_ms_p50={p50} mouth_to_ear_ms_p95={p95} beeps={len(delays.heard)}")


if __name__ == "__main__":
    main()
