"""The packet path's interface: tables in, packets through, events out.

Media writes the tables (who publishes what, who is fed what) and reads events; the plane moves packets and does what
must happen beside them: loss repair both ways, feedback to publishers, sender reports to viewers, key-frame requests.
`face.py` is the compiled plane as media sees it, `compiled.pyx` and core/ are the plane itself; a plain Python plane
behind the same interface, the oracle of the compiled one, lives among the tests. As a function of (datagram, address,
now) a plane opens no socket and reads no clock: `now_s` is monotonic seconds. Ids are small integers that media
chooses.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol, TypeAlias

from attrs import field, frozen

from media.address import Address
from media.srtp import SrtpKeys

Kind: TypeAlias = Literal["audio", "video"]
ALL = 7  # no codec forwarded here has more than eight layers of a kind within a stream


@frozen
class ExtensionIds:
    """Ids (1-255) of header extensions that a peer may SEND to us; one set per peer, as BUNDLE demands. None = none."""

    mid: int | None = None
    rid: int | None = None
    repaired_rid: int | None = None
    audio_level: int | None = None
    abs_send_time: int | None = None
    transport_cc: int | None = None
    dependency: int | None = None


@frozen
class CheckSpec:
    """What a peer's right connectivity checks have: USERNAME ("ours:theirs"), and our password, at most 64 bytes."""

    username: bytes
    key: bytes = field(repr=False)


@frozen
class PeerSpec:
    """One DTLS association. `feedback` is what steers its sending rate beside receiver reports, as negotiated.

    With `checks` the plane itself answers plain connectivity checks from where the peer's media goes.
    """

    id: int
    keys: SrtpKeys
    extensions: ExtensionIds = ExtensionIds()
    feedback: Literal["transport_cc", "remb", "none"] = "none"
    checks: CheckSpec | None = None


@frozen
class UpSpec:
    """A track that a peer publishes.

    Its streams are found by `ssrcs` where declared, else by the MID and RID extensions, else by payload type.
    """

    id: int
    peer: int
    kind: Kind
    mid: str
    codecs: Mapping[int, str]  # payload type -> codec in lower case: "opus", "vp8", "h264", "vp9", "av1"
    clock_hz: int
    rtx: Mapping[int, int] = field(factory=dict)  # RTX payload type -> the payload type it repairs (apt)
    rids: tuple[str, ...] = ()  # simulcast layers, smallest picture first; empty = one layer
    ssrcs: tuple[int, ...] = ()  # declared by a=ssrc, in layer order
    rtx_ssrcs: Mapping[int, int] = field(factory=dict)  # declared by a=ssrc-group:FID: RTX SSRC -> media SSRC
    nack: bool = False  # may we ask for lost packets again


@frozen
class DownSpec:
    """A receive seat's track at a viewer: its own SSRC, whatever up track feeds it."""

    id: int
    peer: int
    kind: Kind
    mid: str
    ssrc: int
    payload_types: Mapping[str, int]  # codec (as in UpSpec.codecs) -> payload type the viewer negotiated
    clock_hz: int
    mid_ext_id: int | None = None  # 1-14: sent ids fit the one-byte form
    abs_send_time_ext_id: int | None = None
    dependency_ext_id: int | None = None  # needs extensions of both forms in one stream (RFC 8285 6)
    transport_cc_ext_id: int | None = None


@frozen
class LayerSeen:
    """A layer's first packet arrived: it exists and flows."""

    up: int
    layer: int
    ssrc: int


@frozen
class KeyFrameSeen:
    """`height_px` is None where the key frame does not tell it; `spatial_px`: of its spatial layers, lowest first."""

    up: int
    layer: int
    height_px: int | None
    spatial_px: tuple[int, ...] = ()


@frozen
class LevelHeard:
    """One audio packet's RFC 6464 level: 0 is loudest, 127 silence, in -dBov."""

    up: int
    level_dbov: int
    at_s: float


@frozen
class UpReport:
    """What arrived of one layer since its last report (about a second). `lost`: packets that repair did not mend.

    `temporal_bps`: what of `bps` the temporal layers up to the first, the second and so on take, if there are several.
    `spatial_bps` tells the same of the spatial layers within it.
    """

    up: int
    layer: int
    at_s: float
    bps: int
    packets: int
    lost: int
    jitter_ms: float
    temporal_bps: tuple[int, ...] = ()
    spatial_bps: tuple[int, ...] = ()


@frozen
class ViewerReport:
    """What a viewer's feedback told since its last report (about a second), over all its down tracks.

    None comes of a viewer that rests: to whom nothing is sent, who says nothing of what arrives, and who is not paced.
    `loss` (0-1) is the worse of what receiver reports and NACKs tell, `heard_s` how long ago its last RTCP arrived.
    `probed_bps`: a probe has ended, through which so much left, with all else; the rest of the report is of that time.
    `arrived_bps`, where it gives transport-cc feedback: in the newest quarter of a second that this told of.
    """

    peer: int
    at_s: float
    sent_bps: int
    loss: float
    remb_bps: int | None
    rtt_ms: float | None
    heard_s: float
    arrived_bps: int | None = None
    probed_bps: int | None = None


@frozen
class Fed:
    """A down track's switch is complete: from this packet on it carries this layer of this up track."""

    down: int
    up: int
    layer: int


PlaneEvent: TypeAlias = LayerSeen | KeyFrameSeen | LevelHeard | UpReport | ViewerReport | Fed


class Plane(Protocol):
    """Calls about an unknown id raise KeyError; adding an id twice raises ValueError."""

    # tables: immediate here, queued by a compiled plane
    def add_peer(self, peer: PeerSpec) -> None: ...
    def move_peer(self, peer: int, address: Address) -> None:
        """Give a peer its address, or another one. Only for addresses that passed an authenticated check."""

    def remove_peer(self, peer: int) -> None:
        """Forget a peer with all its tracks. Viewers fed by it keep their seats and fall silent."""

    def last_check_s(self, peer: int) -> float | None:
        """When the plane last answered a check of this peer; None: it has answered none, or there is no such peer."""

    def add_up(self, up: UpSpec) -> None:
        """Tracks start closed: nothing is forwarded before `allow_up`."""

    def allow_up(self, up: int, allowed: bool) -> None: ...
    def hush_up(self, up: int, hushed: bool) -> None:
        """Forward nothing of an audio track while it is hushed, as if it were silent; its levels are still told."""

    def record_up(self, up: int, recording: int) -> None:
        """What is allowed of the track goes on the tape too, all layers, for this recording (above 0; 0: no more)."""

    def want_key_frame(self, up: int, layer: int) -> None:
        """Ask the publisher for one, as soon as that may be; not at all while the layer is switched off."""

    def remove_up(self, up: int) -> None: ...
    def add_down(self, down: DownSpec) -> None: ...
    def feed(self, down: int, up: int | None, layer: int = 0, temporal: int = ALL, spatial: int = ALL) -> None:
        """Feed a down track from a layer; None pauses it at once.

        Video switches at the next key frame, which the plane asks for; the old source goes on until then. Within the
        stream the viewer gets no temporal and spatial layers above these, whatever feeds it now.
        """

    def remove_down(self, down: int) -> None: ...
    def pace(self, peer: int, link_bps: int | None) -> None:
        """A viewer's link carries so much: its video leaves little faster, audio at once. None: no limit known."""

    def steer(self, peer: int, closely: bool) -> None:
        """Number a viewer's packets for transport-cc, which costs 20 of its datagrams a second, or do so no longer."""

    def probe(self, peer: int, bps: int, lasts_ms: int) -> None:
        """Repeat to a viewer what it has, so that so much flows for so long; its report of two seconds later tells."""

    # packets
    def datagram(self, data: bytes, address: Address, now_s: float) -> None:
        """Take one SRTP or SRTCP datagram. Never raises; what is refused is counted."""

    def check(self, data: bytes, address: Address, now_s: float) -> bool:
        """Answer a connectivity check that changes nothing but `last_check_s`; False: it is not that plain."""

    def tick(self, now_s: float) -> None:
        """Do what time makes due (NACKs, feedback, reports, key-frame requests). Call every 10-20 ms."""

    def drain(self) -> Sequence[PlaneEvent]:
        """Events since the last call, oldest first."""

    def tape(self) -> Mapping[int, bytes]:
        """What was taped since the last call, by recording; see media/recording/tape.py."""

    def counters(self) -> Mapping[str, int]:
        """Totals since start, by name: packets_in, packets_out, bytes_out, unverified_source, malformed, ..."""
