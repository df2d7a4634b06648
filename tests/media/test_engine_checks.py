"""Checks of those who are connected, through the real engine: the plane answers plain ones, Trio judges the rest."""

from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
import trio
from aioice import stun

from media.engine import Engine
from media.peer import Peer
from tests.media.test_engine import LIMIT_S, Listener, watching
from tests.peers.plain_peer import PlainPeer


@pytest.fixture
async def viewer(engine: Engine) -> AsyncIterator[PlainPeer]:
    """Whose checks the plane answers by now."""
    peer, _ = await watching(engine.open_routing(Listener()))
    with trio.fail_after(LIMIT_S):
        while not engine.counters().get("checks"):
            peer.check()
            await trio.sleep(0.01)
    yield peer
    peer.socket.close()


def question(viewer: PlainPeer, role: str = "ICE-CONTROLLING", password: str | None = None) -> stun.Message:
    asked = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    asked.attributes["USERNAME"] = f"{viewer.remote.ufrag}:{viewer.ufrag}"
    asked.attributes[role] = 1
    asked.add_message_integrity((password or viewer.remote.password).encode())
    return asked


def answer(viewer: PlainPeer, asked: stun.Message) -> stun.Message:
    """Blocks until it comes."""
    viewer.socket.settimeout(LIMIT_S)
    viewer.socket.sendto(bytes(asked), viewer.remote.address)
    while True:
        data = viewer.socket.recv(2048)
        with suppress(ValueError):
            read = stun.parse_message(data)
            if read.transaction_id == asked.transaction_id:
                return read


def owner(engine: Engine, viewer: PlainPeer) -> Peer:
    peer = engine.by_ufrag(viewer.remote.ufrag)
    assert peer is not None
    return peer


async def test_a_check_is_answered_while_trio_is_busy(engine: Engine, viewer: PlainPeer) -> None:
    asked = question(viewer)
    told = answer(viewer, asked)  # in Trio's own thread: nothing else runs there
    assert told.message_class is stun.Class.RESPONSE
    assert told.attributes["XOR-MAPPED-ADDRESS"] == viewer.socket.getsockname()
    told.check_message_integrity(viewer.remote.password.encode())


async def test_what_is_not_plain_is_judged_by_trio(engine: Engine, viewer: PlainPeer) -> None:
    before = engine.counters()["checks"]
    for code, asked in (
        (487, question(viewer, role="ICE-CONTROLLED")),
        (401, question(viewer, password="wrong" * 6)),
    ):
        told = await trio.to_thread.run_sync(answer, viewer, asked)
        assert told.attributes["ERROR-CODE"][0] == code
    assert engine.counters()["checks"] == before


async def test_media_moves_where_the_client_nominates_and_checks_from_there_are_plain(
    engine: Engine, viewer: PlainPeer
) -> None:
    old = viewer.socket.getsockname()
    viewer.move()
    nominated = question(viewer)
    nominated.attributes.pop("MESSAGE-INTEGRITY")
    nominated.attributes["USE-CANDIDATE"] = None
    nominated.add_message_integrity(viewer.remote.password.encode())
    assert owner(engine, viewer).ice.selected == old
    await trio.to_thread.run_sync(answer, viewer, nominated)
    assert owner(engine, viewer).ice.selected == viewer.socket.getsockname()
    before = engine.counters()["checks"]
    with trio.fail_after(LIMIT_S):
        while engine.counters()["checks"] == before:
            viewer.check()
            await trio.sleep(0.01)


async def test_an_address_whose_checks_the_plane_answers_is_not_taken_over(engine: Engine, viewer: PlainPeer) -> None:
    stranger, _ = await watching(engine.open_routing(Listener()))
    peer, other, address = owner(engine, viewer), owner(engine, stranger), viewer.socket.getsockname()
    peer.ice.last_check_s -= 60
    assert not engine.may_claim(address, other, trio.current_time())
    assert engine.may_claim(address, other, trio.current_time() + 60)
    stranger.socket.close()
