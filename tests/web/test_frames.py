import pytest

from tests.web.test_websocket import TEXT, frame
from web.frames import close_frame, frame_bytes, text_frame


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65535, 65536])
def test_our_text_frames_have_the_shortest_length(size: int) -> None:
    data = text_frame(b"a" * size)
    assert data[0] == 0x81
    assert len(data) - size == (2 if size < 126 else 4 if size < 65536 else 10)


def test_a_close_holds_its_code_and_reason() -> None:
    assert close_frame(1008, "why") == b"\x88\x05\x03\xf0why"


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65535, 65536])
@pytest.mark.parametrize("masked", [True, False])
def test_a_frame_ends_where_its_head_says_however_little_of_it_is_there(size: int, masked: bool) -> None:
    data = frame(TEXT, b"a" * size, masked=masked)
    head = len(data) - size
    assert {frame_bytes(data[:n]) for n in range(head)} == {0}
    assert {frame_bytes(data[:n]) for n in range(head, head + min(size, 20))} <= {len(data)}
    assert frame_bytes(data + b"next") == len(data)
