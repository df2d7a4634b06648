"""Streams of packets as networks deliver them: whatever happens to them, a viewer sees one stream without a seam."""

from itertools import pairwise

from attrs import define, field
from hypothesis import given, settings
from hypothesis import strategies as st

from media.plane import Fed
from tests.media.plane.oracle import rtp
from tests.media.plane.oracle.forwarding import (
    Camera,
    Picture,
    one_viewer,
    picture,
    video_up,
)
from tests.media.plane.oracle.wrap import unwrap

LOST, LATE, TWICE = 1, 2, 3
frames = st.tuples(st.just("frame"), st.integers(0, 1), st.integers(1, 4), st.booleans())
paddings = st.tuples(st.just("padding"), st.integers(0, 1), st.just(0), st.just(value=False))
switches = st.tuples(st.just("switch"), st.integers(-1, 1), st.just(0), st.just(value=False))
fates = st.lists(st.sampled_from([0, 0, 0, 0, LOST, LATE, LATE, TWICE]), min_size=1, max_size=40)


@define
class Run:
    """What one source fed without a break: how it came out, as which sequence number it came in."""

    source: int
    forwarded: list[tuple[Picture, int]] = field(factory=list)  # -1 for padding that fills a hole
    delivered: set[int] = field(factory=set)  # of the source, until the run's end


class Network:
    """Two publishers' cameras and one viewer, with packets between them lost, late and doubled."""

    def __init__(self, fates: list[int], starts: tuple[int, int]) -> None:
        self.stage, publisher, self.viewer = one_viewer()
        second = self.stage.peer(3, "transport_cc")
        self.stage.plane.add_up(video_up(2, 3))
        self.stage.plane.allow_up(2, True)
        self.addresses = (publisher, second)
        self.cameras = tuple(
            Camera(ssrc=7, rtx_ssrc=8, sequence=at, timestamp=at << 16, picture_id=at & 0x7FFF) for at in starts
        )
        self.fates = fates
        self.count = 0
        self.held: list[tuple[int, int, bytes]] = []  # delivered when so many packets have been sent
        self.runs: list[Run] = []
        self.delivered: tuple[set[int], set[int]] = (set(), set())
        self.paddings: tuple[set[int], set[int]] = (set(), set())
        self.frame_of: tuple[dict[int, int], dict[int, int]] = ({}, {})  # sequence number -> which frame

    def feed(self, source: int) -> None:
        if source < 0:
            self.end_run()
        self.stage.plane.feed(1, None if source < 0 else source + 1)

    def end_run(self) -> None:
        if self.runs and not self.runs[-1].delivered:
            self.runs[-1].delivered = set(self.delivered[self.runs[-1].source])

    def send(self, source: int, packet: bytes) -> None:
        self.count += 1
        fate = self.fates[self.count % len(self.fates)]
        if fate == LATE:
            self.held.append((self.count + 1 + self.count % 5, source, packet))
        elif fate != LOST:
            for _ in range(2 if fate == TWICE else 1):
                self.deliver(source, packet, rtp.read_header(packet).sequence)
        self.flush(self.count)

    def flush(self, until: int) -> None:
        due = [entry for entry in self.held if entry[0] <= until]
        self.held = [entry for entry in self.held if entry[0] > until]
        for number, source, packet in due:
            header = rtp.read_header(packet)
            # Nobody asks for packets of a stream that was never seen.
            is_mended = number % 2 and self.delivered[source] and header.payload_end > header.payload_start
            self.deliver(source, self.cameras[source].again(packet) if is_mended else packet, header.sequence)

    def deliver(self, source: int, packet: bytes, number: int) -> None:
        self.stage.now_s += 0.001
        self.stage.arrive(packet, self.addresses[source])
        if self.stage.heard(Fed):
            self.end_run()
            self.runs.append(Run(source))
        self.delivered[source].add(number)
        for datagram in self.stage.media(self.viewer):
            seen = picture(datagram)
            self.runs[-1].forwarded.append((seen, -1 if seen.is_padding else int(seen.body)))


def play(script: list[tuple[str, int, int, bool]], fates: list[int], starts: tuple[int, int]) -> Network:
    network = Network(fates, starts)
    for action, which, packets, key in script:
        if action == "switch":
            network.feed(which)
        elif action == "padding":
            packet = network.cameras[which].padding()
            network.paddings[which].add(rtp.read_header(packet).sequence)
            network.send(which, packet)
        else:
            camera = network.cameras[which]
            for packet in camera.frame(packets, key=key):
                network.frame_of[which][rtp.read_header(packet).sequence] = camera.picture_id
                network.send(which, packet)
    network.flush(10**9)
    network.end_run()
    return network


starting_numbers = st.tuples(st.integers(65_500, 65_535), st.integers(0, 0x7FFF))


@settings(max_examples=500)
@given(st.lists(frames | frames | frames | paddings | switches, max_size=80), fates, starting_numbers)
def test_a_viewer_sees_one_stream_without_a_seam_whatever_the_network_does(
    script: list[tuple[str, int, int, bool]], fates: list[int], starts: tuple[int, int]
) -> None:
    network = play(script, fates, starts)
    numbers = [seen.sequence for run in network.runs for seen, _ in run.forwarded]
    assert len(numbers) == len(set(numbers)), "no two packets under one number"
    last: Picture | None = None
    for run in network.runs:
        first = run.forwarded[0][0]
        run.forwarded.sort(key=lambda entry: unwrap(entry[0].sequence, first.sequence, 16))
        assert run.forwarded[0][0] is first, "nothing goes before a source's first packet"
        assert first.is_key
        if last is not None:
            assert (first.sequence - last.sequence) & 0xFFFF == 1
            assert 0 < (first.timestamp - last.timestamp) & 0xFFFFFFFF < 90_000
        for one, two in pairwise(entry for entry in run.forwarded if not entry[0].is_padding):
            check_neighbours(network, run, one, two)
        last = run.forwarded[-1][0]


def check_neighbours(network: Network, run: Run, before: tuple[Picture, int], after: tuple[Picture, int]) -> None:
    (one, came_one), (two, came_two) = before, after
    fillers = [seen for seen, _ in run.forwarded if seen.is_padding and is_between(seen, one, two)]
    between = {came_one + step & 0xFFFF for step in range(1, came_two - came_one & 0xFFFF)}
    missed = between - run.delivered
    gone = (two.sequence - one.sequence - 1 & 0xFFFF) - len(fillers)
    assert gone <= len(missed), "a number is missing only for a packet that was lost"
    assert gone >= len(missed - network.paddings[run.source])
    frames = network.frame_of[run.source][came_two] - network.frame_of[run.source][came_one]
    assert (two.picture_id or 0) - (one.picture_id or 0) & 0x7FFF == frames, "no picture id is skipped"
    assert (two.timestamp > one.timestamp) == (frames > 0), "time goes on with every frame, and within none"


def is_between(seen: Picture, one: Picture, two: Picture) -> bool:
    return seen.sequence - one.sequence & 0xFFFF < two.sequence - one.sequence & 0xFFFF
