"""What trio-websocket is given to stand on, told apart from the library itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import trio

from tests.web.test_stream import pair, take
from tests.web.test_websocket import CLOSE, CONTINUATION, PING, PONG, TEXT, frame
from web.frame_stream import FRAME_BURST, FrameStream
from web.stream import FrameWriter


@asynccontextmanager
async def below(unread: bytes = b"") -> AsyncIterator[tuple[FrameStream, trio.SocketStream]]:
    """Ours, with the handshake done, and the client's end."""
    async with pair() as (ours, theirs), trio.open_nursery() as session:
        stream = FrameStream(ours, FrameWriter(ours, session, 1_000_000), 10, 10, b"GET", unread)
        assert await stream.receive_some() == b"GET"
        stream.accept()
        yield stream, theirs
        session.cancel_scope.cancel()


async def test_frames_wait_until_the_handshake_is_answered() -> None:
    async with pair() as (ours, _theirs), trio.open_nursery() as session:
        stream = FrameStream(ours, FrameWriter(ours, session, 1000), 10, 10, b"GET", frame(TEXT))
        assert await stream.receive_some() == b"GET"
        session.start_soon(stream.receive_some)
        await trio.testing.wait_all_tasks_blocked()
        assert len(session.child_tasks) == 1
        stream.accept()
        await trio.testing.wait_all_tasks_blocked()
        assert not session.child_tasks


async def test_frames_are_handed_over_one_at_a_time() -> None:
    wanted = [frame(TEXT, b"a", fin=False), frame(PING), frame(CONTINUATION, b"b" * 200), frame(CLOSE)]
    async with below(b"".join(wanted)) as (stream, _):
        assert [await stream.receive_some() for _ in wanted] == wanted


async def test_empty_pongs_are_counted_and_go_no_further() -> None:
    async with below(frame(PONG) + frame(PING) + frame(PONG) * 2 + frame(TEXT, b"a")) as (stream, theirs):
        assert await stream.receive_some() == frame(PING)
        assert await stream.receive_some() == frame(TEXT, b"a")
        await theirs.send_all(frame(PONG) * 2 * FRAME_BURST)
        assert await stream.receive_some() == b""
        assert await theirs.receive_some() == b"\x88\x11\x03\xf0too many frames"


async def test_a_pong_that_says_something_is_left_to_the_library() -> None:
    async with below(frame(PONG, b"a")) as (stream, _):
        assert await stream.receive_some() == frame(PONG, b"a")


async def test_a_frame_that_comes_in_pieces_goes_on_in_pieces() -> None:
    large = frame(TEXT, b"a" * 200)
    async with below(large[:3]) as (stream, theirs), trio.open_nursery() as client:
        client.start_soon(theirs.send_all, large[3:100])
        assert await stream.receive_some() == large[:100]
        client.start_soon(theirs.send_all, large[100:] + frame(PING))
        assert await stream.receive_some() == large[100:]
        assert await stream.receive_some() == frame(PING)


async def test_nothing_behind_the_last_frame_too_many_is_read() -> None:
    async with below(frame(PING) * 2 * FRAME_BURST) as (stream, theirs):
        assert [await stream.receive_some() for _ in range(FRAME_BURST)] == [frame(PING)] * FRAME_BURST
        while await stream.receive_some():
            pass
        assert stream.closed
        assert await theirs.receive_some() == b"\x88\x11\x03\xf0too many frames"


async def test_what_the_library_writes_stands_in_line_with_what_is_pushed() -> None:
    async with below() as (stream, theirs):
        stream.writer.push(b"a" * 1_000_000)
        await stream.send_all(b"pong")
        stream.writer.push(b"pushed")
        assert (await take(theirs, 1_000_010))[-10:] == b"pongpushed"


@pytest.mark.parametrize("whose", ["ours", "the library's"])
async def test_nothing_follows_a_close_whoever_says_it(whose: str) -> None:
    async with below() as (stream, theirs):
        if whose == "ours":
            stream.close(1000, "bye")
        else:
            await stream.send_all(b"\x88\x05\x03\xe8bye")
        stream.close(1001, "late")
        await stream.send_all(b"\x88\x00")
        await stream.send_all(b"\x8a\x00")
        assert not stream.writer.push(b"late")
        assert await theirs.receive_some() == b"\x88\x05\x03\xe8bye"


async def test_a_pong_for_somebody_gone_or_a_full_queue_does_not_raise() -> None:
    async with below() as (stream, theirs):
        while stream.writer.push(b"a" * 10_000):
            pass
        await stream.send_all(b"\x8a\x64" + b"a" * 20_000)
        await theirs.aclose()
        await stream.send_all(b"\x8a\x00")


async def test_closing_ends_a_reader_that_waits_and_the_connection_stays(nursery: trio.Nursery) -> None:
    async with below() as (stream, theirs):
        nursery.start_soon(stream.receive_some)
        await trio.testing.wait_all_tasks_blocked()
        await stream.aclose()
        await trio.testing.wait_all_tasks_blocked()
        assert not nursery.child_tasks
        assert await stream.receive_some() == b""
        stream.close(1002, "malformed")  # the library closes first, and says nothing
        assert (await theirs.receive_some())[:4] == b"\x88\x0b\x03\xea"
