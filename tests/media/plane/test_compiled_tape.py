"""The plane's tape where it ends: full, wrapped around, read while it is written. What is on it, twins compare."""

import pytest

from media.plane.face import CompiledPlane
from tests.media.plane.oracle.forwarding import Camera, video_up
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
