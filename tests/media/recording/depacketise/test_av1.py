"""Real pictures survive the way through payloads; what is cut or lies gives nothing."""

from hypothesis import given
from hypothesis import strategies as st

from media.recording.depacketise import av1
from media.recording.depacketise.frame import Frame
from tests.media.recording import bitstreams


def frames(count: int) -> list[Frame | None]:
    return [av1.frame(bitstreams.payloads("av1", each)) for each in bitstreams.pictures("av1", count)]


def test_the_first_picture_is_a_key_frame_with_its_size_and_the_others_are_not() -> None:
    first, *others = frames(5)
    assert first is not None
    assert (first.is_key, first.width_px, first.height_px) == (True, 320, 240)
    assert [each is not None and each.is_key for each in others] == [False] * 4


def test_a_picture_without_its_beginning_is_none() -> None:
    parts = bitstreams.payloads("av1", bitstreams.pictures("av1", 5)[0])
    assert len(parts) > 1
    assert av1.frame(parts[2:]) is None


def test_what_lies_is_none() -> None:
    assert av1.frame([]) is None
    assert av1.frame([b""]) is None
    assert av1.frame([b"\x90ab"]) is None  # goes on with nothing
    assert av1.frame([b"\x50ab"]) is None  # is cut, and nothing follows


@given(st.lists(st.binary(max_size=60), max_size=6))
def test_whatever_comes_nothing_is_raised(payloads: list[bytes]) -> None:
    found = av1.frame(payloads)
    assert found is None or found.data
