"""The compiled plane and the oracle side by side: the same keys, calls and datagrams; what they do must be the same."""

import secrets
from collections import defaultdict
from collections.abc import Iterable

from attrs import define, field

from media.address import Address
from media.plane import CheckSpec, PeerSpec, PlaneEvent
from media.plane.face import CompiledPlane
from media.srtp import AEAD_AES_128_GCM, SrtpKeys, SrtpProfile
from tests.media.plane.oracle import rtp
from tests.media.plane.oracle.forwarder import Forwarder
from tests.media.plane.oracle.forwarding import EXTENSIONS, WALL_AT_ZERO_S
from tests.media.plane.oracle.srtp import SrtpSession

Datagrams = dict[tuple[Address, int], list[bytes]]
OURS_ALONE = {
    "send_lost",
    "unknown_kind",
    "icmp",
    "signalling_dropped",
    "events_dropped",
    "send_deferred",
    "sends",
    "tape_dropped",
}


def address_of(number: int) -> Address:
    return (f"10.0.{number >> 8}.{number & 255}", 1000 + number)


@define
class Twins:
    """`calls` go to both through `tell`. `sent` is what both sent, once `compare` found no difference."""

    profile: SrtpProfile = AEAD_AES_128_GCM
    now_s: float = 100.0
    oracle: Forwarder = field(init=False)
    compiled: CompiledPlane = field(init=False)
    far: dict[int, SrtpSession] = field(factory=dict)  # each peer's own side
    ours: list[tuple[bytes, Address]] = field(factory=list)
    sent: list[tuple[bytes, Address]] = field(factory=list)
    events: list[PlaneEvent] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        ours = self.ours  # not `self`: a pair that goes must not wait for the collector, a plane holds megabytes
        self.oracle = Forwarder(lambda data, address: ours.append((data, address)), SrtpSession, WALL_AT_ZERO_S)
        self.compiled = CompiledPlane(WALL_AT_ZERO_S)

    def tell(self, call: str, *arguments: object) -> None:
        for plane in (self.oracle, self.compiled):
            getattr(plane, call)(*arguments)

    def join(
        self,
        number: int,
        feedback: str = "none",
        extensions: object = EXTENSIONS,
        checks: CheckSpec | None = None,
    ) -> None:
        size = self.profile.key_bytes + self.profile.salt_bytes
        theirs, ours = secrets.token_bytes(size), secrets.token_bytes(size)
        keys = SrtpKeys(self.profile, theirs, ours)
        self.tell("add_peer", PeerSpec(number, keys, extensions, feedback, checks))
        self.tell("move_peer", number, address_of(number))
        self.far[number] = SrtpSession(SrtpKeys(self.profile, ours, theirs))

    def seal(self, number: int, plain: bytes) -> bytes:
        far = self.far[number]
        return far.protect_rtcp(plain) if rtp.is_rtcp(plain) else far.protect(plain)

    def arrive(self, number: int, sealed: Iterable[bytes]) -> None:
        """One batch of the compiled plane."""
        batch = [(data, address_of(number)) for data in sealed]
        for data, address in batch:
            self.oracle.datagram(data, address, self.now_s)
        self.compiled.path.datagrams(batch, self.now_s)

    def wait(self, seconds: float) -> None:
        until_s = self.now_s + seconds
        while self.now_s < until_s - 1e-9:
            self.now_s = min(until_s, self.now_s + 0.02)
            self.tell("tick", self.now_s)

    def compare(self) -> None:
        """Since the last call both sent the same to everybody, in the same order, told the same, counted the same."""
        theirs = self.compiled.path.sent()
        assert by_stream(theirs) == by_stream(self.ours)
        self.sent += self.ours
        self.ours.clear()
        assert self.compiled.tape() == self.oracle.tape()
        expected, told = list(self.oracle.drain()), list(self.compiled.drain())
        assert by_subject(told) == by_subject(expected)
        self.events += expected
        counted = {name: count for name, count in self.compiled.counters().items() if name not in OURS_ALONE}
        assert counted == {name: count for name, count in self.oracle.counters().items() if count}


def by_stream(sent: Iterable[tuple[bytes, Address]]) -> Datagrams:
    """RTP by SSRC, RTCP together: that is the order that matters."""
    found: Datagrams = defaultdict(list)
    for data, address in sent:
        found[address, 0 if rtp.is_rtcp(data) else int.from_bytes(data[8:12], "big")].append(data)
    return found


def by_subject(events: Iterable[PlaneEvent]) -> dict[tuple[str, int], list[PlaneEvent]]:
    found: dict[tuple[str, int], list[PlaneEvent]] = defaultdict(list)
    for event in events:
        subject = getattr(event, "down", getattr(event, "up", getattr(event, "peer", 0)))
        found[type(event).__name__, subject].append(event)
    return found
