import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media.plane.oracle import h264

SPS, PPS, IDR, SLICE = b"\x67\x42\xe0\x1f", b"\x68\xce\x3c\x80", b"\x65\x88", b"\x41\x9a"


def aggregated(*units: bytes) -> bytes:
    return b"\x78" + b"".join(len(unit).to_bytes(2, "big") + unit for unit in units)


@pytest.mark.parametrize(
    ("payload", "kinds"),
    [
        (SPS, {7}),
        (IDR, {5}),
        (aggregated(SPS, PPS, IDR), {5, 7, 8}),
        (b"\x7c\x87rest", {7}),
        (b"\x7c\x07rest", set()),
        (b"\x7c\x85rest", {5}),
        (b"\x67", set()),
        (b"", set()),
        (b"\x78\xff\xff\x67", {7}),  # a size that lies
    ],
)
def test_the_units_that_begin_in_a_packet_are_known(payload: bytes, kinds: set[int]) -> None:
    assert h264.begun_units(payload) == kinds


def test_a_key_frame_counts_from_its_parameters() -> None:
    assert h264.key_frame_height(aggregated(SPS, PPS, IDR)) == 0
    assert h264.key_frame_height(IDR) is None
    assert h264.key_frame_height(SLICE) is None


@given(st.lists(st.binary(min_size=1, max_size=9), min_size=1, max_size=6))
def test_every_aggregated_unit_is_seen(units: list[bytes]) -> None:
    assert h264.begun_units(aggregated(*units)) == {unit[0] & 0x1F for unit in units}


@given(st.binary(max_size=60))
def test_junk_is_judged_without_an_error(junk: bytes) -> None:
    assert all(0 <= kind <= 31 for kind in h264.begun_units(junk))
    assert h264.key_frame_height(junk) in (None, 0)
