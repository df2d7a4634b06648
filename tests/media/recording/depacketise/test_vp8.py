"""Real pictures survive the way through payloads; what is cut or lies gives nothing."""

from hypothesis import given
from hypothesis import strategies as st

from media.recording.depacketise import vp8
from media.recording.depacketise.frame import Frame
from tests.media.recording import bitstreams


def frames(count: int) -> list[Frame | None]:
    return [vp8.frame(bitstreams.payloads("vp8", each)) for each in bitstreams.pictures("vp8", count)]


def test_the_first_picture_is_a_key_frame_with_its_size_and_the_others_are_not() -> None:
    first, *others = frames(5)
    assert first is not None
    assert (first.is_key, first.width_px, first.height_px) == (True, 320, 240)
    assert [each is not None and each.is_key for each in others] == [False] * 4


def test_a_picture_without_its_beginning_is_none() -> None:
    parts = bitstreams.payloads("vp8", bitstreams.pictures("vp8", 5)[0])
    assert len(parts) > 1
    assert vp8.frame(parts[1:]) is None


def test_what_lies_is_none() -> None:
    assert vp8.frame([]) is None
    assert vp8.frame([b""]) is None
    assert vp8.frame([b"\x10\x00\x00\x00\x9d\x01\x2a\x00\x00\xf0\x00"]) is None  # no width
    assert vp8.frame([b"\x11\x01rest"]) is None  # not the first partition


@given(st.lists(st.binary(max_size=60), max_size=6))
def test_whatever_comes_nothing_is_raised(payloads: list[bytes]) -> None:
    found = vp8.frame(payloads)
    assert found is None or found.data
