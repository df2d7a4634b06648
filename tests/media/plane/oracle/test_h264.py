import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media.plane.oracle import h264

SPS, PPS, IDR, SLICE = b"\x67\x42\xe0\x1f", b"\x68\xce\x3c\x80", b"\x65\x88", b"\x41\x9a"
REAL = {  # by what x264 wrote them for: profile, height, and what makes them different
    ("baseline", 360): "6742c01eda0280bfe584000003000400000300f03c58ba80",
    ("high", 1080, "scaling lists"): "67640028acb403c0113f2c20000003002000000781e30654",
    ("high", 180): "6742c00dda05067e7840000003004000000f03c50aa8",
    ("high 4:4:4", 360, "scaling lists"): "67f4001e919680a02ff89840000003004000000f03c58ba8",
    ("high 10", 362): "676e001ea6cb405017fc9080000003008000001e078b1750",
    ("main", 576, "fields"): "674d401ff405a12684000003000400000300f07c58ba80",
}


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
    assert h264.key_frame_height(aggregated(SPS, PPS, IDR)) == 0  # it ends too soon to tell its height
    assert h264.key_frame_height(IDR) is None
    assert h264.key_frame_height(SLICE) is None


@pytest.mark.parametrize("what", REAL)
def test_the_parameters_of_a_key_frame_tell_its_height(what: tuple[str, int]) -> None:
    sps = bytes.fromhex(REAL[what])
    fragment = b"\x7c\x87" + sps[1:]
    heights = [h264.key_frame_height(payload) for payload in (sps, aggregated(sps, PPS, IDR), fragment)]
    assert heights == [what[1]] * 3


@given(st.lists(st.binary(min_size=1, max_size=9), min_size=1, max_size=6))
def test_every_aggregated_unit_is_seen(units: list[bytes]) -> None:
    assert h264.begun_units(aggregated(*units)) == {unit[0] & 0x1F for unit in units}


@given(st.binary(max_size=60))
def test_junk_is_judged_without_an_error(junk: bytes) -> None:
    assert all(0 <= kind <= 31 for kind in h264.begun_units(junk))
    assert h264.key_frame_height(junk) in (None, *range(h264.MOST_HEIGHT + 1))


@given(st.binary(max_size=200))
def test_a_height_is_sane_whatever_its_parameters_say(junk: bytes) -> None:
    assert 0 <= (h264.key_frame_height(b"\x67x" + junk) or 0) <= h264.MOST_HEIGHT
