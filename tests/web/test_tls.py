import ssl
from pathlib import Path

import pytest
import trio

from tests.web.rig import HOST, LIMITS, echo, no_session, read_all
from web.front import Front
from web.strangers import Strangers
from web.tls import from_files, self_signed


def client_context(folder: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=folder / "tls_certificate.pem")


async def ask_over_tls(front: Front, client: ssl.SSLContext, name: str) -> bytes:
    async with trio.open_nursery() as server:
        port = await server.start(front.serve, "127.0.0.1", 0)
        raw = await trio.open_tcp_stream("127.0.0.1", port)
        stream = trio.SSLStream(raw, client, server_hostname=name, https_compatible=True)
        await stream.send_all(b"GET /tls HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
        answer = await read_all(stream)
        await trio.aclose_forcefully(stream)
        server.cancel_scope.cancel()
    return answer


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "192.0.2.7"])
async def test_a_client_that_trusts_the_made_certificate_is_served(tmp_path: Path, name: str) -> None:
    front = Front(echo, no_session, Strangers(), LIMITS, self_signed(tmp_path, "192.0.2.7"))
    assert b"GET /tls" in await ask_over_tls(front, client_context(tmp_path), name)


async def test_plain_http_on_the_tls_port_ends_that_connection_alone(tmp_path: Path) -> None:
    context = self_signed(tmp_path, "")
    front = Front(echo, no_session, Strangers(), LIMITS, context)
    async with trio.open_nursery() as server:
        port = await server.start(front.serve, "127.0.0.1", 0)
        async with await trio.open_tcp_stream("127.0.0.1", port) as stream:
            await stream.send_all(b"GET / HTTP/1.1\r\n" + HOST + b"\r\n")
            assert b"HTTP" not in await read_all(stream)
        server.cancel_scope.cancel()
    assert b"GET /tls" in await ask_over_tls(
        Front(echo, no_session, Strangers(), LIMITS, context), client_context(tmp_path), "localhost"
    )


def test_the_made_certificate_is_kept_while_it_fits(tmp_path: Path) -> None:
    self_signed(tmp_path, "hall.example")
    first = (tmp_path / "tls_certificate.pem").read_bytes()
    self_signed(tmp_path, "hall.example")
    assert (tmp_path / "tls_certificate.pem").read_bytes() == first
    self_signed(tmp_path, "other.example")
    assert (tmp_path / "tls_certificate.pem").read_bytes() != first


def test_the_key_is_the_owners_alone(tmp_path: Path) -> None:
    self_signed(tmp_path, "")
    assert (tmp_path / "tls_key.pem").stat().st_mode & 0o077 == 0


def test_old_protocols_are_not_spoken(tmp_path: Path) -> None:
    self_signed(tmp_path, "")
    context = from_files(tmp_path / "tls_certificate.pem", tmp_path / "tls_key.pem")
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
