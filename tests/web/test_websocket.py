"""Frames against RFC 6455, made by hand where a client library would refuse to."""

import random
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
import trio

from tests.web.test_stream import pair
from web.frame_stream import FRAME_BURST
from web.head import BadRequest, parse
from web.stream import FrameWriter
from web.websocket import SocketLimits, WebSocket, accept, open_websocket

LIMITS = SocketLimits(message_bytes=1000, ping_interval_s=10, pong_timeout_s=10)
HANDSHAKE = {
    b"Host": b"x",
    b"Upgrade": b"websocket",
    b"Connection": b"keep-alive, Upgrade",
    b"Sec-WebSocket-Version": b"13",
    b"Sec-WebSocket-Key": b"dGhlIHNhbXBsZSBub25jZQ==",
}
TEXT, BINARY, CONTINUATION, CLOSE, PING, PONG = 1, 2, 0, 8, 9, 10


def frame(opcode: int, payload: bytes = b"", *, fin: bool = True, rsv: int = 0, masked: bool = True) -> bytes:
    """A client's frame."""
    size = len(payload)
    length = (
        bytes([size])
        if size < 126
        else b"\x7e" + struct.pack("!H", size)
        if size < 65536
        else b"\x7f" + struct.pack("!Q", size)
    )
    length = bytes([length[0] | (0x80 if masked else 0)]) + length[1:]
    mask = random.Random(size).randbytes(4) if masked else b""
    body = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload)) if masked else payload
    return bytes([(0x80 if fin else 0) | rsv << 4 | opcode]) + length + mask + body


def head_with(**changes: bytes | None) -> bytes:
    fields = HANDSHAKE | {name.replace("_", "-").encode(): value for name, value in changes.items()}
    lines = [name + b": " + value for name, value in fields.items() if value is not None]
    return b"GET /ws HTTP/1.1\r\n" + b"\r\n".join(lines) + b"\r\n\r\n"


@asynccontextmanager
async def open_socket(first: bytes = b"") -> AsyncIterator[tuple[WebSocket, trio.SocketStream]]:
    async with pair(65536) as (ours, theirs), trio.open_nursery() as session:
        yield await opened_socket(session, ours, theirs, first=first), theirs
        session.cancel_scope.cancel()


async def opened_socket(
    session: trio.Nursery,
    ours: trio.SocketStream,
    theirs: trio.SocketStream,
    *,
    limit_bytes: int = 100_000,
    first: bytes = b"",
) -> WebSocket:
    """The answer to the handshake has been read."""
    writer = FrameWriter(ours, session, limit_bytes)
    websocket = await open_websocket(session, ours, writer, LIMITS, accept(parse(head_with())), unread=first)
    await answer_to_handshake(theirs)
    return websocket


async def answer_to_handshake(theirs: trio.SocketStream) -> bytes:
    answer = b""
    while not answer.endswith(b"\r\n\r\n"):
        answer += await theirs.receive_some(1)
    return answer


async def closed_with(*frames: bytes) -> int:
    """The close code that the frames earn; 0: a Close without one."""
    async with open_socket(b"".join(frames)) as (websocket, theirs):
        assert await websocket.receive() is None
        answer = bytes(await theirs.receive_some())
        assert answer[0] == 0x88
        assert answer[1] == len(answer) - 2
        return int.from_bytes(answer[2:4])


async def test_the_handshake_is_answered(nursery: trio.Nursery) -> None:
    hostile = head_with(
        Sec_WebSocket_Extensions=b"permessage-deflate",
        Sec_WebSocket_Protocol=b"a, b",
        Content_Length=b"5",
        Host=b"x..y",
    )
    async with pair() as (ours, theirs), trio.open_nursery() as session:
        writer = FrameWriter(ours, session, 1000)
        await open_websocket(session, ours, writer, LIMITS, accept(parse(hostile)))
        answer = await answer_to_handshake(theirs)
        assert answer.startswith(b"HTTP/1.1 101 ")
        assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" in answer
        assert b"Extensions" not in answer
        assert b"Sec-WebSocket-Protocol" not in answer
        session.cancel_scope.cancel()


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"Connection": b"keep-alive"}, 426),
        ({"Upgrade": None}, 426),
        ({"Upgrade": b"h2c"}, 426),
        ({"Sec_WebSocket_Version": b"8"}, 426),
        ({"Sec_WebSocket_Version": None}, 426),
        ({"Sec_WebSocket_Key": None}, 400),
        ({"Sec_WebSocket_Key": b"short"}, 400),
        ({"Sec_WebSocket_Key": b"dGhlIHNhbXBsZSBub25jZQ=="[:-4]}, 400),
    ],
)
def test_a_half_handshake_is_refused(changes: dict[str, bytes | None], status: int) -> None:
    with pytest.raises(BadRequest) as refused:
        accept(parse(head_with(**changes)))
    assert refused.value.status == status


async def test_messages_come_out_whole_however_they_are_cut() -> None:
    wire = frame(TEXT, "grüße".encode()) + frame(TEXT, b"a", fin=False) + frame(PING, b"p") + frame(CONTINUATION, b"b")
    for step in (1, 3, 1000):
        async with open_socket() as (websocket, theirs), trio.open_nursery() as nursery:

            async def send(step: int = step, theirs: trio.SocketStream = theirs) -> None:
                for at in range(0, len(wire), step):
                    await theirs.send_all(wire[at : at + step])

            nursery.start_soon(send)
            assert [await websocket.receive(), await websocket.receive()] == ["grüße", "ab"]
            assert await theirs.receive_some() == b"\x8a\x01p"


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        pytest.param([frame(TEXT, b"a" * 1001)], 1009, id="too large"),
        pytest.param(
            [frame(TEXT, b"a" * 600, fin=False), frame(CONTINUATION, b"a" * 600)], 1009, id="too large in parts"
        ),
        pytest.param([b"\x81\xff" + struct.pack("!Q", 17 << 20) + b"mask" + b"a" * 2000], 1009, id="17 MiB announced"),
        pytest.param([frame(TEXT, b"\xff")], 1007, id="not UTF-8"),
        pytest.param(
            [frame(TEXT, b"\xc3", fin=False), frame(CONTINUATION, b"\x28")], 1007, id="not UTF-8 across frames"
        ),
        pytest.param([frame(TEXT, b"\xed\xa0\x80")], 1007, id="a surrogate"),
        pytest.param([frame(TEXT, b"a", rsv=4)], 1002, id="compressed though not agreed"),
        pytest.param([frame(TEXT, b"a", rsv=1)], 1002, id="reserved bit"),
        pytest.param([frame(3)], 1002, id="reserved opcode"),
        pytest.param([frame(11)], 1002, id="reserved control opcode"),
        pytest.param([frame(TEXT, b"a", masked=False)], 1002, id="unmasked"),
        pytest.param([frame(CONTINUATION, b"a")], 1002, id="continues nothing"),
        pytest.param([frame(TEXT, b"a", fin=False), frame(TEXT, b"b")], 1002, id="new message inside a message"),
        pytest.param([frame(PING, b"a" * 126)], 1002, id="large ping"),
        pytest.param([frame(PING, b"a", fin=False)], 1002, id="ping in parts"),
        pytest.param([frame(CLOSE, b"\x03")], 1002, id="close with one byte"),
        pytest.param([frame(CLOSE, b"\x03\xed")], 1002, id="close with a reserved code"),
        pytest.param([b"\x81\xff" + struct.pack("!Q", 1 << 63) + b"mask"], 1002, id="length over 63 bits"),
        pytest.param([b"\x81\xfe\x00\x05maskaaaaa"], 1002, id="length longer than needed"),
        pytest.param([frame(BINARY, b"a")], 1003, id="binary"),
        pytest.param([frame(TEXT, b"a" * 1001), frame(PING), frame(TEXT, b"a" * 1001)], 1009, id="more after the end"),
        pytest.param([frame(CLOSE, struct.pack("!H", 1001) + b"bye")], 1001, id="their close is answered"),
        pytest.param([frame(CLOSE)], 0, id="their close without a code is answered"),
    ],
)
async def test_a_wrong_frame_has_its_close_code(frames: list[bytes], code: int) -> None:
    assert await closed_with(*frames) == code


@pytest.mark.parametrize(
    "endless",
    [
        [frame(TEXT, fin=False)] + [frame(CONTINUATION, fin=False)] * 1_000_000,
        [frame(PING)] * 1000,
        [frame(PONG)] * 1000,
        [frame(TEXT)] * 1000,
    ],
    ids=["empty continuations", "pings", "pongs", "empty messages"],
)
async def test_frames_without_end_are_cut_off(endless: list[bytes]) -> None:
    async with open_socket() as (websocket, theirs), trio.open_nursery() as nursery:

        async def flood() -> None:
            with suppress(trio.BrokenResourceError):  # the last of it finds nobody
                await theirs.send_all(b"".join(endless))

        async def drain() -> None:
            while await theirs.receive_some():
                pass

        nursery.start_soon(flood)
        nursery.start_soon(drain)
        messages = 0
        with trio.fail_after(10):
            while await websocket.receive() is not None:
                messages += 1
        assert messages <= 2 * FRAME_BURST
        assert len(websocket._connection._message_parts) <= 2 * FRAME_BURST
        assert not websocket.writer.push(b"late")  # Close has been said
        nursery.cancel_scope.cancel()


async def test_a_half_open_connection_is_gone_within_twenty_seconds(autojump_clock: trio.testing.MockClock) -> None:
    async with open_socket() as (websocket, theirs):
        assert await websocket.receive() is None
        assert trio.current_time() == pytest.approx(20)
        assert await theirs.receive_some() == b"\x89\x00"


async def test_a_pong_keeps_a_quiet_connection(autojump_clock: trio.testing.MockClock) -> None:
    async with open_socket() as (websocket, theirs), trio.open_nursery() as nursery:

        async def answer_pings() -> None:
            while data := await theirs.receive_some():
                assert data == b"\x89\x00"
                await theirs.send_all(frame(PONG))

        nursery.start_soon(answer_pings)
        with trio.move_on_after(100) as quiet:
            await websocket.receive()
        assert quiet.cancelled_caught
        nursery.cancel_scope.cancel()


async def test_closing_from_another_task_wakes_the_reader(nursery: trio.Nursery) -> None:
    async with open_socket() as (websocket, theirs):
        nursery.start_soon(websocket.receive)
        await trio.testing.wait_all_tasks_blocked()
        websocket.close(1012, "restarting")
        websocket.close(1000, "twice")
        await trio.testing.wait_all_tasks_blocked()
        assert not nursery.child_tasks
        assert await theirs.receive_some() == b"\x88\x0c" + struct.pack("!H", 1012) + b"restarting"


async def test_a_peer_that_vanishes_is_the_end() -> None:
    async with open_socket() as (websocket, theirs):
        await theirs.aclose()
        assert await websocket.receive() is None
