"""A plane that keeps what it is told, for tests of those who tell it."""

from collections.abc import Mapping, Sequence

from media.address import Address
from media.plane import ALL, DownSpec, PeerSpec, PlaneEvent, UpSpec


class FakePlane:
    """`said` is every call as a tuple, in order."""

    def __init__(self) -> None:
        self.said: list[tuple[object, ...]] = []
        self.checked_s: dict[int, float] = {}

    def add_peer(self, peer: PeerSpec) -> None:
        self.said.append(("add_peer", peer.id))

    def move_peer(self, peer: int, address: Address) -> None:
        self.said.append(("move_peer", peer, address))

    def remove_peer(self, peer: int) -> None:
        self.said.append(("remove_peer", peer))

    def last_check_s(self, peer: int) -> float | None:
        return self.checked_s.get(peer)

    def add_up(self, up: UpSpec) -> None:
        self.said.append(("add_up", up.id))

    def allow_up(self, up: int, allowed: bool) -> None:
        self.said.append(("allow_up", up, allowed))

    def hush_up(self, up: int, hushed: bool) -> None:
        self.said.append(("hush_up", up, hushed))

    def record_up(self, up: int, recording: int) -> None:
        self.said.append(("record_up", up, recording))

    def want_key_frame(self, up: int, layer: int) -> None:
        self.said.append(("want_key_frame", up, layer))

    def remove_up(self, up: int) -> None:
        self.said.append(("remove_up", up))

    def add_down(self, down: DownSpec) -> None:
        self.said.append(("add_down", down.id))

    def feed(self, down: int, up: int | None, layer: int = 0, temporal: int = ALL, spatial: int = ALL) -> None:
        """Only what limits is said."""
        limits = (temporal, spatial)[: 2 if spatial < ALL else 1 if temporal < ALL else 0]
        self.said.append(("feed", down, up, layer, *limits))

    def remove_down(self, down: int) -> None:
        self.said.append(("remove_down", down))

    def pace(self, peer: int, link_bps: int | None) -> None:
        self.said.append(("pace", peer, link_bps))

    def steer(self, peer: int, closely: bool) -> None:
        self.said.append(("steer", peer, closely))

    def probe(self, peer: int, bps: int, lasts_ms: int) -> None:
        self.said.append(("probe", peer, bps, lasts_ms))

    def datagram(self, data: bytes, address: Address, now_s: float) -> None:
        self.said.append(("datagram", data, address, now_s))

    def check(self, data: bytes, address: Address, now_s: float) -> bool:
        self.said.append(("check", data, address, now_s))
        return False

    def tick(self, now_s: float) -> None: ...

    def drain(self) -> Sequence[PlaneEvent]:
        return ()

    def tape(self) -> Mapping[int, bytes]:
        return {}

    def counters(self) -> Mapping[str, int]:
        return {}

    def heard(self, *kinds: str) -> list[tuple[object, ...]]:
        """What was said of these kinds since the last time it was asked; all is forgotten then."""
        said, self.said = self.said, []
        return [each for each in said if each[0] in kinds]
