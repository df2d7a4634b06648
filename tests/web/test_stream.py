import itertools
import os
import random
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trio

from web.stream import CLOSE_LINGER_S, TLS_HANDSHAKE_S, FrameWriter, Stream, finish, tls_server
from web.tls import self_signed


@asynccontextmanager
async def pair(buffer_bytes: int = 32768) -> AsyncIterator[tuple[trio.SocketStream, trio.SocketStream]]:
    """Our end and theirs of a TCP connection whose buffers are small, so that writes are cut."""
    ours, theirs = (trio.SocketStream(trio.socket.from_stdlib_socket(end)) for end in _small_pair(buffer_bytes))
    try:
        yield ours, theirs
    finally:
        await trio.aclose_forcefully(ours)
        await trio.aclose_forcefully(theirs)


def _small_pair(buffer_bytes: int) -> tuple[socket.socket, socket.socket]:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer_bytes)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        client = socket.create_connection(listener.getsockname())
        server, _ = listener.accept()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, buffer_bytes)
    return client, server


def frames(seed: int, count: int) -> list[bytes]:
    rng = random.Random(seed)
    return [n.to_bytes(4) + rng.randbytes(size := rng.randrange(0, 4000)) + size.to_bytes(4) for n in range(count)]


async def take(stream: trio.SocketStream, size: int) -> bytes:
    received = b""
    with trio.fail_after(20):
        while len(received) < size:
            received += await stream.receive_some()
    return received


async def test_a_frame_leaves_at_once_when_nothing_waits(nursery: trio.Nursery) -> None:
    async with pair() as (ours, theirs):
        assert FrameWriter(ours, nursery, 1000).push(b"frame")
        assert not nursery.child_tasks
        assert await theirs.receive_some() == b"frame"


async def test_frames_are_never_cut_or_reordered_by_a_slow_reader(nursery: trio.Nursery) -> None:
    async with pair() as (ours, theirs):
        writer = FrameWriter(ours, nursery, 10_000_000)
        wanted = frames(1, 1000)
        rng = random.Random(2)

        async def push_all() -> None:
            for frame in wanted:
                assert writer.push(frame)
                if rng.random() < 0.3:
                    await trio.lowlevel.checkpoint()

        nursery.start_soon(push_all)
        assert await take(theirs, sum(map(len, wanted))) == b"".join(wanted)
        await trio.testing.wait_all_tasks_blocked()
        assert writer.waiting_bytes == writer.waiting_frames == 0
        assert not nursery.child_tasks


async def test_more_than_the_limit_is_refused_and_what_waits_stays_whole(nursery: trio.Nursery) -> None:
    async with pair() as (ours, theirs):
        writer = FrameWriter(ours, nursery, 500_000)
        taken = list(itertools.takewhile(writer.push, itertools.cycle(frames(3, 50))))
        assert writer.waiting_bytes <= 500_000
        assert await take(theirs, sum(map(len, taken))) == b"".join(taken)
        assert writer.push(b"again")


async def test_drained_is_told_each_time_the_queue_has_emptied(nursery: trio.Nursery) -> None:
    async with pair() as (ours, theirs):
        writer = FrameWriter(ours, nursery, 10_000_000)
        drained: list[int] = []
        writer.on_drained = lambda: drained.append(writer.waiting_bytes)
        for _ in range(2):
            writer.push(b"a" * 1_000_000)
            assert writer.waiting_bytes
            await take(theirs, 1_000_000)
            await trio.testing.wait_all_tasks_blocked()
        assert drained == [0, 0]


async def test_nothing_follows_the_last_frame(nursery: trio.Nursery) -> None:
    async with pair() as (ours, theirs):
        writer = FrameWriter(ours, nursery, 10_000_000)
        writer.push(b"a" * 1_000_000)
        assert writer.push_last(b"close")
        assert not writer.push(b"late")
        nursery.start_soon(writer.aclose)
        received = b""
        while data := await theirs.receive_some():
            received += data
        assert received == b"a" * 1_000_000 + b"close"


async def test_a_dead_socket_gives_false_and_never_raises(nursery: trio.Nursery) -> None:
    async with pair() as (ours, theirs):
        writer = FrameWriter(ours, nursery, 1000)
        await theirs.aclose()
        writer.push(b"earns a reset")
        assert [writer.push(b"a"), writer.push(b"b")] == [False, False]
        await ours.aclose()
        assert not writer.push(b"c")


async def test_a_closed_socket_gives_false_and_never_writes_elsewhere(nursery: trio.Nursery) -> None:
    async with pair() as (ours, _theirs):
        writer = FrameWriter(ours, nursery, 1000)
        await ours.aclose()
        reused_read, reused_write = os.pipe()  # likely the same number as the closed socket
        assert not writer.push(b"secret")
        os.set_blocking(reused_read, False)
        with pytest.raises(BlockingIOError):
            os.read(reused_read, 100)
        os.close(reused_read)
        os.close(reused_write)


async def test_a_reset_while_frames_wait_ends_the_flusher_quietly(nursery: trio.Nursery) -> None:
    async with pair() as (ours, theirs):
        writer = FrameWriter(ours, nursery, 10_000_000)
        writer.push(b"a" * 1_000_000)
        await theirs.aclose()
        await trio.testing.wait_all_tasks_blocked(0.02)
        assert not writer.push(b"b")
        assert writer.waiting_bytes == 0


async def test_an_ended_nursery_does_not_end_the_broadcaster() -> None:
    async with pair() as (ours, _theirs):
        async with trio.open_nursery() as session:
            writer = FrameWriter(ours, session, 10_000_000)
        assert not writer.push(b"a" * 1_000_000)


async def test_closing_delivers_the_last_frame_although_input_is_unread(nursery: trio.Nursery) -> None:
    async with pair() as (ours, theirs):
        await theirs.send_all(b"unread")
        writer = FrameWriter(ours, nursery, 1000)
        writer.push_last(b"close")
        nursery.start_soon(writer.aclose)
        received = b""
        while data := await theirs.receive_some():
            received += data
        assert received == b"close"
        await theirs.aclose()


async def test_closing_waits_shortly_for_a_peer_that_does_nothing(autojump_clock: trio.testing.MockClock) -> None:
    async with pair() as (ours, _theirs):
        async with trio.open_nursery() as session:
            writer = FrameWriter(ours, session, 10_000_000)
            writer.push(b"a" * 1_000_000)
            await writer.aclose()
        assert trio.current_time() <= 2 * CLOSE_LINGER_S


async def test_finish_reads_the_peer_out(nursery: trio.Nursery) -> None:
    async with pair() as (ours, theirs):
        await theirs.send_all(b"x" * 10)
        await theirs.send_eof()
        await finish(ours)
        assert await theirs.receive_some() == b""


@asynccontextmanager
async def tls_pair(folder: Path) -> AsyncIterator[tuple[Stream, Stream]]:
    async with pair() as (ours, theirs):
        trusting = trio.SSLStream(
            theirs, ssl.create_default_context(cafile=folder / "tls_certificate.pem"), server_hostname="localhost"
        )
        async with trio.open_nursery() as nursery:
            nursery.start_soon(trusting.do_handshake)
            secured = await tls_server(ours, self_signed(folder, ""))
        yield secured, trusting


async def test_over_tls_frames_leave_whole_and_in_order_too(tmp_path: Path, nursery: trio.Nursery) -> None:
    self_signed(tmp_path, "")
    async with tls_pair(tmp_path) as (ours, theirs):
        writer = FrameWriter(ours, nursery, 10_000_000)
        wanted = frames(4, 300)
        assert all(writer.push(frame) for frame in wanted)
        assert writer.push_last(b"close")
        assert not writer.push(b"late")
        received = b""
        while len(received) < sum(map(len, wanted)) + 5:
            received += await theirs.receive_some()
        assert received == b"".join(wanted) + b"close"
        nursery.start_soon(writer.aclose)
        await trio.testing.wait_all_tasks_blocked()


async def test_a_tls_client_that_goes_ends_the_flusher_quietly(tmp_path: Path, nursery: trio.Nursery) -> None:
    self_signed(tmp_path, "")
    async with tls_pair(tmp_path) as (ours, theirs):
        writer = FrameWriter(ours, nursery, 10_000_000)
        await trio.aclose_forcefully(theirs)
        for _ in range(5):
            writer.push(b"a" * 100_000)
            await trio.testing.wait_all_tasks_blocked(0.01)
        assert not writer.push(b"a")
        assert not nursery.child_tasks


async def test_silence_instead_of_a_tls_hello_ends(tmp_path: Path, autojump_clock: trio.testing.MockClock) -> None:
    async with pair() as (ours, _):
        with pytest.raises(trio.TooSlowError):
            await tls_server(ours, self_signed(tmp_path, ""))
    assert trio.current_time() == pytest.approx(TLS_HANDSHAKE_S)
