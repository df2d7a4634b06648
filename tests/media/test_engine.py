"""Packets through the real engine on loopback: plain peers of our own send and watch."""

from pathlib import Path

import pytest
import trio

import config
from media.engine import Engine
from media.publisher import Publisher
from media.routing import Routing
from media.sdp import OfferRefused
from media.tracks import UpTrack
from media.viewer import Viewer
from tests.peers.plain_call import PlainCall
from tests.peers.plain_peer import PlainPeer

LIMIT_S = 20


class Listener:
    def __init__(self) -> None:
        self.heard: list[tuple[str, ...]] = []
        self.speakers: list[tuple[str, ...]] = []

    def peer_connected(self, peer_id: str) -> None:
        self.heard.append(("connected", peer_id))

    def peer_ended(self, peer_id: str, reason: str) -> None:
        self.heard.append(("ended", peer_id, reason))

    def speakers_changed(self, active: UpTrack | None, speaking: tuple[UpTrack, ...]) -> None:
        self.speakers.append((active.label if active else "", *(track.label for track in speaking)))

    def quality_changed(self, peer_id: str, quality: str) -> None:
        self.heard.append(("quality", peer_id, quality))


def any_offer() -> str:
    peer = PlainPeer("sendonly")
    peer.socket.close()
    return peer.offer()


async def publishing(routing: Routing, setup: str = "actpass") -> tuple[PlainPeer, Publisher]:
    peer = PlainPeer("sendonly", setup)
    answer, publisher = routing.publish(peer.offer(), {})
    peer.accept(answer)
    await trio.to_thread.run_sync(peer.shake_hands)
    return peer, publisher


async def watching(routing: Routing, setup: str = "actpass") -> tuple[PlainPeer, Viewer]:
    peer = PlainPeer("recvonly", setup)
    answer, viewer = routing.watch(peer.offer(), (), ())
    peer.accept(answer)
    await trio.to_thread.run_sync(peer.shake_hands)
    return peer, viewer


def seat(viewer: Viewer, publisher: Publisher) -> None:
    viewer.sit(0, publisher.tracks["microphone"], publisher.tracks["camera"])


@pytest.mark.parametrize("setup", ["actpass", "active", "passive"])
async def test_what_is_allowed_reaches_who_sits_before_it(engine: Engine, setup: str) -> None:
    routing = engine.open_routing(Listener())
    sender, publisher = await publishing(routing, setup)
    watcher, viewer = await watching(routing, setup)
    publisher.allow(frozenset({"microphone", "camera"}))
    seat(viewer, publisher)
    with PlainCall(sender, watcher) as call, trio.fail_after(LIMIT_S):
        await trio.to_thread.run_sync(call.wait_until_it_flows)
        assert call.foreign() == 0
    assert engine.counters()["packets_out"] > 0


async def test_without_a_grant_not_one_packet_is_forwarded(engine: Engine) -> None:
    routing = engine.open_routing(Listener())
    sender, publisher = await publishing(routing)
    watcher, viewer = await watching(routing)
    seat(viewer, publisher)
    with PlainCall(sender, watcher) as call, trio.fail_after(LIMIT_S):
        while engine.counters().get("packets_in", 0) < 100:  # noqa: ASYNC110 - counters wake nobody
            await trio.sleep(0.01)
        assert call.viewer.received == []
        publisher.allow(frozenset({"microphone", "camera"}))
        await trio.to_thread.run_sync(call.wait_until_it_flows)


async def test_nothing_crosses_from_one_routing_to_another(engine: Engine) -> None:
    one, other = engine.open_routing(Listener()), engine.open_routing(Listener())
    sender, publisher = await publishing(one)
    watcher, viewer = await watching(one)
    stranger, _ = await watching(other)
    publisher.allow(frozenset({"microphone", "camera"}))
    seat(viewer, publisher)
    with PlainCall(sender, watcher) as call, trio.fail_after(LIMIT_S):
        await trio.to_thread.run_sync(call.wait_until_it_flows)
    stranger.step()
    assert stranger.received == []
    stranger.socket.close()


async def test_a_goodbye_is_heard_and_frees_everything(engine: Engine) -> None:
    listener = Listener()
    routing = engine.open_routing(listener)
    sender, publisher = await publishing(routing)
    assert engine.counters()["peers"] == 1
    sender.say_goodbye()
    with trio.fail_after(LIMIT_S):
        while engine.counters()["peers"]:  # noqa: ASYNC110 - counters wake nobody
            await trio.sleep(0.01)
    assert listener.heard == [("connected", publisher.id), ("ended", publisher.id, "closed")]


async def test_closing_a_routing_ends_its_peers(engine: Engine) -> None:
    listener = Listener()
    routing = engine.open_routing(listener)
    sender, publisher = await publishing(routing)
    routing.close()
    with trio.fail_after(LIMIT_S):
        while engine.counters()["peers"]:  # noqa: ASYNC110 - counters wake nobody
            await trio.sleep(0.01)
    assert listener.heard[-1] == ("ended", publisher.id, "closed")
    sender.socket.close()


async def test_too_many_strangers_in_the_door_are_refused(nursery: trio.Nursery, tmp_path: Path) -> None:
    settings = config.read(["--media-host", "127.0.0.1", "--media-port", "0", "--media-max-handshakes", "2"], {}).media
    engine = Engine(settings, tmp_path)
    await nursery.start(engine.serve)
    routing = engine.open_routing(Listener())
    offer = any_offer()
    for _ in range(2):
        routing.publish(offer, {})
    with pytest.raises(OfferRefused) as refused:
        routing.publish(offer, {})
    assert refused.value.code == "busy"
    nursery.cancel_scope.cancel()


async def test_an_answer_names_the_port_that_listens(engine: Engine) -> None:
    answer, publisher = engine.open_routing(Listener()).publish(any_offer(), {})
    assert f"127.0.0.1 {engine.port} typ host" in answer
    assert set(publisher.tracks) == {"microphone", "camera"}


async def test_a_peer_that_ends_in_the_instant_of_its_handshake_leaves_the_engine_alone(engine: Engine) -> None:
    listener = Listener()
    routing = engine.open_routing(listener)
    sender = PlainPeer("sendonly")
    answer, publisher = routing.publish(sender.offer(), {})
    sender.accept(answer)
    await trio.testing.wait_all_tasks_blocked()
    while sender.srtp is None:  # its last flight is answered before our own task of it has run
        sender.step()
        engine._hear()
    publisher.close("revoked")
    with trio.fail_after(LIMIT_S):
        while engine.counters()["peers"]:  # noqa: ASYNC110 - counters wake nobody
            await trio.sleep(0.01)
    assert listener.heard == [("ended", publisher.id, "revoked")]
    sender.socket.close()


async def test_a_bug_in_one_peer_ends_that_peer_alone(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    listener = Listener()
    routing = engine.open_routing(listener)
    sender, publisher = await publishing(routing)
    watcher, viewer = await watching(routing)
    publisher.allow(frozenset({"microphone", "camera"}))
    seat(viewer, publisher)
    other, doomed = await watching(routing)

    def crash(_event: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(doomed, "told", crash)
    doomed.sit(0, publisher.tracks["microphone"], publisher.tracks["camera"])
    with PlainCall(sender, watcher) as call, trio.fail_after(LIMIT_S):
        while ("ended", doomed.id, "internal") not in listener.heard:  # noqa: ASYNC110 - a list wakes nobody
            await trio.sleep(0.01)
        await trio.to_thread.run_sync(call.wait_until_it_flows)
    other.socket.close()
