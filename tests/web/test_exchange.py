"""What `test_front.py` does not see: the exchange's own limits and its words to the application."""

from collections.abc import Awaitable, Callable
from typing import Any

import trio

from tests.web.rig import HOST, fronted, read_all, read_until, statuses

Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


async def ok(send: Send, body: bytes = b"ok") -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


async def test_the_application_hears_the_request_as_it_was_made() -> None:
    seen: list[dict[str, Any]] = []

    async def app(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        seen.append(scope | {"body": (await receive())["body"]})
        await ok(send)

    async with fronted(app) as rig:
        await rig.talk(b"POST /a%20b?c=%20d HTTP/1.1\r\n" + HOST + b"X-Y: z \r\nContent-Length: 4\r\n\r\nbody")
    scope = seen[0]
    assert (scope["method"], scope["path"], scope["raw_path"]) == ("POST", "/a b", b"/a%20b")
    assert (scope["query_string"], scope["scheme"], scope["http_version"]) == (b"c=%20d", "http", "1.1")
    assert (b"x-y", b"z") in scope["headers"]
    assert scope["client"][0] == "127.0.0.1"
    assert scope["body"] == b"body"


async def test_continue_is_said_once_the_length_is_fine() -> None:
    head = b"POST / HTTP/1.1\r\n" + HOST + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n"

    async def app(scope: Any, receive: Receive, send: Send) -> None:
        await ok(send, (await receive())["body"])

    async with fronted(app) as rig:
        async with await rig.connect() as stream:
            await stream.send_all(head % 4)
            await read_until(stream, b"HTTP/1.1 100 \r\n\r\n")
            await stream.send_all(b"body")
            assert b"body" in await read_until(stream, b"body")
        assert statuses(await rig.talk(head % 5000)) == [413]


async def test_a_body_as_large_as_allowed_passes() -> None:
    async def app(scope: Any, receive: Receive, send: Send) -> None:
        await ok(send, b"%d" % len((await receive())["body"]))

    async with fronted(app) as rig:
        plain = b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 1000\r\n\r\n" + b"a" * 1000
        chunked = b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n3e8\r\n%s\r\n0\r\n\r\n"
        assert (await rig.talk(plain)).endswith(b"1000")
        assert (await rig.talk(chunked % (b"a" * 1000))).endswith(b"1000")


async def test_waiting_for_a_disconnect_ends_with_the_answer() -> None:
    after: list[str] = []

    async def app(scope: Any, receive: Receive, send: Send) -> None:
        async def watch() -> None:
            await receive()
            after.append((await receive())["type"])

        async with trio.open_nursery() as nursery:
            nursery.start_soon(watch)
            await trio.testing.wait_all_tasks_blocked()
            await ok(send)

    async with fronted(app) as rig:
        assert statuses(await rig.talk(b"GET / HTTP/1.1\r\n" + HOST + b"\r\n")) == [200]
    assert after == ["http.disconnect"]


async def test_an_answer_of_unknown_length_is_chunked() -> None:
    async def app(scope: Any, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for piece in (b"one", b"two"):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body"})

    async with fronted(app) as rig:
        answer = await rig.talk(b"GET / HTTP/1.1\r\n" + HOST + b"\r\n")
        assert answer.endswith(b"3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n")


async def test_an_application_that_fails_half_way_breaks_off() -> None:
    async def app(scope: Any, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"10")]})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        raise RuntimeError("planted")

    async with fronted(app) as rig:
        answer = await rig.talk(b"GET / HTTP/1.1\r\n" + HOST + b"\r\n")
        assert answer.endswith(b"half")
        assert statuses(answer) == [200]


async def test_a_client_that_leaves_in_mid_body_is_just_gone() -> None:
    called: list[str] = []

    async def app(scope: Any, receive: Receive, send: Send) -> None:
        called.append("app")

    async with fronted(app) as rig:
        assert await rig.talk(b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 10\r\n\r\nhalf") == b""
        async with await rig.connect() as stream:
            await stream.send_all(b"POST / HTTP/1.0\r\nContent-Length: 0\r\n\r\n")
            assert statuses((await read_all(stream)).replace(b"HTTP/1.0", b"HTTP/1.1")) == [500]
    assert called == ["app"]
