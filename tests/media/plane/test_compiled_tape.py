"""The plane's tape where it ends: full, wrapped around, read while it is written. What is on it, twins compare."""

import pytest

from media.plane.face import CompiledPlane
from tests.media.plane.oracle.forwarding import WALL_AT_ZERO_S, Camera, video_up
from tests.media.plane.oracle.taped import HEAD
from tests.media.plane.twins import Twins, address_of

TAPE_BYTES = 1 << 23
BODY = bytes(range(250)) * 4


def sizes(records: bytes) -> list[int]:
    """Of each record's payload; fails where one is cut."""
    at, found = 0, []
    while at < len(records):
        found.append(HEAD.unpack_from(records, at)[0])
        at += HEAD.size + found[-1]
    assert at == len(records)
    return found


def walls(records: bytes) -> list[int]:
    """When what is in each record was captured, in microseconds."""
    at, found = 0, []
    while at < len(records):
        head = HEAD.unpack_from(records, at)
        found.append(head[6])
        at += HEAD.size + head[0]
    return found


@pytest.fixture
def twins() -> Twins:
    made = Twins()
    made.join(1)
    made.tell("add_up", video_up(1, 1))
    made.tell("allow_up", 1, True)
    made.tell("record_up", 1, 7)
    return made


def fill(twins: Twins, camera: Camera, packets: int) -> None:
    for _ in range(packets):
        batch = [(twins.seal(1, plain), address_of(1)) for plain in camera.frame(body=BODY)]
        twins.compiled.path.datagrams(batch, twins.now_s)


def dropped(plane: CompiledPlane) -> int:
    return plane.counters().get("tape_dropped", 0)


def test_a_full_tape_drops_and_counts_and_goes_on_when_it_was_read(twins: Twins) -> None:
    camera = Camera(70)
    packets = TAPE_BYTES // len(BODY) + 500
    fill(twins, camera, packets)
    taped = sizes(twins.compiled.tape()[7])
    assert dropped(twins.compiled) > 0
    assert len(taped) + dropped(twins.compiled) == packets
    fill(twins, camera, 3)
    assert len(sizes(twins.compiled.tape()[7])) == 3


def test_records_are_whole_wherever_the_ring_begins_anew(twins: Twins) -> None:
    camera = Camera(70)
    for _ in range(3 * TAPE_BYTES // len(BODY) // 1000):
        fill(twins, camera, 1000)
        assert len(set(sizes(twins.compiled.tape()[7]))) == 1
    assert dropped(twins.compiled) == 0


def test_nothing_on_it_was_captured_long_before_it_came(twins: Twins) -> None:
    """A publisher whose clock goes back would else lengthen the film by hours."""
    camera = Camera(70)
    for back_s in (0.0, 3.0, 20_000.0):
        for plain in camera.frame(body=BODY):
            stamp = int.from_bytes(plain[4:8], "big") - round(back_s * 90_000) & 0xFFFFFFFF
            twins.arrive(1, [twins.seal(1, plain[:4] + stamp.to_bytes(4, "big") + plain[8:])])
    taped = twins.compiled.tape()
    assert taped == twins.oracle.tape()
    came_s = [wall_us / 1e6 - WALL_AT_ZERO_S - twins.now_s for wall_us in walls(taped[7])]
    assert came_s == pytest.approx([0, -3, -10], abs=0.1)


def test_each_recording_has_its_own_and_what_is_not_recorded_is_on_none(twins: Twins) -> None:
    twins.tell("add_up", video_up(2, 1))
    camera = Camera(70)
    fill(twins, camera, 2)
    twins.tell("record_up", 1, 9)
    fill(twins, camera, 1)
    twins.tell("record_up", 1, 0)
    fill(twins, camera, 1)
    assert {number: len(sizes(records)) for number, records in twins.compiled.tape().items()} == {7: 2, 9: 1}
    assert twins.compiled.tape() == {}
