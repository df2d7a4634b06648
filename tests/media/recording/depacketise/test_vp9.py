"""Real pictures survive the way through payloads; what is cut or lies gives nothing."""

from hypothesis import given
from hypothesis import strategies as st

from media.recording.depacketise import vp9
from media.recording.depacketise.frame import Frame
from tests.media.recording import bitstreams


def frames(count: int) -> list[Frame | None]:
    return [vp9.frame(bitstreams.payloads("vp9", each)) for each in bitstreams.pictures("vp9", count)]


def test_the_first_picture_is_a_key_frame_with_its_size_and_the_others_are_not() -> None:
    first, *others = frames(5)
    assert first is not None
    assert (first.is_key, first.width_px, first.height_px) == (True, 320, 240)
    assert [each is not None and each.is_key for each in others] == [False] * 4


def test_a_picture_without_its_beginning_is_none() -> None:
    parts = bitstreams.payloads("vp9", bitstreams.pictures("vp9", 5)[0])
    assert len(parts) > 1
    assert vp9.frame(parts[1:]) is None


def test_what_lies_is_none() -> None:
    assert vp9.frame([]) is None
    assert vp9.frame([b""]) is None
    assert vp9.frame([b"\x8a\x05rest"]) is None
    assert vp9.superframe([b"abc", b"de"]) == b"abcde\xc1\x03\x02\xc1"


@given(st.lists(st.binary(max_size=60), max_size=6))
def test_whatever_comes_nothing_is_raised(payloads: list[bytes]) -> None:
    found = vp9.frame(payloads)
    assert found is None or found.data
