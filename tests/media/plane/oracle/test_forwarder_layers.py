"""Viewers that get fewer temporal layers than are sent see one stream without a seam, whatever the network does."""

from itertools import pairwise

from attrs import define, field
from hypothesis import given
from hypothesis import strategies as st

from media.address import Address
from media.plane import UpReport
from tests.media.plane.oracle.forwarding import Camera, Picture, Stage, deliver, one_viewer, picture, pictures, watching
from tests.media.plane.oracle.wrap import unwrap

PATTERN = ((0, True), (2, True), (1, True), (2, False), (0, True), (2, False), (1, False), (2, False))  # L1T3
LOST, LATE = 1, 2


@define
class Show:
    """One viewer of a camera with three temporal layers. `seen` is what came, in order."""

    fates: list[int] = field(factory=lambda: [0])
    stage: Stage = field(init=False)
    publisher: Address = field(init=False)
    viewer: Address = field(init=False)
    camera: Camera = field(factory=lambda: Camera(ssrc=7, rtx_ssrc=8, sequence=65_500, picture_id=32_700))
    seen: list[Picture] = field(factory=list)
    sent: int = 0
    frames: int = 0
    _held: list[tuple[int, bytes]] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.stage, self.publisher, self.viewer = one_viewer()

    def frame(self, packets: int = 1, *, key: bool = False) -> None:
        temporal, sync = (0, True) if key or not self.frames else PATTERN[self.frames % 8]
        body = b"%d:%d:" % (temporal, self.frames)
        frame = self.camera.frame(packets, key=key or not self.frames, temporal=temporal, sync=sync, body=body)
        self.frames += 1
        for data in frame:
            self.sent += 1
            fate = self.fates[self.sent % len(self.fates)] if self.frames > 1 else 0
            if fate == LATE:
                self._held.append((self.sent + 1 + self.sent % 7, data))
            elif fate != LOST:
                self._arrive(data)
            self.flush(self.sent)

    def flush(self, until: int) -> None:
        due = [data for at, data in self._held if at <= until]
        self._held = [(at, data) for at, data in self._held if at > until]
        for data in due:
            self._arrive(data)

    def _arrive(self, data: bytes) -> None:
        self.stage.arrive(data, self.publisher)
        self.seen += [picture(datagram) for datagram in self.stage.media(self.viewer)]

    def want(self, temporal: int) -> None:
        self.stage.plane.feed(1, 1, 0, temporal)

    def temporals(self) -> list[int]:
        return [int(seen.body.split(b":")[0]) for seen in self.seen]


def unwrapped(values: list[int], bits: int) -> list[int]:
    whole = values[:1]
    for value in values[1:]:
        whole.append(unwrap(value, whole[-1], bits))
    return whole


def test_upper_layers_are_left_out_without_holes_in_any_number() -> None:
    show = Show()
    show.want(0)
    for _ in range(80):
        show.frame(2)
    assert set(show.temporals()) == {0}
    assert len(show.seen) == 40
    numbers = unwrapped([seen.sequence for seen in show.seen], 16)
    ids = unwrapped([seen.picture_id or 0 for seen in show.seen], 15)
    tl0 = unwrapped([seen.tl0_index or 0 for seen in show.seen], 8)
    assert numbers == list(range(numbers[0], numbers[0] + 40))
    assert ids == [ids[0] + at // 2 for at in range(40)]
    assert tl0 == [tl0[0] + at // 2 for at in range(40)]
    assert {later.timestamp - earlier.timestamp for earlier, later in pairwise(show.seen[::2])} == {12_000}


def test_fewer_layers_are_had_at_once_and_more_where_the_stream_allows() -> None:
    show = Show()
    for wanted in (7, 1, 0, 7):
        show.want(wanted)
        for _ in range(16):
            show.frame()
    assert show.temporals() == [
        *[temporal for temporal, _ in PATTERN * 2],
        *[temporal for temporal, _ in PATTERN * 2 if temporal < 2],
        *[temporal for temporal, _ in PATTERN * 2 if temporal < 1],
        *(0, 1, 0, 1),
        *(temporal for temporal, _ in PATTERN),
    ]


def test_a_packet_of_a_left_out_picture_that_comes_late_fills_its_hole() -> None:
    stage, publisher, viewer, camera = watching()
    stage.plane.feed(1, 1, 0, 0)
    (upper,) = camera.frame(temporal=2)
    deliver(stage, publisher, camera.frame())
    deliver(stage, publisher, [upper])
    later, filler = (picture(datagram) for datagram in stage.media(viewer))
    assert (later.sequence - filler.sequence, filler.is_padding, filler.marker) == (1, True, 0)


def test_a_packet_that_comes_late_to_a_picture_left_out_before_more_was_wanted_is_not_shown() -> None:
    stage, publisher, viewer, camera = watching()
    stage.plane.feed(1, 1, 0, 0)
    first, second = camera.frame(2, temporal=1)
    deliver(stage, publisher, [second])
    stage.plane.feed(1, 1, 0, 7)
    deliver(stage, publisher, camera.frame(temporal=1) + camera.frame())
    deliver(stage, publisher, [first])
    assert [seen.is_padding for seen in pictures(stage, viewer)] == [False, False, True]


def test_reports_tell_what_each_temporal_layer_takes() -> None:
    show = Show()
    for _ in range(80):
        show.frame(key=show.frames == 0)
        show.stage.wait(1 / 30)
    *_, report = show.stage.heard(UpReport)
    assert isinstance(report, UpReport)
    lowest, middle, whole = report.temporal_bps
    assert whole == report.bps
    assert 0.2 < lowest / whole < 0.35
    assert 0.45 < middle / whole < 0.6


steps = st.lists(
    st.one_of(
        st.tuples(st.just("frame"), st.integers(1, 3)),
        st.tuples(st.just("key"), st.integers(1, 3)),
        st.tuples(st.just("want"), st.integers(0, 3)),
    ),
    max_size=120,
)


def played(script: list[tuple[str, int]], fates: list[int]) -> Show:
    show = Show(fates)
    for action, value in script:
        if action == "want":
            show.want(value)
        else:
            show.frame(value, key=action == "key")
    show.flush(10**9)
    return show


@given(steps, st.lists(st.sampled_from([0, 0, 0, 0, 0, LOST, LATE]), min_size=1, max_size=40))
def test_no_number_is_given_twice_and_every_picture_keeps_its_own(
    script: list[tuple[str, int]], fates: list[int]
) -> None:
    show = played(script, fates)
    numbers = unwrapped([seen.sequence for seen in show.seen], 16)
    assert len(set(numbers)) == len(numbers)
    order: dict[int, int] = {}
    for seen in show.seen:
        if not seen.is_padding:
            frame = int(seen.body.split(b":")[1])
            assert order.setdefault(seen.picture_id or 0, frame) == frame
    assert len(set(order.values())) == len(order)


@given(steps)
def test_without_loss_nothing_is_missing(script: list[tuple[str, int]]) -> None:
    show = played(script, [0])
    numbers = unwrapped([seen.sequence for seen in show.seen], 16)
    ids = unwrapped([seen.picture_id or 0 for seen in show.seen], 15)
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
    assert all(0 <= later - earlier <= 1 for earlier, later in pairwise(ids))
