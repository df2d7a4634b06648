"""Real pictures survive the way through payloads; what is cut or lies gives nothing."""

from hypothesis import given
from hypothesis import strategies as st

from media.recording.depacketise import h264
from media.recording.depacketise.frame import Frame
from tests.media.recording import bitstreams


def frames(count: int) -> list[Frame | None]:
    return [h264.frame(bitstreams.payloads("h264", each)) for each in bitstreams.pictures("h264", count)]


def test_the_first_picture_is_a_key_frame_with_its_size_and_the_others_are_not() -> None:
    first, *others = frames(5)
    assert first is not None
    assert (first.is_key, first.width_px, first.height_px) == (True, 320, 240)
    assert [each is not None and each.is_key for each in others] == [False] * 4


def test_a_picture_without_its_beginning_is_none() -> None:
    parts = bitstreams.payloads("h264", bitstreams.pictures("h264", 5)[0])
    assert len(parts) > 1
    assert h264.frame(parts[1:]) is None


def test_what_lies_is_none() -> None:
    assert h264.frame([]) is None
    assert h264.frame([b""]) is None
    assert h264.frame([b"\x78\x00\x09ab"]) is None  # longer than it is
    assert h264.frame([b"\x7c\x05ab"]) is None  # a piece without its beginning


@given(st.lists(st.binary(max_size=60), max_size=6))
def test_whatever_comes_nothing_is_raised(payloads: list[bytes]) -> None:
    found = h264.frame(payloads)
    assert found is None or found.data
