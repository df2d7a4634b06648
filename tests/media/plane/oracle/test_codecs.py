import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media.plane.oracle.codecs import KEY_FRAME

SPS, PPS, IDR, SLICE = b"\x67\x42\xe0\x1f", b"\x68\xce\x3c\x80", b"\x65\x88", b"\x41\x9a"


def aggregated(*units: bytes) -> bytes:
    return b"\x78" + b"".join(len(unit).to_bytes(2, "big") + unit for unit in units)


VP9_SIZES = b"\x18" + b"\x01\x40\x00\xb4" + b"\x00"  # one layer of 320x180, as N_S=0, Y=1, G=1 and an empty group


@pytest.mark.parametrize(
    ("codec", "payload", "height"),
    [
        ("h264", SPS, 0),
        ("h264", aggregated(SPS, PPS, IDR), 0),
        ("h264", b"\x7c\x87rest", 0),  # first fragment of an SPS
        ("h264", b"\x7c\x07rest", None),  # not the first fragment
        ("h264", b"\x7c\x85rest", None),  # IDR slice alone
        ("h264", IDR, None),
        ("h264", SLICE, None),
        ("h264", aggregated(SLICE, SLICE), None),
        ("vp9", b"\x8a\x81\x23" + VP9_SIZES + b"x", 180),
        ("vp9", b"\xaa\x05\x00\x07" + VP9_SIZES + b"x", 180),
        ("vp9", b"\x88\x05x", 0),  # no scalability structure
        ("vp9", b"\xc8\x05x", None),  # inter-predicted
        ("vp9", b"\x80\x05x", None),  # not the start of a frame
        ("vp9", b"\xa8\x05\x02\x07x", None),  # upper spatial layer
        ("av1", b"\x18x", 0),
        ("av1", b"\x10x", None),
    ],
)
def test_a_key_frame_is_known_by_its_first_packet(codec: str, payload: bytes, height: int | None) -> None:
    assert KEY_FRAME[codec](payload) == height


@given(st.sampled_from(sorted(KEY_FRAME)), st.binary(max_size=40))
def test_junk_is_judged_without_an_error(codec: str, junk: bytes) -> None:
    found = KEY_FRAME[codec](junk)
    assert found is None or 0 <= found <= 0xFFFF
