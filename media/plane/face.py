"""The compiled plane as the rest of media sees it: checks what it is told, and speaks of specs and events.

What it is told becomes commands, which the plane obeys between two bursts; what is wrong with them is said here and at
once, from tables of ids alone. The estimate of what a publisher may send (REMB) is made here too, from samples that the
plane sends up. Runs in the Trio thread; the plane's own thread is the engine's business. Long because every call of
the interface is here.
"""

import secrets
from collections.abc import Callable, Container, Mapping, Sequence
from threading import Thread

from attrs import define, field

from media.address import Address
from media.plane import (
    ALL,
    DownSpec,
    Fed,
    KeyFrameSeen,
    LayerSeen,
    LevelHeard,
    PeerSpec,
    PlaneEvent,
    UpReport,
    UpSpec,
    ViewerReport,
    libsrtp,
)
from media.plane.compiled import PacketPath
from media.plane.extensions import dependency_id, header_extensions
from media.uplink import Uplink

KNOWN_CODECS = {"vp8": 1, "h264": 2, "vp9": 3, "av1": 4, "red": 5, "opus": 6}  # numbers that core/codecs.pxi knows
MOST_CODECS = 15
FEEDBACK = {"none": 0, "transport_cc": 1, "remb": 2}
SEND_TIME_BYTES = 3
MOST_SECRET_BYTES = 64  # one block of SHA-1

RawEvent = tuple[
    int, int, int, int, int, float, float, float, float, tuple[int, ...], tuple[int, ...]
]  # kind, a, b, c, d, at_s, x, y, z, rates, spatial


@define
class Known:
    """A peer's tracks: down tracks with their SSRCs."""

    uplink: Uplink | None
    ups: set[int] = field(factory=set)
    downs: dict[int, int] = field(factory=dict)


class CompiledPlane:
    """Implements media.plane.Plane. `wall_at_zero_s` is the Unix time at which `now_s` was 0."""

    def __init__(self, wall_at_zero_s: float) -> None:
        self.path = PacketPath(libsrtp.calls(), wall_at_zero_s, secrets.randbits(64))
        self._peers: dict[int, Known] = {}
        self._ups: dict[int, UpSpec] = {}
        self._downs: dict[int, DownSpec] = {}
        self._codecs = dict(KNOWN_CODECS)
        self._events: list[PlaneEvent] = []
        self._thread: Thread | None = None

    def add_peer(self, peer: PeerSpec) -> None:
        _refuse_twice(peer.id, self._peers)
        ids = peer.extensions
        names = [-1 if each is None else each for each in (ids.mid, ids.rid, ids.repaired_rid)]
        values = [each or 0 for each in (ids.audio_level, ids.abs_send_time, ids.transport_cc, ids.dependency)]
        username, secret = (peer.checks.username, peer.checks.key) if peer.checks is not None else (b"", b"")
        if len(secret) > MOST_SECRET_BYTES:
            raise ValueError("secret too long")
        self._peers[peer.id] = Known(Uplink() if peer.feedback == "remb" else None)
        sessions = libsrtp.open_sessions(peer.keys)
        self.path.add_peer(peer.id, *sessions, (*names, *values), FEEDBACK[peer.feedback], username, secret)

    def move_peer(self, peer: int, address: Address) -> None:
        _expect(peer, self._peers)
        self.path.move_peer(peer, address)

    def remove_peer(self, peer: int) -> None:
        known = self._peers.pop(peer)
        for up in known.ups:
            del self._ups[up]
        for down in known.downs:
            del self._downs[down]
        self.path.remove_peer(peer)

    def last_check_s(self, peer: int) -> float | None:
        at_s = self.path.checked_at_s(peer)
        return None if at_s < 0 else at_s

    def add_up(self, up: UpSpec) -> None:
        _refuse_twice(up.id, self._ups)
        known = self._peers[up.peer]
        codecs = [(payload_type, self._codec(name)) for payload_type, name in up.codecs.items()]
        named = tuple(up.rids), tuple(up.ssrcs), tuple(up.rtx_ssrcs.items())
        self.path.add_up(
            *(up.id, up.peer, up.kind == "audio", up.nack, up.clock_hz, up.mid),
            *(*named, codecs, tuple(up.rtx.items())),
        )
        known.ups.add(up.id)
        self._ups[up.id] = up

    def allow_up(self, up: int, allowed: bool) -> None:
        _expect(up, self._ups)
        self.path.allow_up(up, allowed)

    def hush_up(self, up: int, hushed: bool) -> None:
        _expect(up, self._ups)
        self.path.hush_up(up, hushed)

    def record_up(self, up: int, recording: int) -> None:
        _expect(up, self._ups)
        self.path.record_up(up, recording)

    def want_key_frame(self, up: int, layer: int) -> None:
        _expect(up, self._ups)
        self.path.want_key_frame(up, layer)

    def remove_up(self, up: int) -> None:
        self._peers[self._ups.pop(up).peer].ups.remove(up)
        self.path.remove_up(up)

    def add_down(self, down: DownSpec) -> None:
        _refuse_twice(down.id, self._downs)
        known = self._peers[down.peer]
        _refuse_twice(down.ssrc, set(known.downs.values()))
        codecs = [(self._codec(name), payload_type) for name, payload_type in down.payload_types.items()]
        has_send_time, has_transport = down.abs_send_time_ext_id is not None, down.transport_cc_ext_id is not None
        self.path.add_down(
            *(down.id, down.peer, down.kind == "audio", down.ssrc, down.clock_hz, codecs),
            *(header_extensions(down), has_send_time, has_transport, dependency_id(down)),
        )
        known.downs[down.id] = down.ssrc
        self._downs[down.id] = down

    def feed(self, down: int, up: int | None, layer: int = 0, temporal: int = ALL, spatial: int = ALL) -> None:
        """Raises ValueError where the up track has no such layer, or the kinds differ."""
        fed = self._downs[down]
        if up is not None:
            spec = self._ups[up]
            if spec.kind != fed.kind or not 0 <= layer < max(1, len(spec.rids), len(spec.ssrcs)):
                raise ValueError("no such layer, or a seat of another kind")
        self.path.feed(down, -1 if up is None else up, layer, temporal, spatial)

    def remove_down(self, down: int) -> None:
        del self._peers[self._downs.pop(down).peer].downs[down]
        self.path.remove_down(down)

    def pace(self, peer: int, link_bps: int | None) -> None:
        _expect(peer, self._peers)
        self.path.pace(peer, link_bps or 0)

    def steer(self, peer: int, closely: bool) -> None:
        _expect(peer, self._peers)
        self.path.steer(peer, closely)

    def probe(self, peer: int, bps: int, lasts_ms: int) -> None:
        _expect(peer, self._peers)
        self.path.probe(peer, bps, lasts_ms)

    # with a thread of its own

    def start(self, fd: int, clock_offset_s: float) -> None:
        """Read this UDP socket and move packets, until `stop`. `clock_offset_s`: `now_s` less CLOCK_MONOTONIC."""
        self.path.start(fd, clock_offset_s)
        self._thread = Thread(target=self.path.run, name="plane", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Returns once the thread is done: a few milliseconds at most."""
        if self._thread is not None:
            self.path.stop()
            self._thread.join()
            self._thread = None

    def signals(self) -> Sequence[tuple[bytes, Address]]:
        """STUN and DTLS datagrams that came. To be called, with `drain`, whenever `path.fileno()` was readable."""
        self.path.awoken()
        return self.path.signals()

    # without one

    def datagram(self, data: bytes, address: Address, now_s: float) -> None:
        """Only without a thread."""
        self.path.datagrams([(data, address)], now_s)

    def check(self, data: bytes, address: Address, now_s: float) -> bool:
        """Only without a thread."""
        return self.path.check(data, address, now_s)

    def tick(self, now_s: float) -> None:
        """Only without a thread."""
        self.path.tick(now_s)
        self._hear()

    # both

    def drain(self) -> Sequence[PlaneEvent]:
        self._hear()
        events, self._events = self._events, []
        return events

    def tape(self) -> Mapping[int, bytes]:
        return self.path.tape()

    def counters(self) -> Mapping[str, int]:
        return self.path.counters()

    def _codec(self, name: str) -> int:
        """Raises ValueError if there are too many."""
        number = self._codecs.setdefault(name, len(self._codecs) + 1)
        if number > MOST_CODECS:
            del self._codecs[name]
            raise ValueError(f"one codec too many: {name}")
        return number

    def _hear(self) -> None:
        for raw in self.path.events():
            kind, about = raw[0], raw[1]
            if kind == _UPLINK_ARRIVED:
                self._arrived(about, raw)
            elif kind == _UPLINK_DUE:
                self._steer(about, raw)
            else:
                self._events.append(EVENTS[kind](raw))

    def _arrived(self, peer: int, raw: RawEvent) -> None:
        known = self._peers.get(peer)
        if known is not None and known.uplink is not None:
            send_time = None if raw[3] < 0 else raw[3].to_bytes(SEND_TIME_BYTES, "big")
            known.uplink.arrived(send_time, raw[2], raw[5])

    def _steer(self, peer: int, raw: RawEvent) -> None:
        known = self._peers.get(peer)
        if known is not None and known.uplink is not None:
            self.path.send_remb(peer, known.uplink.update(raw[6], raw[5]))


def _viewer_report(raw: RawEvent) -> ViewerReport:
    _, peer, arrived_bps, sent_bps, remb_bps, at_s, loss, rtt_s, heard_s, probed, _ = raw
    remb, arrived = (None if bps < 0 else bps for bps in (remb_bps, arrived_bps))
    rtt_ms, probed_bps = None if rtt_s < 0 else rtt_s * 1000, probed[0] if probed else None
    return ViewerReport(peer, at_s, sent_bps, loss, remb, rtt_ms, heard_s, arrived, probed_bps)


_UPLINK_ARRIVED, _UPLINK_DUE = 6, 7
EVENTS: Mapping[int, Callable[[RawEvent], PlaneEvent]] = {  # kinds as core/core.pxi numbers them
    0: lambda raw: LayerSeen(raw[1], raw[2], raw[3]),
    1: lambda raw: KeyFrameSeen(raw[1], raw[2], raw[3] or None, raw[10]),
    2: lambda raw: LevelHeard(raw[1], raw[3], raw[5]),
    3: lambda raw: UpReport(raw[1], raw[2], raw[5], int(raw[6]), raw[3], raw[4], raw[7], raw[9], raw[10]),
    4: _viewer_report,
    5: lambda raw: Fed(raw[1], raw[3], raw[2]),
}


def _expect(identity: int, table: Container[int]) -> None:
    if identity not in table:
        raise KeyError(identity)


def _refuse_twice(identity: int, table: Container[int]) -> None:
    if identity in table:
        raise ValueError(f"{identity} is there already")
