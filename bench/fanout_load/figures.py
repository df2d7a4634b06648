"""What is told of one run: a kind of media at a number of viewers, the floor beside it."""

from typing import Final

from attrs import frozen

from bench.fanout_load.floors import FloorFigures

STALE_US: Final = 200_000  # at the 99th percentile: a server that is this late has fallen behind


@frozen
class Joining:
    """Of all viewers of one server. KB is 1000 bytes of resident memory, beyond what a publisher alone takes."""

    viewers: str
    join_cpu_ms: float
    idle_percent: float  # of a core for one viewer that gets nothing
    person_kb: float  # joined by HTTP, without a connection
    connection_kb: float

    def line(self) -> str:
        return (
            f"n={self.viewers}: {self.join_cpu_ms:.2f} ms of CPU for each join (aim 2); a viewer without media "
            f"takes {self.idle_percent:.4f} % of a core (aim 0.002) and {self.person_kb + self.connection_kb:.1f} KB: "
            f"person {self.person_kb:.1f}, connection {self.connection_kb:.1f}"
        )


@frozen
class Figures:
    viewers: str
    kind: str
    us_per_packet: float
    floor: FloorFigures
    latency_p50_us: float
    latency_p99_us: float
    kb_per_viewer: float  # after media has flowed
    join_cpu_ms: float
    packets_per_s: float
    cpu_share: float  # of the server's core
    waited_share: float  # of the time: its threads were ready, and others had the core
    expected: int  # packets that viewers should have got: what publishers sent, to each of theirs
    forwarded: int  # by the server's own count
    received: int  # by viewers
    tested: dict[str, int]  # what the testers found, by name
    is_disturbed: bool

    @property
    def is_held(self) -> bool:
        """Everything came, in order and before it was stale."""
        is_whole = self.expected == self.forwarded == self.received
        is_in_order = not any(number for name, number in self.tested.items() if name != "packets")
        return is_whole and is_in_order and self.latency_p99_us <= STALE_US

    def told(self) -> str:
        """For people."""
        found = ", ".join(f"{number} {name}" for name, number in self.tested.items())
        counts = f"{self.expected} packets expected, {self.forwarded} forwarded, {self.received} received"
        p50_ms, p99_ms = self.latency_p50_us / 1000, self.latency_p99_us / 1000
        return (
            f"n={self.viewers} {self.kind}: {self.us_per_packet:.2f} µs per packet, "
            f"floor {self.floor.us_per_packet:.2f}{' (disturbed)' if self.is_disturbed else ''}, "
            f"{self.packets_per_s:.0f} packets/s at {self.cpu_share:.0%} of the core "
            f"(others had it for {self.waited_share:.0%}), latency p50 {p50_ms:.2f} p99 {p99_ms:.2f} ms, "
            f"of the floor {self.floor.latency_p50_us / 1000:.2f} and {self.floor.latency_p99_us / 1000:.2f}; "
            f"{'held' if self.is_held else 'NOT HELD'}: {counts}; testers: {found}"
        )

    def line(self) -> str:
        """For programs."""
        return (
            f"fanout n={self.viewers} kind={self.kind} us_per_packet={self.us_per_packet:.2f} "
            f"floor_us={self.floor.us_per_packet:.2f} ratio={self.us_per_packet / self.floor.us_per_packet:.2f} "
            f"latency_p50_us={self.latency_p50_us:.0f} latency_p99_us={self.latency_p99_us:.0f} "
            f"kb_per_viewer={self.kb_per_viewer:.1f} join_cpu_ms={self.join_cpu_ms:.2f} "
            f"floor_p50_us={self.floor.latency_p50_us:.0f} floor_p99_us={self.floor.latency_p99_us:.0f}"
        )
