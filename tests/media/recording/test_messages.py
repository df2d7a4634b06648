"""What the server and its recorder say."""

import pytest

from media.recording import messages


def test_messages_come_out_whole_however_they_are_cut() -> None:
    sent = messages.up(1, "p", "camera", "video", 90_000) + messages.cut() + messages.ended(1)
    buffer, found = bytearray(), []
    for at in range(len(sent)):
        buffer += sent[at : at + 1]
        found += messages.taken(buffer)
    assert [kind for kind, _ in found] == [messages.UP, messages.CUT, messages.ENDED]
    assert found[0][1] == b'[1, "p", "camera", "video", 90000]'
    assert not buffer


def test_a_size_beyond_all_bounds_is_refused() -> None:
    with pytest.raises(messages.MalformedMessage):
        list(messages.taken(bytearray(messages.HEAD.pack(b"T", messages.MOST_BYTES + 1))))
