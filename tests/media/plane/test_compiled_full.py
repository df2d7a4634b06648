"""What the compiled plane does when something is full, fails or has ended: nothing is lost without being counted."""

import errno
import os
import socket
import threading
import time
from contextlib import suppress

import pytest

from media.plane import Fed, LevelHeard, PeerSpec
from media.plane.face import CompiledPlane
from tests.media.plane.on_sockets import KEYS, LIMIT_S, Crowd
from tests.media.plane.oracle import rtp
from tests.media.plane.oracle.forwarding import EXTENSIONS, Camera, audio_down, audio_up, video_down, video_up, voice
from tests.media.plane.twins import Twins

EVENT_RING, LEFT_FOR_FACTS = 16_384, 16_384 // 4  # as in core/rings.pxi
SEATS = range(2, 102)


def primed(crowd: Crowd, camera: Camera) -> None:
    """Routes are known, everybody is fed."""
    first = [*camera.frame(key=True), voice(1, 960, 5)]
    batch = [(crowd.far.protect(plain), crowd.publisher.getsockname()) for plain in first]
    crowd.plane.path.datagrams(batch, time.monotonic())
    crowd.plane.path.sent()


def publish(crowd: Crowd, plains: list[bytes]) -> None:
    for plain in plains:
        crowd.publisher.sendto(crowd.far.protect(plain), crowd.ours.getsockname())


def got(crowd: Crowd, count: int) -> list[list[bytes]]:
    """So many packets of media of each viewer, opened."""
    found = []
    for viewer in crowd.viewers:
        media: list[bytes] = []
        while len(media) < count:
            if not rtp.is_rtcp(data := viewer.recv(2048)):
                media.append(data)
        found.append(media)
    return found


def numbers(media: list[bytes], ssrc: int) -> list[int]:
    headers = [rtp.read_header(data) for data in media]
    return [header.sequence for header in headers if header.ssrc == ssrc]


@pytest.mark.parametrize("full", [errno.EAGAIN, errno.ENOBUFS])
def test_a_full_socket_is_waited_for_and_order_is_kept(full: int) -> None:
    with Crowd(5) as crowd:
        camera = Camera(ssrc=7)
        primed(crowd, camera)
        crowd.plane.path.fail(full, 12, False)
        publish(crowd, [plain for _ in range(4) for plain in camera.frame(4, body=bytes(700))])
        crowd.plane.start(crowd.ours.fileno(), 0.0)
        for media in got(crowd, 16):
            seen = numbers(media, media_ssrc(media))
            assert seen == list(range(seen[0], seen[0] + 16))
        crowd.plane.stop()
    counters = crowd.plane.counters()
    assert counters["send_deferred"] >= 16 * 5 - 16
    assert "send_lost" not in counters


def media_ssrc(media: list[bytes]) -> int:
    return rtp.read_header(media[0]).ssrc


def test_what_waits_for_a_full_socket_is_bounded_and_what_is_beyond_is_counted() -> None:
    with Crowd(60) as crowd:
        camera = Camera(ssrc=7)
        primed(crowd, camera)
        crowd.plane.path.fail(errno.ENOBUFS, 1 << 30, False)
        publish(crowd, camera.frame(64, body=bytes(1200)))
        crowd.plane.start(crowd.ours.fileno(), 0.0)
        wait_for(crowd, 60 * (2 + 64))
        crowd.plane.stop()
    counters = crowd.plane.counters()
    most = 4 * 1024 * 1024 // 1200
    assert most - 200 < counters["send_deferred"] <= most
    media = counters["packets_out"] - 2 * 60  # less what was captured before the start
    assert media <= counters["send_deferred"] + counters["send_lost"] <= media + 60 * 4, "reports may be among them"


def test_an_error_about_one_viewer_loses_nothing_of_the_others() -> None:
    with Crowd(3) as crowd:
        primed(crowd, Camera(ssrc=7))
        crowd.plane.path.fail(errno.EPERM, 1 + 10, False)  # a run, and each of its packets on its own
        publish(crowd, [voice(number, 960 * number, 5) for number in range(10, 20)])
        crowd.plane.start(crowd.ours.fileno(), 0.0)
        wait_for(crowd, 3 * (2 + 10))
        crowd.plane.stop()
        assert sorted(waiting(viewer) for viewer in crowd.viewers) == [0, 10, 10]
    assert crowd.plane.counters()["send_lost"] == 10


def wait_for(crowd: Crowd, packets_out: int) -> None:
    deadline_s = time.monotonic() + LIMIT_S
    while crowd.plane.counters()["packets_out"] < packets_out:
        assert time.monotonic() < deadline_s


def waiting(viewer: socket.socket) -> int:
    """Datagrams that came and were not read."""
    viewer.setblocking(False)
    count = 0
    with suppress(BlockingIOError):
        while viewer.recv(2048):
            count += 1
    return count


@pytest.mark.parametrize("refused", [errno.EIO, errno.ENOPROTOOPT, errno.EINVAL])
def test_where_the_kernel_cuts_no_runs_packets_go_together_all_the_same(refused: int) -> None:
    with Crowd(5) as crowd:
        camera = Camera(ssrc=7)
        primed(crowd, camera)
        crowd.plane.path.fail(refused, 1 << 30, True)
        publish(crowd, [plain for _ in range(4) for plain in camera.frame(4, body=bytes(700))])
        crowd.plane.start(crowd.ours.fileno(), 0.0)
        for media in got(crowd, 16):
            seen = numbers(media, media_ssrc(media))
            assert seen == list(range(seen[0], seen[0] + 16))
        crowd.plane.stop()
    counters = crowd.plane.counters()
    assert not counters.keys() & {"send_lost", "send_deferred"}
    is_for_good = refused != errno.EINVAL  # that one may be about this path alone, and so each run is tried
    assert (counters["sends"] <= 1 + 16 + 4 * 5) == is_for_good


def test_levels_beyond_the_ring_are_counted_and_facts_still_come() -> None:
    twins = Twins()
    twins.join(1)
    twins.join(2)
    plane = twins.compiled
    plane.add_up(audio_up(1, 1))
    plane.allow_up(1, True)
    address = ("10.0.0.1", 1001)
    for number in range(EVENT_RING):
        plane.path.datagrams([(twins.seal(1, voice(number, 960 * number, 5)), address)], 100 + number * 0.02)
    dropped = plane.counters()["events_dropped"]
    assert dropped >= LEFT_FOR_FACTS
    plane.add_down(audio_down(1, 2))
    plane.feed(1, 1)
    plane.path.datagrams([(twins.seal(1, voice(EVENT_RING, 960 * EVENT_RING, 5)), address)], 500.0)
    told = plane.drain()
    assert told[-1] == Fed(1, 1, 0)
    assert sum(isinstance(event, LevelHeard) for event in told) == EVENT_RING - LEFT_FOR_FACTS - 1
    plane.path.datagrams([(twins.seal(1, voice(EVENT_RING + 1, 0, 5)), address)], 500.1)
    assert [type(event) for event in plane.drain()] == [LevelHeard], "as before"


def often_switched() -> tuple[CompiledPlane, int]:
    """A plane that nobody listened to, and how often it has fed a seat anew: more often than its ring has places."""
    twins = Twins()
    twins.join(1)
    twins.join(2)
    plane, camera = twins.compiled, Camera(ssrc=7)
    plane.add_up(video_up(1, 1))
    plane.allow_up(1, True)
    for down in SEATS:
        plane.add_down(video_down(down, 2, ssrc=down))
    turns = (EVENT_RING + 1000) // len(SEATS)
    for _ in range(turns):
        for down in SEATS:
            plane.feed(down, None)
            plane.feed(down, 1)
        plane.path.datagrams([(twins.seal(1, camera.frame(key=True)[0]), ("10.0.0.1", 1001))], 100.0)
        plane.path.sent()
    return plane, turns


def test_facts_beyond_the_ring_are_kept_and_told_in_their_order() -> None:
    plane, turns = often_switched()
    told = [*plane.drain()]
    assert len(told) == EVENT_RING
    plane.path.tick(100.0)  # now there is room
    told += plane.drain()
    fed = [event.down for event in told if isinstance(event, Fed)]
    assert [sorted(fed[at : at + len(SEATS)]) for at in range(0, len(fed), len(SEATS))] == [list(SEATS)] * turns
    assert "events_dropped" not in plane.counters()


def test_a_plane_that_ends_with_facts_untold_frees_them() -> None:
    plane, _ = often_switched()
    del plane


def test_a_gate_closed_before_is_closed_for_audio_that_overtakes_a_burst() -> None:
    with Crowd(100) as crowd:
        camera = Camera(ssrc=7)
        primed(crowd, camera)
        crowd.plane.path.start(crowd.ours.fileno(), 0.0)
        publish(crowd, [plain for _ in range(16) for plain in camera.frame(4)])
        publish(crowd, [voice(2, 1920, 5)])
        crowd.plane.allow_up(2, False)
        thread = threading.Thread(target=crowd.plane.path.run)
        thread.start()
        found = got(crowd, 64)
        crowd.plane.path.stop()
        thread.join()
    assert {len({rtp.read_header(data).ssrc for data in media}) for media in found} == {1}
    assert crowd.plane.counters()["packets_out"] == 100 * (2 + 64)


def test_what_is_ordered_after_the_end_is_obeyed_at_once_and_touches_no_socket() -> None:
    with Crowd(2) as crowd:
        crowd.plane.start(crowd.ours.fileno(), 0.0)
        crowd.plane.stop()
        number = crowd.ours.fileno()
        crowd.ours.close()
        reader, writer = os.pipe()
        try:
            assert reader == number, "the plane's socket has become somebody else's file"
            for turn in range(20_000):
                crowd.plane.allow_up(1, turn % 2 == 0)
            crowd.plane.path.send_remb(2, 100_000)
            crowd.plane.add_peer(PeerSpec(99, KEYS, EXTENSIONS))
            crowd.plane.remove_peer(99)
            os.set_blocking(reader, False)
            with pytest.raises(BlockingIOError):
                os.read(reader, 1)
        finally:
            os.close(reader)
            os.close(writer)
        assert len(crowd.plane.path.sent()) == 1, "it went nowhere"


def test_a_plane_that_never_ran_frees_what_was_ordered() -> None:
    plane = CompiledPlane(0.0)
    plane.path.start(0, 0.0)
    for number in range(5000):
        plane.add_peer(PeerSpec(number, KEYS, EXTENSIONS))
    del plane
