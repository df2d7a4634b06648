"""The compiled plane's own thread, on real sockets of loopback."""

import select
import socket
import time
from collections.abc import Iterator

import pytest

from media import stun
from media.plane import CheckSpec, KeyFrameSeen
from tests.conditions import missing
from tests.media.plane.on_sockets import LIMIT_S, Crowd, Port
from tests.media.plane.oracle import rtcp, rtp
from tests.media.plane.oracle.forwarding import (
    Camera,
    audio_down,
    audio_up,
    video_down,
    video_up,
    voice,
)
from tests.media.rtp_packets import MID, packet, vp8_payload
from tests.media.stun_client import binding_request

CALM_S = 0.05  # as in core/driver.pxi


@pytest.fixture(params=[(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")], ids=["ipv4", "ipv6"])
def port(request: pytest.FixtureRequest) -> Iterator[Port]:
    try:
        made = Port(*request.param)
    except OSError as error:
        missing(f"no such address here: {error}")
    yield made
    made.close()


def test_the_thread_forwards_what_comes_in_and_tells_of_it(port: Port) -> None:
    publisher, viewer = port.join(1, port.publisher), port.join(2, port.viewer)
    port.plane.add_up(video_up(1, 1))
    port.plane.allow_up(1, True)
    port.plane.add_down(video_down(1, 2))
    port.plane.feed(1, 1)
    camera = Camera(ssrc=7)
    for plain in camera.frame(5, key=True, body=bytes(900)):
        port.publisher.sendto(publisher.protect(plain), port.ours.getsockname())
    seen = [viewer.unprotect(port.viewer.recv(2048)) for _ in range(5)]
    assert [rtp.read_header(plain).sequence - rtp.read_header(seen[0]).sequence for plain in seen] == [0, 1, 2, 3, 4]
    events: list[object] = []
    while KeyFrameSeen(1, 0, 240) not in events:
        port.wait_for_news()
        assert port.plane.signals() == []
        events += port.plane.drain()
    nack = viewer.protect_rtcp(rtcp.nack(1, 7000, [rtp.read_header(seen[0]).sequence]))
    port.viewer.sendto(nack, port.ours.getsockname())
    while rtp.is_rtcp(again := port.viewer.recv(2048)):
        pass
    assert again[2:4] == seen[0][2:4]
    assert port.plane.counters()["resent"] == 1


def test_what_is_no_media_comes_up_with_its_address(port: Port) -> None:
    for data in (b"\x00\x01stun", b"\xffnothing", b"", b"\x80\x60from a stranger", b"\x16dtls"):
        port.viewer.sendto(data, port.ours.getsockname())
    found: list[tuple[bytes, object]] = []
    while len(found) < 2:
        port.wait_for_news()
        found += port.plane.signals()
    assert found == [(data, port.viewer.getsockname()) for data in (b"\x00\x01stun", b"\x16dtls")]
    assert port.plane.counters() == {"unknown_kind": 2, "packets_in": 1, "unverified_source": 1}


def test_much_signalling_is_taken_in_portions_so_that_others_get_their_turn(port: Port) -> None:
    for number in range(200):
        port.viewer.sendto(b"\x00%d" % number, port.ours.getsockname())
    found: list[bytes] = []
    while len(found) < 200:
        port.wait_for_news()
        portion = port.plane.signals()
        assert len(portion) <= 64
        found += [data for data, _ in portion]
    assert found == [b"\x00%d" % number for number in range(200)]


def test_checks_of_those_who_are_here_are_told_together(port: Port) -> None:
    port.join(2, port.viewer)
    found: list[bytes] = []
    told, began_s = 0, time.monotonic()
    for number in range(30):
        port.viewer.sendto(b"\x00%d" % number, port.ours.getsockname())
        told += bool(select.select([port.plane.path.fileno()], [], [], 0.001)[0])
        found += [data for data, _ in port.plane.signals()]
    assert told <= 2 + (time.monotonic() - began_s) / CALM_S
    while len(found) < 30:
        port.wait_for_news()
        found += [data for data, _ in port.plane.signals()]
    assert found == [b"\x00%d" % number for number in range(30)]


def test_plain_checks_are_answered_in_the_thread_and_wake_nobody(port: Port) -> None:
    port.join(2, port.viewer, CheckSpec(b"ours:theirs", b"secret"))
    port.join(3, port.publisher)
    asked = binding_request("ours:theirs", "secret")
    read = stun.parse_request(asked)
    assert read is not None
    for _ in range(5):
        port.viewer.sendto(asked, port.ours.getsockname())
        assert port.viewer.recv(2048) == stun.success_response(read, port.viewer.getsockname(), b"secret")
    at_s = port.plane.last_check_s(2)
    assert at_s is not None
    assert 0 <= time.monotonic() - at_s < LIMIT_S
    assert port.plane.last_check_s(3) is None
    assert not select.select([port.plane.path.fileno()], [], [], 0)[0]
    assert port.plane.counters() == {"checks": 5, "sends": 5}
    port.publisher.sendto(asked, port.ours.getsockname())
    port.wait_for_news()
    assert port.plane.signals() == [(asked, port.publisher.getsockname())]


def test_commands_beyond_the_rings_length_are_kept_and_obeyed_in_order(port: Port) -> None:
    port.join(1, port.publisher)
    viewer = port.join(2, port.viewer)
    port.plane.add_up(audio_up(1, 1))
    port.plane.add_down(audio_down(1, 2))
    for turn in range(20_000):
        port.plane.allow_up(1, turn % 2 == 0)
        port.plane.feed(1, 1 if turn % 3 else None)
    port.plane.allow_up(1, True)
    port.plane.feed(1, 1)
    publisher = port.join(3, socket_of(port))
    port.plane.add_up(audio_up(3, 3))
    port.plane.allow_up(3, True)
    port.plane.feed(1, 3)
    port.viewer.settimeout(0.05)
    deadline_s, number, got = time.monotonic() + LIMIT_S, 0, b""
    while not got and time.monotonic() < deadline_s:
        number += 1
        port.sockets[3].sendto(publisher.protect(voice(number, 960 * number, 5)), port.ours.getsockname())
        if select.select([port.plane.path.fileno()], [], [], 0)[0]:
            port.plane.signals()
        try:
            got = port.viewer.recv(2048)
        except TimeoutError:
            continue
    assert viewer.unprotect(got).endswith(b"opus %d" % number)


def socket_of(port: Port) -> socket.socket:
    made = socket.socket(port.ours.family, socket.SOCK_DGRAM)
    made.bind((port.ours.getsockname()[0], 0))
    port.sockets.append(made)
    return made


def frame_of(sizes: list[int], sequence: int, *, key: bool = False) -> list[bytes]:
    """A frame in packets whose bodies have these sizes."""
    return [
        packet(
            sequence + at,
            sequence * 3000,
            7,
            vp8_payload(sequence, key=key and not at, starts=not at, body=bytes(size)),
            marker=at == len(sizes) - 1,
            elements=[(MID, b"1")],
        )
        for at, size in enumerate(sizes)
    ]


def test_packets_of_a_frame_that_are_nearly_equal_are_padded_and_leave_in_one_call() -> None:
    sizes = [1001, 1000, 1003, 999, 400]
    with Crowd(10) as crowd:
        plane, far = crowd.plane, crowd.far
        key = [(far.protect(plain), crowd.publisher.getsockname()) for plain in frame_of([50], 1, key=True)]
        plane.path.datagrams(key, time.monotonic())
        plane.path.sent()
        for plain in frame_of(sizes, 2):
            crowd.publisher.sendto(far.protect(plain), crowd.ours.getsockname())
        plane.start(crowd.ours.fileno(), 0.0)
        got = [crowd.viewers[0].recv(2048) for _ in sizes]
        opened = [crowd.far.unprotect(data) for data in got]
        headers = [rtp.read_header(each) for each in opened]
        assert len({len(data) for data in got[:4]}) == 1
        assert [len(each) - header.payload_end for each, header in zip(opened, headers, strict=True)] == [2, 3, 0, 4, 0]
        bodies = [header.payload_end - header.payload_start - 6 - 3 for header in headers]
        assert bodies == sizes
        nack = rtcp.nack(1, 7000, [header.sequence for header in headers])
        crowd.viewers[0].sendto(crowd.far.protect_rtcp(nack), crowd.ours.getsockname())
        again = []
        while len(again) < len(sizes):
            if not rtp.is_rtcp(data := crowd.viewers[0].recv(2048)):
                again.append(data)
        plane.stop()
    assert again == got, "padding and all"
    assert plane.counters()["sends"] < 30, "one for each viewer, not for each packet, and one for each repeat"


def test_padding_makes_nothing_too_long() -> None:
    sizes = [1323, 1316, 400]  # the first, as viewers would get it, is longer than a datagram may be
    with Crowd(10) as crowd:
        plane, far = crowd.plane, crowd.far
        key = [(far.protect(plain), crowd.publisher.getsockname()) for plain in frame_of([50], 1, key=True)]
        plane.path.datagrams(key, time.monotonic())
        plane.path.sent()
        for plain in frame_of(sizes, 2):
            crowd.publisher.sendto(far.protect(plain), crowd.ours.getsockname())
        plane.start(crowd.ours.fileno(), 0.0)
        headers = [rtp.read_header(crowd.far.unprotect(crowd.viewers[0].recv(2048))) for _ in sizes[1:]]
        plane.stop()
    assert [header.payload_end - header.payload_start - 6 - 3 for header in headers] == sizes[1:]


def test_a_frame_that_is_still_coming_goes_out_soon_all_the_same() -> None:
    with Crowd(10) as crowd:
        far, plane = crowd.far, crowd.plane
        plane.path.datagrams(
            [(far.protect(plain), crowd.publisher.getsockname()) for plain in frame_of([50, 60, 70], 1, key=True)[:1]],
            time.monotonic(),
        )
        assert len(plane.path.sent()) == 10
        plane.start(crowd.ours.fileno(), 0.0)
        crowd.publisher.sendto(far.protect(frame_of([50, 60, 70], 1)[1]), crowd.ours.getsockname())
        assert len(crowd.viewers[0].recv(2048)) > 60
        plane.stop()


def test_audio_that_comes_during_a_long_burst_of_video_does_not_wait_for_its_end() -> None:
    with Crowd(150) as crowd:
        plane, far = crowd.plane, crowd.far
        camera = Camera(ssrc=7)
        first = [*camera.frame(key=True), voice(1, 960, 5)]
        plane.path.datagrams([(far.protect(plain), crowd.publisher.getsockname()) for plain in first], time.monotonic())
        plane.path.sent()  # routes are known, everybody is fed
        batch = [far.protect(plain) for _ in range(16) for plain in camera.frame(4)]  # as many as are read at once
        for sealed in (*batch, far.protect(voice(2, 1920, 5))):
            crowd.publisher.sendto(sealed, crowd.ours.getsockname())
        plane.start(crowd.ours.fileno(), 0.0)
        ssrcs = [[rtp.read_header(viewer.recv(2048)).ssrc for _ in range(65)] for viewer in crowd.viewers]
        plane.stop()
    places = sorted(seen.index(8000) for seen in ssrcs)
    assert places == [0] * 87 + [64] * 63, "only who was served before it came gets it last"
