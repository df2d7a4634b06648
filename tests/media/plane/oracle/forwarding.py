"""A forwarder with SRTP in clear, publishers that number packets as browsers do, and what viewers get, by address."""

from collections.abc import Iterable, Sequence

from attrs import define, field

from media.address import Address
from media.plane import DownSpec, ExtensionIds, PeerSpec, PlaneEvent, UpSpec
from media.srtp import AEAD_AES_128_GCM, SrtpKeys
from tests.media.plane.oracle import rtcp, rtp, vp8
from tests.media.plane.oracle.forwarder import Forwarder
from tests.media.plane.oracle.srtp import SrtpRefused
from tests.media.rtp_packets import (
    DEPENDENCY,
    LEVEL,
    MID,
    REPAIRED_RID,
    RID,
    SEND_TIME,
    TRANSPORT,
    packet,
    rtx,
    vp8_payload,
)

KEYS = SrtpKeys(AEAD_AES_128_GCM, b"", b"")
EXTENSIONS = ExtensionIds(MID, RID, REPAIRED_RID, LEVEL, SEND_TIME, TRANSPORT, DEPENDENCY)
VP8, VP8_RTX, OPUS = 96, 97, 111
WALL_AT_ZERO_S = 1_800_000_000.0


class ClearSrtp:
    """Seals nothing, but refuses as libsrtp does: what is forged, and any number used twice."""

    def __init__(self, keys: SrtpKeys) -> None:  # noqa: ARG002
        self.used: set[tuple[int, int]] = set()

    def protect(self, plain: bytes) -> bytes:
        header = rtp.read_header(plain)
        if (header.ssrc, header.sequence) in self.used:
            raise SrtpRefused("replayed")
        self.used.add((header.ssrc, header.sequence))
        return plain

    def unprotect(self, sealed: bytes) -> bytes:
        if sealed.endswith(b"forged"):
            raise SrtpRefused("bad_tag")
        return sealed

    protect_rtcp = staticmethod(bytes)
    unprotect_rtcp = unprotect


@define
class Stage:
    """`now_s` goes on by hand. `sent` is what left, by address."""

    now_s: float = 100.0
    sent: dict[Address, list[bytes]] = field(factory=dict)
    events: list[PlaneEvent] = field(factory=list)
    plane: Forwarder = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.plane = Forwarder(self._send, ClearSrtp, WALL_AT_ZERO_S)

    def _send(self, datagram: bytes, address: Address) -> None:
        self.sent.setdefault(address, []).append(datagram)

    def peer(self, number: int, feedback: str = "none") -> Address:
        address = (f"peer {number}", number)
        self.plane.add_peer(PeerSpec(number, KEYS, EXTENSIONS, feedback))  # type: ignore[arg-type]
        self.plane.move_peer(number, address)
        return address

    def arrive(self, datagram: bytes, address: Address) -> None:
        self.plane.datagram(datagram, address, self.now_s)

    def wait(self, seconds: float) -> None:
        """Time goes by, ticking each 20 ms."""
        until_s = self.now_s + seconds
        while self.now_s < until_s - 1e-9:
            self.now_s = min(until_s, self.now_s + 0.02)
            self.plane.tick(self.now_s)
        self.events.extend(self.plane.drain())

    def take(self, address: Address) -> list[bytes]:
        """What was sent to an address since the last call."""
        return self.sent.pop(address, [])

    def media(self, address: Address) -> list[bytes]:
        return [datagram for datagram in self.take(address) if not rtp.is_rtcp(datagram)]

    def control(self, address: Address) -> list[rtcp.Item]:
        """RTCP since the last call, read; without media, and without the empty reports that head compounds."""
        compounds = (datagram for datagram in self.take(address) if rtp.is_rtcp(datagram))
        return [item for data in compounds for item in rtcp.read(data) if item != rtcp.ReceiverReport(1)]

    def heard(self, kind: type[PlaneEvent]) -> list[PlaneEvent]:
        self.events.extend(self.plane.drain())
        found = [event for event in self.events if isinstance(event, kind)]
        self.events = [event for event in self.events if not isinstance(event, kind)]
        return found


@define
class Camera:
    """One VP8 stream of a publisher; `write` numbers packets, sending them is the test's."""

    ssrc: int
    sequence: int = 100
    timestamp: int = 5000
    picture_id: int = 1000
    mid: str = "1"
    rid: str | None = None
    transport: int = 0
    rtx_ssrc: int = 0
    rtx_sequence: int = 1
    tl0_index: int = 1000
    temporal: int = 0  # of the newest frame
    sync: bool = True

    def frame(
        self,
        packets: int = 1,
        *,
        key: bool = False,
        body: bytes = b"",
        ticks: int = 3000,
        temporal: int = 0,
        sync: bool = True,
    ) -> list[bytes]:
        """`body` and the part's number stand in each packet; without a body, its sequence number in five digits."""
        self.timestamp += ticks
        self.picture_id += 1
        self.tl0_index += temporal == 0
        self.temporal, self.sync = temporal, sync
        return [self._part(part, part == packets - 1, key=key, body=body) for part in range(packets)]

    def _part(self, part: int, is_last: bool, *, key: bool, body: bytes) -> bytes:
        named = body + b"%d" % part if body else b"%05d" % (self.sequence + 1 & 0xFFFF)
        payload = vp8_payload(
            self.picture_id,
            self.tl0_index,
            key=key and not part,
            starts=not part,
            body=named,
            temporal=self.temporal,
            sync=self.sync,
        )
        return self._write(payload, is_last=is_last)

    def padding(self) -> bytes:
        return self._write(b"", padding=100)

    def again(self, lost: bytes) -> bytes:
        """The RTX repetition of a packet."""
        self.rtx_sequence += 1
        repaired = [(REPAIRED_RID, self.rid.encode())] if self.rid else []
        elements = [(MID, self.mid.encode()), *repaired]
        return rtx(lost, self.rtx_sequence, self.rtx_ssrc, VP8_RTX, elements)

    def _write(self, payload: bytes, *, is_last: bool = False, padding: int = 0) -> bytes:
        self.sequence += 1
        self.transport += 1
        elements = [(MID, self.mid.encode()), (TRANSPORT, (self.transport & 0xFFFF).to_bytes(2, "big"))]
        if self.rid:
            elements.append((RID, self.rid.encode()))
        return packet(
            self.sequence, self.timestamp, self.ssrc, payload, marker=is_last, elements=elements, padding=padding
        )


def voice(sequence: int, timestamp: int, ssrc: int, level: int = 40, mid: str = "0") -> bytes:
    elements = [(LEVEL, bytes((0x80 | level,))), (MID, mid.encode())]
    return packet(sequence, timestamp, ssrc, b"opus %d" % sequence, payload_type=OPUS, elements=elements)


def video_up(number: int, peer: int, rids: Sequence[str] = (), mid: str = "1") -> UpSpec:
    return UpSpec(number, peer, "video", mid, {VP8: "vp8"}, 90_000, {VP8_RTX: VP8}, tuple(rids), nack=True)


def audio_up(number: int, peer: int, mid: str = "0") -> UpSpec:
    return UpSpec(number, peer, "audio", mid, {OPUS: "opus"}, 48_000)


def video_down(number: int, peer: int, ssrc: int = 7000) -> DownSpec:
    return DownSpec(number, peer, "video", "5", ssrc, {"vp8": 100}, 90_000, 9, 2)


def audio_down(number: int, peer: int, ssrc: int = 8000) -> DownSpec:
    return DownSpec(number, peer, "audio", "4", ssrc, {"opus": 101}, 48_000, 9)


@define
class Picture:
    """One forwarded video packet, read as a viewer reads it."""

    sequence: int
    timestamp: int
    marker: int
    picture_id: int | None
    tl0_index: int | None
    is_key: bool
    body: bytes
    is_padding: bool


def picture(datagram: bytes) -> Picture:
    header = rtp.read_header(datagram)
    payload = datagram[header.payload_start : header.payload_end]
    head = header.sequence, header.timestamp, header.marker
    read = vp8.read_descriptor(payload)
    if read is None:
        return Picture(*head, None, None, is_key=False, body=b"", is_padding=True)
    is_key = vp8.key_frame_height(payload, read) is not None
    body = payload[read.size + (10 if is_key else 3) :]
    return Picture(*head, read.picture_id, read.tl0_index, is_key=is_key, body=body, is_padding=False)


def one_viewer(rids: tuple[str, ...] = ()) -> tuple[Stage, Address, Address]:
    """A publisher (peer 1, up track 1, allowed) and a viewer (peer 2, down track 1, fed from layer 0)."""
    stage = Stage()
    publisher, viewer = stage.peer(1, "transport_cc"), stage.peer(2)
    stage.plane.add_up(video_up(1, 1, rids))
    stage.plane.allow_up(1, True)
    stage.plane.add_down(video_down(1, 2))
    stage.plane.feed(1, 1)
    return stage, publisher, viewer


def deliver(stage: Stage, address: Address, packets: Iterable[bytes]) -> None:
    for data in packets:
        stage.arrive(data, address)


def pictures(stage: Stage, viewer: Address) -> list[Picture]:
    return [picture(datagram) for datagram in stage.media(viewer)]


def watching() -> tuple[Stage, Address, Address, Camera]:
    """The same, with a key frame already forwarded and forgotten."""
    stage, publisher, viewer = one_viewer()
    camera = Camera(ssrc=7, rtx_ssrc=8)
    deliver(stage, publisher, camera.frame(key=True))
    stage.take(viewer)
    stage.take(publisher)
    return stage, publisher, viewer, camera
