import pytest
from aiortc.codecs.vpx import VpxPayloadDescriptor
from hypothesis import given
from hypothesis import strategies as st

from tests.media.plane.oracle import vp8
from tests.media.rtp_packets import vp8_payload

optional = {
    "picture_id": st.none() | st.integers(0, 0x7FFF),
    "tl0picidx": st.none() | st.integers(0, 255),
    "tid": st.none() | st.tuples(st.integers(0, 3), st.integers(0, 1)),
    "keyidx": st.none() | st.integers(0, 31),
}


@given(partition_start=st.integers(0, 1), partition_id=st.integers(0, 7), **optional)
def test_a_descriptor_is_read_as_aiortc_writes_it(**fields: object) -> None:
    written = bytes(VpxPayloadDescriptor(**fields))
    read = vp8.read_descriptor(written + b"x")
    assert read is not None
    assert (read.size, read.picture_id, read.tl0_index) == (len(written), fields["picture_id"], fields["tl0picidx"])


@given(st.integers(0, 0x7FFF), st.integers(0, 255), st.integers(0, 31), st.fixed_dictionaries(optional))
def test_a_rewritten_descriptor_has_the_new_counters_where_it_had_any(
    picture_id: int, tl0_index: int, key_index: int, fields: dict[str, object]
) -> None:
    was = VpxPayloadDescriptor(partition_start=1, partition_id=0, **fields)
    read = vp8.read_descriptor(bytes(was) + b"x")
    assert read is not None
    now, rest = VpxPayloadDescriptor.parse(vp8.write_descriptor(read, picture_id, tl0_index, key_index) + b"x")
    assert rest == b"x"
    assert now.picture_id == (None if was.picture_id is None else picture_id)
    assert now.tl0picidx == (None if was.tl0picidx is None else tl0_index)
    assert now.keyidx == (None if was.keyidx is None else key_index)
    assert (now.tid, now.partition_start, now.partition_id) == (was.tid, 1, 0)


def test_a_picture_id_of_seven_bits_is_written_with_fifteen() -> None:
    read = vp8.read_descriptor(b"\x90\x80\x05x")
    assert read is not None
    assert read.picture_id_bits == 7
    assert vp8.write_descriptor(read, 300, 0, 0) == b"\x90\x80\x81\x2c"


@given(st.binary(max_size=12))
def test_junk_is_no_descriptor_or_leaves_something_after_it(junk: bytes) -> None:
    read = vp8.read_descriptor(junk)
    if read is not None:
        assert read.size < len(junk)
        vp8.key_frame_height(junk, read)


def test_a_key_frame_tells_its_height() -> None:
    payload = vp8_payload(5, key=True)
    assert vp8.key_frame_height(payload, vp8.read_descriptor(payload)) == 240  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "payload",
    [
        vp8_payload(5),
        vp8_payload(5, key=True, starts=False),
        vp8_payload(5, key=True)[:10],
        b"\x91" + vp8_payload(5, key=True)[1:],
    ],
    ids=["an inter frame", "the middle of a frame", "cut short", "another partition"],
)
def test_what_begins_no_key_frame_is_none(payload: bytes) -> None:
    descriptor = vp8.read_descriptor(payload)
    assert descriptor is not None
    assert vp8.key_frame_height(payload, descriptor) is None
