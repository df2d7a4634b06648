from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media.layered_packets import vp9_payload
from tests.media.plane.oracle import vp9

descriptors = st.fixed_dictionaries(
    {
        "picture_id": st.integers(0, 0x7FFF),
        "temporal": st.integers(0, 7),
        "spatial": st.integers(0, 7),
        "key": st.booleans(),
        "begins": st.booleans(),
        "ends": st.booleans(),
        "switches_up": st.booleans(),
        "tl0_index": st.integers(0, 255),
        "heights": st.lists(st.integers(1, 2160), max_size=8).map(tuple),
    }
)


@given(descriptors)
def test_what_a_sender_writes_is_read(fields: dict[str, Any]) -> None:
    payload = vp9_payload(**fields)
    read = vp9.read_descriptor(payload)
    assert read is not None
    named = {name: getattr(read, name) for name in fields if name not in ("key", "heights")}
    assert named | {"key": not read.is_inter, "heights": read.heights_px} == fields
    assert read.picture_id_bits == 15
    assert payload[read.size :] == b"vp9"


def test_a_short_picture_id_and_flexible_references_are_read() -> None:
    read = vp9.read_descriptor(b"\xf8\x05\x52\x03\x05\x06x")  # I P L F B, id 5, T2 U S1, references 1, 2, 3
    assert read is not None
    assert (read.picture_id, read.picture_id_bits, read.tl0_index, read.size) == (5, 7, None, 6)
    assert (read.temporal, read.switches_up, read.spatial, read.needs_lower) == (2, True, 1, False)


def test_a_fourth_reference_is_one_too_many() -> None:
    assert vp9.read_descriptor(b"\xf8\x05\x52\x03\x05\x07\x08x") is None


def test_a_group_of_pictures_in_the_structure_is_read_over() -> None:
    read = vp9.read_descriptor(b"\x0a" + b"\x08\x02" + b"\x04\x01" + b"\x08\x01\x02" + b"x")
    assert read is not None
    assert (read.size, read.heights_px) == (8, ())


def test_without_layer_indices_there_is_one_layer() -> None:
    read = vp9.read_descriptor(b"\x88\x05x")
    assert read is not None
    assert (read.temporal, read.spatial, read.tl0_index) == (0, 0, None)


@given(st.integers(0, 40))
def test_a_descriptor_that_is_cut_short_is_none(size: int) -> None:
    whole = vp9_payload(300, 2, 1, heights=(180, 360, 720), body=b"")
    assert len(whole) == 18
    assert vp9.read_descriptor(whole[: min(size, 18)]) is None


@given(st.binary(max_size=40))
def test_junk_is_no_descriptor_or_leaves_something_after_it(junk: bytes) -> None:
    read = vp9.read_descriptor(junk)
    if read is not None:
        assert read.size < len(junk)
        assert 0 <= read.temporal <= 7
        assert 0 <= read.spatial <= 7
    assert vp9.key_frame_height(junk) is None or read is not None


@pytest.mark.parametrize(
    ("payload", "height"),
    [
        (vp9_payload(5, key=True, heights=(180, 360, 720)), 720),
        (vp9_payload(5, key=True), 0),
        (vp9_payload(5), None),
        (vp9_payload(5, key=True, begins=False), None),
        (vp9_payload(5, key=True, spatial=1), None),
    ],
    ids=["with sizes", "without", "an inter frame", "the middle of a frame", "an upper layer"],
)
def test_a_key_frame_is_known_by_the_first_packet_of_its_lowest_layer(payload: bytes, height: int | None) -> None:
    assert vp9.key_frame_height(payload) == height
