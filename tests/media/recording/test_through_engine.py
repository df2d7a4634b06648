"""Real VP8 and Opus over ICE, DTLS and SRTP into a running engine: every frame that was allowed is in the files."""

from pathlib import Path

import pytest
import trio

import config
from media.engine import Engine
from media.recording.folder import Folder
from media.recording.segment import Segment
from tests.media.playing import all_played
from tests.media.recording import bitstreams
from tests.media.test_engine import Listener, publishing
from tests.peers.plain_packets import LOUD, Stream
from tests.peers.plain_peer import PlainPeer
from tests.peers.plain_sdp import AUDIO_PT, LEVEL_ID, VIDEO_PT

LIMIT_S = 30


@pytest.fixture
async def engine(nursery: trio.Nursery, tmp_path: Path) -> Engine:
    settings = config.read(["--media-host", "127.0.0.1", "--media-address", "127.0.0.1", "--media-port", "0"], {}).media
    made = Engine(settings, tmp_path)
    await nursery.start(made.serve)
    return made


class Player:
    """Sends real frames, thirty pictures and fifty sounds for each second, as fast as they are asked for."""

    def __init__(self, peer: PlainPeer) -> None:
        self.peer = peer
        self.pictures, self.sounds = bitstreams.pictures("vp8", 60, key_every=30), bitstreams.sounds(100)
        self.video, self.audio = Stream(2, VIDEO_PT, b"1"), Stream(1, AUDIO_PT, b"0")

    def packets(self) -> list[bytes]:
        found = []
        for at, picture in enumerate(self.pictures):
            parts = bitstreams.payloads("vp8", picture)
            found += [
                self.video.packet(part, at * 3000, marker=number == len(parts) - 1, elements=[])
                for number, part in enumerate(parts)
            ]
        for at, sound in enumerate(self.sounds):
            found.append(self.audio.packet(sound, at * 960, marker=False, elements=[(LEVEL_ID, LOUD)]))
        return found

    async def play(self, engine: Engine) -> None:
        """Until all of it has arrived."""
        packets = self.packets()
        for at, packet in enumerate(packets):
            self.peer.send_rtp(packet)
            if at % 20 == 0:  # a socket's buffer has an end
                await trio.sleep(0.005)
                self.peer.step()
        with trio.fail_after(LIMIT_S):
            while engine.counters().get("packets_in", 0) < len(packets):  # noqa: ASYNC110 - counters wake nobody
                await trio.sleep(0.01)


async def until_written(folder: Path, count: int) -> dict[str, Segment]:
    with trio.fail_after(LIMIT_S):
        while len(Folder(folder).segments()) < count:  # noqa: ASYNC110 - files wake nobody
            await trio.sleep(0.05)
    return {each.source: each for each in Folder(folder).segments()}


async def test_every_frame_that_was_sent_is_in_the_files(engine: Engine, nursery: trio.Nursery, tmp_path: Path) -> None:
    routing = engine.open_routing(Listener())
    capture = routing.capture("rec", "web", "main", lambda _: None)
    sender, publisher = await publishing(routing)
    capture.take(publisher, "anna")
    publisher.allow(frozenset({"microphone", "camera"}))
    await Player(sender).play(engine)
    capture.close()
    segments = await until_written(tmp_path / "rec", 2)
    assert {source: each.frames for source, each in segments.items()} == {"camera": 60, "microphone": 100}
    for each in all_played(tmp_path / "rec"):
        assert each.gaps == ()
        assert len(each.anchors) >= 1
    assert (segments["camera"].width_px, segments["camera"].height_px) == (320, 240)
    assert {level.level_dbov for level in segments["microphone"].levels} == {20}
    sender.socket.close()
    nursery.cancel_scope.cancel()


async def test_what_is_not_allowed_is_not_recorded(engine: Engine, nursery: trio.Nursery, tmp_path: Path) -> None:
    routing = engine.open_routing(Listener())
    capture = routing.capture("rec", "web", "main", lambda _: None)
    sender, publisher = await publishing(routing)
    capture.take(publisher, "anna")
    publisher.allow(frozenset({"microphone"}))
    await Player(sender).play(engine)
    capture.close()
    segments = await until_written(tmp_path / "rec", 1)
    assert set(segments) == {"microphone"}
    sender.socket.close()
    nursery.cancel_scope.cancel()
