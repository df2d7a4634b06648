"""What a node's actors are given here: media that moves no packet, a clock that stands, ids that can be read."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import define, field

from media.sdp import OfferRefused
from tests.actors.fake_media import FakeCapture


@define(eq=False)
class FakePeer:
    """Publisher and Viewer in one."""

    id: str
    seats: int = 1
    screens: int = 0
    tracks: Mapping[str, Any] = field(factory=dict)
    allowed: frozenset[str] = frozenset()
    closed: str | None = None

    def allow(self, labels: frozenset[str]) -> None:
        self.allowed = labels

    def sit(self, *_: object, **__: object) -> None: ...

    def want(self, *_: object, **__: object) -> None: ...

    def steer(self, closely: bool) -> None: ...

    def close(self, reason: str) -> None:
        self.closed = reason


@define(eq=False)
class FakeMedia:
    """Media and Routing in one: answers every offer but "bad", and moves no packet."""

    peers: list[FakePeer] = field(factory=list)

    def open_routing(self, _: object) -> "FakeMedia":
        return self

    def publish(self, offer: str, _: Mapping[str, str]) -> tuple[str, FakePeer]:
        return self._answer(offer)

    def watch(self, offer: str, _: Sequence[object], __: Sequence[object]) -> tuple[str, FakePeer]:
        return self._answer(offer)

    def capture(self, recording: str, _: str, room: str, on_ended: Callable[[str], None]) -> FakeCapture:
        return FakeCapture(recording, room, on_ended)

    def close(self) -> None: ...

    def _answer(self, offer: str) -> tuple[str, FakePeer]:
        if offer == "bad":
            raise OfferRefused("bad_sdp", "not an offer")
        self.peers.append(FakePeer(f"peer{len(self.peers)}"))
        return f"answer to {offer}", self.peers[-1]


class StandingClock:
    def __init__(self) -> None:
        self.at_ms = 1_795_000_000_000

    def now_ms(self) -> int:
        return self.at_ms


class CountedIds:
    """Unguessable ids are tested elsewhere; these can be read."""

    def __init__(self) -> None:
        self._count = itertools.count()

    def new(self) -> str:
        return f"id-{next(self._count)}"
