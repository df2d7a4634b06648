"""One peer as the plane knows it: its keys, its address, its tracks both ways, and when its feedback is due."""

from typing import TYPE_CHECKING, NamedTuple

from attrs import define, field

from media.address import Address
from media.plane import PeerSpec
from media.uplink import Uplink
from tests.media.plane.oracle.clock import Earliest
from tests.media.plane.oracle.congestion import Congestion
from tests.media.plane.oracle.demux import Demux
from tests.media.plane.oracle.pacing import Pacer
from tests.media.plane.oracle.srtp import Srtp
from tests.media.plane.oracle.twcc import ArrivalLog

TRANSPORT_SEQUENCE_BYTES = 2
QUIET_REPORTS = 5  # told after the last with news: better times must hold to be believed
AROUND_BYTES = 70  # a packet's payload: IP, UDP, RTP with extensions, tag
MIN_INTERVAL_S = 0.1  # no rate is computed over less

if TYPE_CHECKING:
    from tests.media.plane.oracle.downtrack import DownTrack
    from tests.media.plane.oracle.probing import Probe
    from tests.media.plane.oracle.upstream import UpTrack


class Leaving(NamedTuple):
    """A packet that has its numbers but no header extension yet; `number` is without wrap, `octets` of its payload."""

    down: "DownTrack"
    number: int
    plain: bytes
    with_mid: bool
    dependency: bytes  # AV1's descriptor, empty without one
    octets: int

    @property
    def size_bytes(self) -> int:
        """About so much on the way."""
        return self.octets + AROUND_BYTES


@define(eq=False)
class Peer:
    spec: PeerSpec
    srtp: Srtp
    demux: Demux
    arrivals: ArrivalLog | None  # with transport-cc
    uplink: Uplink | None  # with REMB
    address: Address | None = None
    remote_clock: Earliest = field(factory=Earliest)
    ups: "dict[int, UpTrack]" = field(factory=dict)
    downs: "dict[int, DownTrack]" = field(factory=dict)
    by_ssrc: "dict[int, DownTrack]" = field(factory=dict)
    pacer: Pacer[Leaving] | None = None  # while its link is known to be narrow
    probe: "Probe | None" = None
    congestion: Congestion | None = None  # while it is steered by transport-cc feedback ...
    next_transport: int = 0  # ... and while it is not, the number at which that goes on
    heard_at_s: float = 0.0  # its last RTCP; first, when it came
    remb_bps: int | None = None
    rtt_s: float | None = None
    checked_at_s: float | None = None
    feedback_due_s: float = 0.0
    reported_s: float = 0.0  # when its reports were last made
    reports_made: int = 0
    report_due_s: float = 0.0
    hasty_reports: int = 0  # still to be made sooner than usual
    quiet_reports: int = QUIET_REPORTS  # in a row that had nothing to tell; at first there was never anything
    has_news: bool = False  # of how its media arrives, since its last report

    @classmethod
    def of(cls, spec: PeerSpec, srtp: Srtp) -> "Peer":
        return cls(
            spec,
            srtp,
            Demux(spec.extensions),
            ArrivalLog() if spec.feedback == "transport_cc" else None,
            Uplink() if spec.feedback == "remb" else None,
        )

    def arrived(self, ssrc: int, elements: dict[int, bytes], size_bytes: int, now_s: float) -> None:
        """A packet of the peer came, whatever it is: what steers its sending rate must know."""
        ids = self.spec.extensions
        if self.arrivals is not None:
            sequence = elements.get(ids.transport_cc or 0, b"")
            if len(sequence) == TRANSPORT_SEQUENCE_BYTES:
                self.arrivals.heard(int.from_bytes(sequence, "big"), ssrc, now_s)
        if self.uplink is not None:
            self.uplink.arrived(elements.get(ids.abs_send_time or 0), size_bytes, now_s)

    def since_reported(self, now_s: float) -> float | None:
        """Seconds since its reports were last made, which is now again; None the first time, when it has just come."""
        self.reports_made += 1
        interval_s, self.reported_s = now_s - self.reported_s, now_s
        if self.reports_made > 1:
            return max(MIN_INTERVAL_S, interval_s)
        self.heard_at_s = now_s
        return None
