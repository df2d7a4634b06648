"""A live call of a plain publisher and a plain viewer in a thread of their own, and what can be said of it."""

import itertools
import select
import threading
import time
from struct import error as StructError  # noqa: N812 - an exception, whatever struct calls it
from typing import Self

from tests.browser.waiting import wait_until
from tests.media.plane.oracle.rtcp import MalformedRtcp, PictureLoss, read
from tests.media.plane.oracle.rtp import read_header
from tests.peers.plain_packets import AUDIO_EVERY_S, VIDEO_EVERY_S, Camera, Microphone, marked_number
from tests.peers.plain_peer import PlainPeer
from tests.peers.plain_sdp import AUDIO_PT, VIDEO_PT


class PlainCall:
    """`with PlainCall(publisher, viewer) as call:` sends audio and video until the end of the block."""

    def __init__(self, publisher: PlainPeer, viewer: PlainPeer) -> None:
        self.publisher, self.viewer = publisher, viewer
        self.microphone, self.camera = Microphone(0x1111), Camera(0x2222)
        self.key_frames_asked = 0
        self._ending = threading.Event()
        self._turn = threading.Lock()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._failure: BaseException | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._thread.join(10)
        for peer in (self.publisher, self.viewer):
            peer.socket.close()
        if self._failure is not None:
            raise self._failure

    def held(self) -> threading.Lock:
        """`with call.held():` the thread stands still and the peers may be handled from outside."""
        return self._turn

    # --- what the viewer got

    def arrivals(self, payload_type: int, since_s: float = 0.0) -> list[tuple[float, int | None]]:
        """When packets came and which number each carries (None: not one of ours). Padding is left out."""
        found = []
        for at_s, packet in list(self.viewer.received):
            header = read_header(packet)
            if header.payload_type == payload_type and at_s >= since_s and header.payload_end > header.payload_start:
                found.append((at_s, marked_number(packet[header.payload_start : header.payload_end])))
        return found

    def longest_gap_s(self, since_s: float) -> float:
        """The longest silence of audio from `since_s` until now."""
        times = [since_s, *(at_s for at_s, _ in self.arrivals(AUDIO_PT, since_s)), time.monotonic()]
        return max(after - before for before, after in itertools.pairwise(times))

    def foreign(self) -> int:
        """Packets that reached the viewer and were not made by the publisher."""
        return sum(number is None for kind in (AUDIO_PT, VIDEO_PT) for _, number in self.arrivals(kind))

    def made(self) -> dict[int, int]:
        """How many packets the publisher has sent, by payload type."""
        with self._turn:
            return {AUDIO_PT: self.microphone.made, VIDEO_PT: self.camera.made}

    def got_beyond(self, made: dict[int, int]) -> list[int]:
        """The numbers of the packets that reached the viewer though they were sent later than those."""
        return [n for kind, last in made.items() for _, n in self.arrivals(kind) if n is not None and n > last]

    def wait_until_more_is_made(self, made: dict[int, int]) -> None:
        """A second of audio, and the video that goes with it."""
        wait_until(lambda: self._alive() and self.made()[AUDIO_PT] > made[AUDIO_PT] + 50, 10, "a publisher who sends")

    def wait_until_it_flows(self, within_s: float = 10, since_s: float = 0.0) -> None:
        """Both audio and video arrive."""
        wait_until(
            lambda: self._alive() and all(len(self.arrivals(kind, since_s)) > 3 for kind in (AUDIO_PT, VIDEO_PT)),
            within_s,
            "audio and video at the viewer",
        )

    # --- the thread

    def _alive(self) -> bool:
        if self._failure is not None:
            raise self._failure
        return True

    def _run(self) -> None:
        try:
            self._keep_going()
        except BaseException as failure:  # noqa: BLE001 - the test's thread raises it
            self._failure = failure

    def _keep_going(self) -> None:
        self._sound_s = self._picture_s = time.monotonic()
        while not self._ending.is_set():
            wait_s = max(0.0, min(self._sound_s, self._picture_s) - time.monotonic())
            select.select([self.publisher.socket, self.viewer.socket], [], [], min(wait_s, AUDIO_EVERY_S))
            with self._turn:
                self._send_what_is_due(time.monotonic())
                self.publisher.step()
                self.viewer.step()
                self._heed_reports()

    def _send_what_is_due(self, now_s: float) -> None:
        if now_s >= self._sound_s:
            self.publisher.send_rtp(self.microphone.next(self._sound_s))
            self._sound_s += AUDIO_EVERY_S
        if now_s >= self._picture_s:
            self.publisher.send_rtp(self.camera.next(self._picture_s))
            self._picture_s += VIDEO_EVERY_S

    def _heed_reports(self) -> None:
        reports, self.publisher.reports = self.publisher.reports, []
        for report in reports:
            try:
                asked = sum(isinstance(item, PictureLoss) for item in read(report))
            except (MalformedRtcp, StructError):
                continue
            self.key_frames_asked += asked
            self.camera.wants_key |= asked > 0
