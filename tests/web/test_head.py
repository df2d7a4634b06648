from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.head import BadRequest, find_end, parse

GOOD = b"GET /a?b=c HTTP/1.1\r\nHost: localhost:3000\r\nAccept: */*\r\n\r\n"


def head_of(*lines: bytes, first: bytes = b"POST / HTTP/1.1") -> bytes:
    return b"\r\n".join([first, *lines]) + b"\r\n\r\n"


def test_a_browsers_head_is_read() -> None:
    head = parse(GOOD)
    assert (head.method, head.target, head.path, head.version) == ("GET", "/a?b=c", "/a", "1.1")
    assert head.header(b"host") == b"localhost:3000"
    assert head.header(b"missing") == b""
    assert not head.wants_websocket


@pytest.mark.parametrize("upgrade", [b"websocket", b"WebSocket", b"h2c, websocket"])
def test_an_upgrade_is_recognised(upgrade: bytes) -> None:
    assert parse(head_of(b"Host: x", b"Upgrade: " + upgrade, first=b"GET /ws HTTP/1.1")).wants_websocket


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([b"Host: x", b"Content-Length: 5", b"Transfer-Encoding: chunked"], id="both lengths"),
        pytest.param([b"Host: x", b"Transfer-Encoding: chunked", b"Content-Length: 5"], id="both lengths, other order"),
        pytest.param([b"Host: x", b"Transfer-Encoding: xchunked"], id="unknown coding"),
        pytest.param([b"Host: x", b"Transfer-Encoding: gzip, chunked"], id="two codings"),
        pytest.param([b"Host: x", b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity"], id="coding twice"),
        pytest.param([b"Host: x", b"Transfer-Encoding: \x0bchunked"], id="coding after a control character"),
        pytest.param([b"Host: x", b"Transfer-Encoding:"], id="empty coding"),
        pytest.param([b"Host: x", b"Transfer-Encoding : chunked"], id="space before the colon"),
        pytest.param([b"Host: x", b"Content-Length: 5", b"Content-Length: 6"], id="two lengths"),
        pytest.param([b"Host: x", b"Content-Length: 5", b"content-length: 5"], id="one length twice"),
        pytest.param([b"Host: x", b"Content-Length: +5"], id="length with a sign"),
        pytest.param([b"Host: x", b"Content-Length: 5, 5"], id="length as a list"),
        pytest.param([b"Host: x", b"Content-Length: 0x5"], id="length in hex"),
        pytest.param([b"Host: x", b"Content-Length: "], id="empty length"),
        pytest.param([b"Host: x", b"Content-Length: " + b"9" * 11], id="huge length"),
        pytest.param([b"Host: x", b"A: b", b" folded"], id="folded line"),
        pytest.param([b"Host: x", b"\tfolded"], id="folded by a tab"),
        pytest.param([b" Host: x"], id="fold after the request line"),
        pytest.param([b"Host: x", b"Host: y"], id="two hosts"),
        pytest.param([b"Host: x", b"host: x"], id="one host twice"),
        pytest.param([], id="no host"),
        pytest.param([b"Host:"], id="empty host"),
        pytest.param([b"Host: a b"], id="host with a space"),
        pytest.param([b"Host: evil.example/x"], id="host with a path"),
        pytest.param([b"Host: user@x"], id="host with a user"),
        pytest.param([b"Host: x:port"], id="host with a word for a port"),
        pytest.param([b"Host: ///"], id="host of slashes"),
        pytest.param([b"Host: x\nA: b"], id="bare LF"),
        pytest.param([b"Host: x\rA: b"], id="bare CR"),
        pytest.param([b"Host: x", b"A: b\x00c"], id="NUL"),
        pytest.param([b"Host: x", b"no colon"], id="no colon"),
        pytest.param([b"Host: x", b": no name"], id="no name"),
        pytest.param([b"Host: x", b"A\xff: b"], id="a name that is not ASCII"),
        pytest.param([b"Host: x", b"Authorization: Bearer a", b"Authorization: Bearer b"], id="two tokens"),
        pytest.param([b"Host: x", b"Origin: http://x", b"Origin: http://evil.example"], id="two origins"),
    ],
)
def test_what_two_parsers_could_read_differently_is_400(lines: list[bytes]) -> None:
    with pytest.raises(BadRequest) as refused:
        parse(head_of(*lines))
    assert refused.value.status == 400


@pytest.mark.parametrize(
    "first",
    [
        b"GET // HTTP/1.1",
        b"GET //evil.example/ HTTP/1.1",
        b"GET http://evil.example/ HTTP/1.1",
        b"GET evil.example:443 HTTP/1.1",
        b"GET * HTTP/1.1",
        b"GET  / HTTP/1.1",
        b"GET / HTTP/1.1 ",
        b"GET /\xc3\xa4 HTTP/1.1",
        b"GET /a b HTTP/1.1",
        b"get / HTTP/1.1",
        b"GET / HTTP/2.0",
        b"GET / HTTP/1.10",
        b"GET / http/1.1",
        b"GET /",
        b"PRI * HTTP/2.0",
        b"",
    ],
)
def test_a_request_line_that_is_not_plain_is_400(first: bytes) -> None:
    with pytest.raises(BadRequest) as refused:
        parse(head_of(b"Host: x", first=first))
    assert refused.value.status == 400


def test_too_many_headers_are_431() -> None:
    with pytest.raises(BadRequest) as refused:
        parse(head_of(b"Host: x", *[b"A: b"] * 100))
    assert refused.value.status == 431


def test_http_1_0_may_lack_a_host_but_not_have_chunks() -> None:
    assert parse(head_of(first=b"GET / HTTP/1.0")).version == "1.0"
    with pytest.raises(BadRequest):
        parse(head_of(b"Transfer-Encoding: chunked", first=b"POST / HTTP/1.0"))


@pytest.mark.parametrize("host", [b"hall.example", b"127.0.0.1:80", b"[::1]:3000", b"a_b.example"])
def test_every_kind_of_host_is_taken(host: bytes) -> None:
    assert parse(head_of(b"Host: " + host)).header(b"host") == host


def test_the_end_is_found_only_when_it_is_there() -> None:
    assert find_end(GOOD + b"more", 1000) == len(GOOD)
    assert find_end(GOOD[:-1], 1000) == 0
    assert find_end(b"", 1000) == 0


def test_a_head_that_grows_too_large_is_431() -> None:
    with pytest.raises(BadRequest) as refused:
        find_end(b"GET /" + b"a" * 1000, 1000)
    assert refused.value.status == 431


@pytest.mark.parametrize("start", [b"\x16\x03\x01", b"\r\n", b"\x00", b" GET"])
def test_what_cannot_become_a_request_is_refused_at_its_first_byte(start: bytes) -> None:
    with pytest.raises(BadRequest):
        find_end(start, 1000)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_head_or_a_refusal(data: bytes) -> None:
    for raw in (data + b"\r\n\r\n", b"GET / HTTP/1.1\r\n" + data + b"\r\n\r\n"):
        with suppress(BadRequest):
            assert parse(raw).raw == raw
