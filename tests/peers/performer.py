"""A presenter who sends real pictures and sounds at the speed of life through a plain peer, in a thread of its own.

Each second a sender report tells its clock, and each second there is a key frame, so whoever begins to look sees.
"""

import threading
import time
from typing import Final, Self

from tests.media.plane.oracle.rtcp import SenderReport, sender_report, source_names
from tests.media.recording import bitstreams
from tests.peers.plain_packets import LOUD, Stream
from tests.peers.plain_peer import PlainPeer
from tests.peers.plain_sdp import AUDIO_PT, LEVEL_ID, VIDEO_PT

PICTURE_S, SOUND_S, REPORT_S = 1 / 30, 0.02, 1.0
LOOP_PICTURES, LOOP_SOUNDS = 60, 100
NTP_EPOCH_S: Final = 2_208_988_800
H264: Final = "H264/90000\r\na=fmtp:96 packetization-mode=1;profile-level-id=42e01f"


class Sender(PlainPeer):
    """One whose camera has this codec, vp8 or h264."""

    def __init__(self, codec: str) -> None:
        super().__init__("sendonly")
        self.codec = codec

    def offer(self) -> str:
        offer = super().offer()
        return offer.replace("VP8/90000", H264) if self.codec == "h264" else offer


class Performer:
    """`with Performer(...).publish(url, token):` sends. `clock_s`: how far its own clock is from ours."""

    def __init__(self, first_ssrc: int, codec: str = "vp8", size_px: tuple[int, int] = (320, 240)) -> None:
        self.peer = Sender(codec)
        pictures = bitstreams.pictures(codec, LOOP_PICTURES, size_px, 30, 300_000)
        self.pictures = [bitstreams.payloads(codec, each) for each in pictures]
        self.sounds = bitstreams.sounds(LOOP_SOUNDS)
        self.audio, self.video = Stream(first_ssrc, AUDIO_PT, b"0"), Stream(first_ssrc + 1, VIDEO_PT, b"1")
        self.clock_s = 0.0
        self.began_s = self.ended_s = 0.0  # wall time
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def publish(self, url: str, token: str) -> Self:
        self.peer.connect(url, token)
        return self

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._thread.join(10)
        self.peer.socket.close()

    def _run(self) -> None:
        self.began_s = time.time()
        begun_s = time.monotonic()
        sounds = pictures = reports = 0
        while not self._ending.is_set():
            passed_s = time.monotonic() - begun_s
            while reports * REPORT_S <= passed_s:
                self._report(reports * REPORT_S)
                reports += 1
            while sounds * SOUND_S <= passed_s:
                self._say(sounds)
                sounds += 1
            while pictures * PICTURE_S <= passed_s:
                self._show(pictures)
                pictures += 1
            self.peer.step()
            self._ending.wait(SOUND_S / 2)
        self.ended_s = time.time()

    def _say(self, at: int) -> None:
        sound = self.sounds[at % len(self.sounds)]
        self.peer.send_rtp(self.audio.packet(sound, at * 960, marker=False, elements=[(LEVEL_ID, LOUD)]))

    def _show(self, at: int) -> None:
        parts = self.pictures[at % len(self.pictures)]
        for number, part in enumerate(parts):
            is_last = number == len(parts) - 1
            self.peer.send_rtp(self.video.packet(part, at * 3000, marker=is_last, elements=[]))

    def _report(self, passed_s: float) -> None:
        ntp = int((self.began_s + passed_s + self.clock_s + NTP_EPOCH_S) * (1 << 32))
        for stream, clock_hz in ((self.audio, 48_000), (self.video, 90_000)):
            told = SenderReport(stream.ssrc, ntp, round(passed_s * clock_hz), stream.sequence, 0)
            self.peer.send_rtcp(sender_report(told) + source_names("percy", [stream.ssrc]))
