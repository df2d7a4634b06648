"""A real Chromium publishes a simulcast flash with its beep; what the files hold decodes and is in step."""

import array
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest
import trio
from playwright.sync_api import sync_playwright

import config
from media.engine import Engine
from media.publisher import Publisher
from media.recording.segment import Segment
from tests.browser import chromium
from tests.conditions import missing
from tests.media.playing import all_played
from tests.media.test_engine import Listener

SECONDS = 14
LIMIT_S = 60
IN_STEP_MS = 80
MAKE_OFFER = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), {width: 640, height: 360});
  const pen = canvas.getContext("2d"), sound = new AudioContext(), out = sound.createMediaStreamDestination();
  const tone = sound.createOscillator(), volume = sound.createGain();
  tone.frequency.value = 1000; volume.gain.value = 0; tone.connect(volume).connect(out); tone.start();
  let lit = 0;
  setInterval(() => {
    const on = performance.now() % 1000 < 200;
    volume.gain.value = on ? 0.8 : 0;
    pen.fillStyle = on ? "white" : "black"; pen.fillRect(0, 0, 640, 360);
    pen.fillStyle = on ? "black" : "gray"; pen.fillRect(lit++ % 600, 340, 20, 20);
  }, 15);
  const call = window.call = new RTCPeerConnection();
  call.addTransceiver(out.stream.getAudioTracks()[0], {direction: "sendonly"});
  call.addTransceiver(canvas.captureStream(30).getVideoTracks()[0], {direction: "sendonly",
    sendEncodings: [{rid: "q", scaleResolutionDownBy: 2, maxBitrate: 200000}, {rid: "h", maxBitrate: 900000}]});
  await call.setLocalDescription();
  if (call.iceGatheringState !== "complete")
    await new Promise(done => call.onicegatheringstatechange = () => call.iceGatheringState === "complete" && done());
  return call.localDescription.sdp;
}"""
TAKE_ANSWER = 'async sdp => await window.call.setRemoteDescription({type: "answer", sdp})'


@pytest.mark.slow
@pytest.mark.browser
async def test_what_chromium_sends_is_recorded_and_in_step(nursery: trio.Nursery, tmp_path: Path) -> None:
    executable = chromium.find()
    if executable is None:
        missing("no Chromium here")
    settings = config.read(["--media-host", "127.0.0.1", "--media-address", "127.0.0.1", "--media-port", "0"], {}).media
    engine = Engine(settings, tmp_path)
    await nursery.start(engine.serve)
    routing = engine.open_routing(Listener())
    capture = routing.capture("rec", "web", "main", lambda _: None)

    def answer(offer: str) -> str:
        sdp, publisher = routing.publish(offer, {})
        assert isinstance(publisher, Publisher)
        publisher.allow(frozenset({"microphone", "camera"}))
        capture.take(publisher, "anna")
        return sdp

    with trio.fail_after(LIMIT_S):
        await trio.to_thread.run_sync(publish, executable, answer)
        capture.close()
        while list(engine.captures._open):  # noqa: ASYNC110 - files wake nobody
            await trio.sleep(0.05)
    segments = all_played(tmp_path / "rec")
    cameras = [each for each in segments if each.source == "camera"]
    assert cameras[-1].height_px == 360
    assert len(cameras) >= 3
    flashes = onsets(tmp_path / "rec", cameras, is_bright)
    beeps = onsets(tmp_path / "rec", [each for each in segments if each.source == "microphone"], is_loud)
    offsets_ms = [1000 * min((beep - flash for beep in beeps), key=abs) for flash in flashes]
    print(f"flash against beep, ms: {[round(each) for each in offsets_ms]}")  # noqa: T201
    assert len(offsets_ms) >= 5
    assert sorted(map(abs, offsets_ms))[int(0.95 * len(offsets_ms))] <= IN_STEP_MS
    nursery.cancel_scope.cancel()


def publish(executable: str, answer: Callable[[str], str]) -> None:
    """In a thread of its own, where Playwright may keep its loop."""
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright, executable)
        page = browser.new_page()
        page.evaluate(TAKE_ANSWER, trio.from_thread.run_sync(answer, page.evaluate(MAKE_OFFER)))
        time.sleep(SECONDS)
        browser.close()


def is_bright(frame: av.VideoFrame) -> bool:
    plane = frame.planes[0]
    return bytes(plane)[plane.line_size * frame.height // 2] > 128


def is_loud(frame: av.AudioFrame) -> bool:
    samples = array.array("f", bytes(frame.planes[0])[: 4 * frame.samples])
    return max(samples, default=0.0) > 0.1


def onsets(folder: Path, segments: list[Segment], is_on: Callable[..., bool]) -> list[float]:
    """Wall times at which it went on, of all that decodes; fails where frames are missing."""
    found, was_on = [], True
    for segment in segments:
        with av.open(folder / f"tracks/{segment.track}/{segment.number}.mkv", "r") as file:
            frames: list[Any] = list(file.decode(file.streams[0]))
        assert len(frames) == segment.frames
        for frame in frames:
            on = is_on(frame)
            if on and not was_on:
                found.append(wall_s(segment, frame.time))
            was_on = on
    return found


def wall_s(segment: Segment, time_s: float) -> float:
    rtp = segment.first_rtp + time_s * segment.clock_hz
    before = [each for each in segment.anchors if each.rtp <= rtp] or [segment.anchors[0]]
    return before[-1].wall_s + (rtp - before[-1].rtp) / segment.clock_hz
