"""A flash and a beep made in the same moment at the sender are seen and heard together at the viewer."""

from collections.abc import Callable
from statistics import median

import pytest

from tests.browser.chromium import ChromiumTab
from tests.browser.flash_and_beep import FLASH_AND_BEEP
from tests.browser.people import Person
from tests.browser.server import Server
from tests.peers.api import Webinar

LIPS_MS = 80
PAIRS = 8
TRIES = 5
SLOWEST_FRAME_MS = (
    100  # a page that shows fewer than 10 frames a second was starved by the machine and measures nothing
)

# Looks and listens at the viewer: when each flash was shown and each beep played, in ms of one clock.
LOOK_AND_LISTEN = """
async (wanted) => {
  const live = (element, kind) => element.srcObject?.getTracks().some((track) => track.kind === kind && !track.muted);
  const elements = [...document.querySelectorAll("video, audio")];
  const video = elements.find((each) => each.videoWidth && live(each, "video"));
  const heard = elements.find((each) => live(each, "audio"));
  const flashes = [], beeps = [];
  let frames = 0;
  const began = performance.now();
  const canvas = Object.assign(document.createElement("canvas"), { width: 8, height: 8 });
  const paint = canvas.getContext("2d", { willReadFrequently: true });
  let bright = true, loud = true;
  const look = (_, { expectedDisplayTime }) => {
    paint.drawImage(video, 0, 0, 8, 8);
    frames++;
    const now = paint.getImageData(4, 4, 1, 1).data[0] > 128;
    if (now && !bright) flashes.push(expectedDisplayTime);
    bright = now;
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
  const context = new AudioContext();
  const ear = new AnalyserNode(context, { fftSize: 256 });
  const mediaStream = new MediaStream(heard.srcObject.getAudioTracks());
  new MediaStreamAudioSourceNode(context, { mediaStream }).connect(ear);
  const samples = new Float32Array(256);
  const listening = setInterval(() => {
    ear.getFloatTimeDomainData(samples);
    const now = Math.max(...samples) > 0.05;
    if (now && !loud) beeps.push(performance.now());
    loud = now;
  }, 4);
  const until = performance.now() + 15000;
  while (Math.min(flashes.length, beeps.length) < wanted && performance.now() < until)
    await new Promise((done) => setTimeout(done, 50));
  clearInterval(listening);
  return [flashes, beeps, (performance.now() - began) / frames];
}
"""


@pytest.mark.slow
def test_lips_are_in_sync_at_the_viewer(
    server: Server, chromium: Callable[..., ChromiumTab], record_property: Callable[[str, object], None]
) -> None:
    webinar = Webinar.create(server.url)
    presenter_tab = chromium("Percy")
    presenter_tab.context.add_init_script(FLASH_AND_BEEP)
    presenter = Person(presenter_tab, webinar).enter(webinar.presenter_invite)
    guest = Person(chromium("Ada"), webinar).enter(webinar.attendee_invite)
    presenter.is_on("microphone", "camera")
    guest.tab.wait_for_video(frames=60)
    guest.tab.wait_for_audio()
    for _ in range(TRIES):
        flashes, beeps, frame_ms = guest.tab.evaluate(LOOK_AND_LISTEN, PAIRS)
        apart_ms = [min((beep - flash for beep in beeps), key=abs) for flash in flashes if beeps]
        if frame_ms <= SLOWEST_FRAME_MS and len(apart_ms) >= PAIRS - 1:
            break
    assert len(apart_ms) >= PAIRS - 1, (flashes, beeps)
    assert abs(median(apart_ms)) <= LIPS_MS, (apart_ms, frame_ms)
    record_property("av_offset_ms", round(median(apart_ms)))
