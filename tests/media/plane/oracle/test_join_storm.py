"""A thousand viewers come within ten seconds: few key frames are asked for, and everybody soon sees one."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from attrs import define, field

from media.address import Address
from tests.media.plane.oracle import rtcp, rtp
from tests.media.plane.oracle.forwarding import Camera, Stage, deliver, video_down, video_up

VIEWERS, JOINING_S = 1000, 10.0
FRAME_S = 0.1  # a key frame for everybody and a few others: enough to see who is blank
SWALLOWED_S = 0.3  # Chromium ignores requests this soon after a key frame
ENCODING_S = 0.1


@define
class Publisher:
    """A browser with three simulcast layers: any request yields key frames on all of them."""

    stage: Stage
    address: Address
    is_lost: Callable[[int], bool]  # of requests, by how many came before
    cameras: list[Camera] = field(factory=lambda: [Camera(10 + at, rid=rid) for at, rid in enumerate("qhf")])
    asked: list[float] = field(factory=list)
    _key_s: float = 0.0
    _due_s: float | None = 0.0

    def hears(self) -> None:
        for item in self.stage.control(self.address):
            if isinstance(item, rtcp.PictureLoss):
                self.asked.append(self.stage.now_s)
                swallowed = self.stage.now_s < self._key_s + SWALLOWED_S
                if not swallowed and not self.is_lost(len(self.asked)) and self._due_s is None:
                    self._due_s = self.stage.now_s + ENCODING_S

    def sends(self) -> None:
        is_key = self._due_s is not None and self.stage.now_s >= self._due_s
        if is_key:
            self._key_s, self._due_s = self.stage.now_s, None
        for camera in self.cameras:
            deliver(self.stage, self.address, camera.frame(key=is_key))


def storm(is_lost: Callable[[int], bool], first_layer: int) -> tuple[Publisher, list[float]]:
    """The publisher, and how long each viewer was blank."""
    stage = Stage(now_s=0.0)
    publisher = Publisher(stage, stage.peer(1, "transport_cc"), is_lost)
    stage.plane.add_up(video_up(1, 1, tuple("qhf")))
    stage.plane.allow_up(1, True)
    joined: dict[Address, float] = {}
    blank: dict[Address, float] = {}
    next_frame_s, until_s = 0.0, JOINING_S + 3.0
    while stage.now_s < until_s:
        stage.wait(0.02)
        while len(joined) < VIEWERS and stage.now_s >= JOINING_S * len(joined) / VIEWERS:
            number = 100 + len(joined)
            joined[stage.peer(number)] = stage.now_s
            stage.plane.add_down(video_down(number, number, ssrc=10_000 + number))
            stage.plane.feed(number, 1, first_layer if number % 10 else 2)
        publisher.hears()
        if stage.now_s >= next_frame_s:
            next_frame_s += FRAME_S
            publisher.sends()
            for address in joined.keys() - blank.keys():
                if any(not rtp.is_rtcp(data) for data in stage.take(address)):
                    blank[address] = stage.now_s - joined[address]
    return publisher, [blank.get(address, until_s) for address in joined]


@pytest.mark.parametrize("first_layer", [0, 2])
def test_a_thousand_who_come_cause_one_ask_a_second_and_none_is_blank_for_two(first_layer: int) -> None:
    publisher, blank = storm(lambda _: False, first_layer)
    moments = sorted(set(publisher.asked))
    assert all(later - earlier >= 0.99 for earlier, later in pairwise(moments))
    assert len(moments) <= 12
    assert len(blank) == VIEWERS
    assert max(blank) < 1.5


def test_requests_that_are_lost_keep_nobody_blank_for_long() -> None:
    publisher, blank = storm(lambda count: count % 4 < 2, 0)
    moments = sorted(set(publisher.asked))
    assert all(later - earlier >= 0.49 for earlier, later in pairwise(moments))
    assert max(blank) < 2.5
    assert sum(each > 2.0 for each in blank) <= VIEWERS * 0.02
