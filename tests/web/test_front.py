import pytest
import trio

from tests.web.rig import HOST, echo, fronted, read_all, read_until, statuses
from web import front
from web.exchange import Peer
from web.head import Head
from web.stream import Stream

GET = b"GET / HTTP/1.1\r\n" + HOST + b"\r\n"
SMUGGLED = b"GET /smuggled HTTP/1.1\r\n" + HOST + b"\r\n"


@pytest.mark.parametrize(
    "attack",
    [
        pytest.param(b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", id="CL and TE"),
        pytest.param(b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", id="TE and CL"),
        pytest.param(b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", id="TE variant"),
        pytest.param(b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", id="TE list"),
        pytest.param(b"Content-Length: 0\r\nContent-Length: 5\r\n\r\n", id="two CL"),
        pytest.param(b"A: b\r\n folded\r\n\r\n", id="obs-fold"),
        pytest.param(b"Host: evil.example\r\n\r\n", id="two Host"),
        pytest.param(b"A: b\n\n", id="bare LF"),
        pytest.param(b"Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", id="bad chunk end"),
        pytest.param(b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", id="bad chunk size"),
        pytest.param(b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n", id="negative chunk size"),
    ],
)
@pytest.mark.parametrize("before", [b"", GET], ids=["first request", "second request"])
async def test_smuggling_is_400_and_the_connection_closes(before: bytes, attack: bytes) -> None:
    async with fronted() as rig:
        answer = await rig.talk(before + b"POST / HTTP/1.1\r\n" + HOST + attack + SMUGGLED)
        assert statuses(answer) == ([200] if before else []) + [400]
        assert b"smuggled" not in answer
        assert answer.endswith(b'"code":"bad_request"}')


async def test_nothing_follows_a_chunked_body() -> None:
    chunks = b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    async with fronted() as rig:
        answer = await rig.talk(b"POST / HTTP/1.1\r\n" + HOST + chunks + SMUGGLED)
        assert statuses(answer) == [200]
        assert answer.endswith(b"POST / abc")
        assert b"connection: close" in answer.lower()


async def test_requests_follow_each_other_on_one_connection() -> None:
    post = b"POST /b HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\n\r\nabc"
    async with fronted() as rig:
        answer = await rig.talk(GET + post + GET)
        assert statuses(answer) == [200, 200, 200]
        assert b"POST /b abc" in answer


async def test_a_connection_is_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "REQUESTS_PER_CONNECTION", 3)
    async with fronted() as rig:
        answer = await rig.talk(GET * 5)
        assert statuses(answer) == [200, 200, 200]
        assert answer.lower().count(b"connection: close") == 1


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET // HTTP/1.1\r\n" + HOST + b"\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: ///\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00", 400),
        (b"GET /" + b"a" * 20_000, 431),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 1001\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + b"a" * 1001 + b"\r\n", 413),
    ],
)
async def test_what_kills_other_servers_is_one_refused_request(request_: bytes, status: int) -> None:
    async with fronted() as rig:
        assert statuses(await rig.talk(request_)) == [status]
        assert statuses(await rig.talk(GET)) == [200]


async def test_an_application_that_fails_is_a_500_and_the_server_lives() -> None:
    async def fails(scope: object, receive: object, send: object) -> None:
        raise RuntimeError("planted")

    async with fronted(fails) as rig:
        for _ in range(2):
            answer = await rig.talk(GET)
            assert statuses(answer) == [500]
            assert b"planted" not in answer


async def test_an_exception_in_a_session_ends_that_connection_alone() -> None:
    async def fails(stream: Stream, head: Head, unread: bytes, peer: Peer) -> None:
        raise RuntimeError("planted")

    async with fronted(serve_session=fails) as rig:
        assert await rig.talk(b"GET /ws HTTP/1.1\r\n" + HOST + b"Upgrade: websocket\r\n\r\n") == b""
        assert statuses(await rig.talk(GET)) == [200]


async def test_whatever_asks_for_ws_becomes_a_session_with_what_followed_the_head() -> None:
    seen: list[tuple[str, bytes, str]] = []

    async def session(stream: Stream, head: Head, unread: bytes, peer: Peer) -> None:
        seen.append((head.path, unread, peer.address))
        await stream.send_all(b"session")

    upgrade = b"GET /ws HTTP/1.1\r\n" + HOST + b"Upgrade: websocket\r\n\r\nframes"
    async with fronted(serve_session=session) as rig:
        assert await rig.talk(upgrade) == b"session"
        assert (await rig.talk(GET + upgrade)).endswith(b"session")
        assert statuses(await rig.talk(upgrade.replace(b"/ws", b"/w", 1))) == [200, 400]
        assert await rig.talk(upgrade.replace(b"Upgrade", b"X")) == b"session"
    assert seen == [("/ws", b"frames", "127.0.0.1")] * 3


async def test_silence_and_slow_heads_end_at_the_deadline(autojump_clock: trio.testing.MockClock) -> None:
    async with fronted() as rig:
        for start in (b"", b"GET / HTTP/1.1\r\nHost: l"):
            began_s = trio.current_time()
            async with await rig.connect() as stream:
                await stream.send_all(start or b"G")
                assert await read_all(stream) == b""
            assert trio.current_time() - began_s == pytest.approx(10, abs=0.1)


async def test_a_slow_body_is_told_so_and_holds_nobody_up(autojump_clock: trio.testing.MockClock) -> None:
    async with fronted() as rig, await rig.connect() as slow:
        await slow.send_all(b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 100\r\n\r\na")
        assert statuses(await rig.talk(GET)) == [200]
        assert statuses(await read_all(slow)) == [408]
        assert trio.current_time() < 9


async def test_a_drip_of_header_lines_ends_at_the_deadline(autojump_clock: trio.testing.MockClock) -> None:
    async with fronted() as rig, await rig.connect() as slow, trio.open_nursery() as nursery:

        async def drip() -> None:
            await slow.send_all(b"GET / HTTP/1.1\r\n")
            for n in range(60):
                await slow.send_all(b"X-%d: a\r\n" % n)
                await trio.sleep(1)

        began_s = trio.current_time()
        nursery.start_soon(drip)
        assert await read_all(slow) == b""
        assert trio.current_time() - began_s < 13
        nursery.cancel_scope.cancel()


async def test_silent_connections_do_not_crowd_out_others() -> None:
    async with fronted(connections=300, strangers=50) as rig, trio.open_nursery() as nursery:
        silent = [await rig.connect("127.0.0.2") for _ in range(200)]
        await trio.testing.wait_all_tasks_blocked(0.05)
        assert rig.front.open_connections == 50
        with trio.fail_after(1):
            assert statuses(await rig.talk(GET)) == [200]
        for stream in silent:
            nursery.start_soon(stream.aclose)


async def test_above_the_most_connections_new_ones_are_closed() -> None:
    async with fronted(connections=1) as rig, await rig.connect():
        await trio.testing.wait_all_tasks_blocked(0.02)
        assert await rig.talk(GET) == b""


async def test_a_stop_ends_idle_connections_and_lets_answers_finish() -> None:
    begun, finish = trio.Event(), trio.Event()

    async def slow(scope: object, receive: object, send: object) -> None:
        begun.set()
        await finish.wait()
        await echo(scope, receive, send)  # type: ignore[arg-type]

    async with fronted(slow) as rig, await rig.connect() as idle, await rig.connect() as busy:
        await busy.send_all(GET)
        await begun.wait()
        rig.front.stop()
        assert await read_all(idle) == b""
        with pytest.raises(OSError, match="failed"):
            await rig.connect()
        finish.set()
        answer = await read_all(busy)
        assert statuses(answer) == [200]
        assert b"connection: close" in answer.lower()


async def test_a_client_that_takes_no_answer_is_dropped(autojump_clock: trio.testing.MockClock) -> None:
    async def endless(scope: object, receive: object, send: object) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[operator]
        while True:
            await send({"type": "http.response.body", "body": b"a" * 65536, "more_body": True})  # type: ignore[operator]

    async with fronted(endless) as rig, await rig.connect() as stream:
        await stream.send_all(GET)
        await read_until(stream, b"aaa")
        began_s = trio.current_time()
        while rig.front.open_connections:  # noqa: ASYNC110 - a sleep of the virtual clock
            await trio.sleep(1)
        assert trio.current_time() - began_s < 30
