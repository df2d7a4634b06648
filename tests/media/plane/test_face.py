"""The compiled plane as media sees it: what it refuses and what it tells."""

from collections.abc import Callable

import pytest

from media.plane import ExtensionIds, Fed, KeyFrameSeen, LayerSeen, LevelHeard, PeerSpec, UpReport, UpSpec, ViewerReport
from media.plane.face import CompiledPlane
from media.srtp import AEAD_AES_128_GCM, SrtpKeys
from tests.media.plane.oracle import rtp
from tests.media.plane.oracle.forwarding import (
    Camera,
    audio_down,
    audio_up,
    video_down,
    video_up,
    voice,
)
from tests.media.plane.twins import Twins, address_of

KEYS = SrtpKeys(AEAD_AES_128_GCM, b"i" * 28, b"o" * 28)


def plane() -> CompiledPlane:
    made = CompiledPlane(0.0)
    for peer in (1, 2):
        made.add_peer(PeerSpec(peer, KEYS))
    made.add_up(video_up(1, 1, ("q", "h")))
    made.add_down(video_down(1, 2))
    return made


def test_the_same_id_twice_is_an_error() -> None:
    made = plane()
    again: list[Callable[[], None]] = [
        lambda: made.add_peer(PeerSpec(1, KEYS)),
        lambda: made.add_up(video_up(1, 1)),
        lambda: made.add_down(video_down(1, 2)),
        lambda: made.add_down(video_down(2, 2)),  # its SSRC is in use
    ]
    for add in again:
        with pytest.raises(ValueError, match="already"):
            add()


def test_an_unknown_id_is_an_error() -> None:
    made = plane()
    unknown: list[Callable[[], None]] = [
        lambda: made.move_peer(9, ("127.0.0.1", 1)),
        lambda: made.remove_peer(9),
        lambda: made.add_up(video_up(9, 9)),
        lambda: made.allow_up(9, True),
        lambda: made.remove_up(9),
        lambda: made.add_down(video_down(9, 9)),
        lambda: made.feed(9, 1),
        lambda: made.feed(1, 9),
        lambda: made.remove_down(9),
    ]
    for name in unknown:
        with pytest.raises(KeyError):
            name()


def test_a_seat_is_fed_by_its_own_kind_from_a_layer_that_is_there() -> None:
    made = plane()
    made.add_up(audio_up(5, 1))
    for layer, up in ((2, 1), (-1, 1), (0, 5)):
        with pytest.raises(ValueError, match="layer"):
            made.feed(1, up, layer)


def test_what_a_peer_had_may_come_again_once_it_is_gone() -> None:
    made = plane()
    for peer in (1, 2):
        made.remove_peer(peer)
        made.add_peer(PeerSpec(peer, KEYS))
    made.add_up(video_up(1, 1))
    made.add_down(video_down(1, 2))


def test_what_does_not_fit_is_refused_and_leaves_nothing_behind() -> None:
    made = plane()
    with pytest.raises(ValueError, match="name too long"):
        made.add_up(video_up(7, 1, mid="m" * 65))
    with pytest.raises(ValueError, match="too many layers"):
        made.add_up(UpSpec(7, 1, "video", "1", {96: "vp8"}, 90_000, ssrcs=tuple(range(65))))
    with pytest.raises(ValueError, match="codec too many"):
        made.add_up(UpSpec(7, 1, "video", "1", {at: f"codec{at}" for at in range(20)}, 90_000))
    with pytest.raises(ValueError, match="one-byte form"):
        made.add_down(video_down(7, 2).__class__(7, 2, "video", "m" * 17, 9, {"vp8": 100}, 90_000, 9))
    made.add_up(video_up(7, 1))
    made.add_down(video_down(7, 2, ssrc=9))


def test_a_seat_that_comes_back_under_its_ssrc_uses_no_number_twice() -> None:
    twins = Twins()
    twins.join(1)
    twins.join(2)
    made, camera, datagrams = twins.compiled, Camera(ssrc=7), list[bytes]()
    made.add_up(video_up(1, 1))
    made.allow_up(1, True)
    for turn in range(3):
        made.add_down(video_down(turn, 2))
        made.feed(turn, 1)
        batch = [(twins.seal(1, plain), address_of(1)) for plain in camera.frame(3, key=True, body=b"%d" % turn)]
        made.path.datagrams(batch, twins.now_s)
        datagrams += [data for data, _ in made.path.sent()]
        made.remove_down(turn)
    opened = [rtp.read_header(twins.far[2].unprotect(data)) for data in datagrams]
    assert [header.sequence - opened[0].sequence for header in opened] == list(range(9))


def test_each_event_is_told_with_its_own_words() -> None:
    twins = Twins()
    twins.join(1, "remb")
    twins.join(2)
    for up in (video_up(1, 1), audio_up(2, 1)):
        twins.tell("add_up", up)
        twins.tell("allow_up", up.id, True)
    twins.tell("add_down", video_down(1, 2))
    twins.tell("add_down", audio_down(2, 2))
    for down in (1, 2):
        twins.tell("feed", down, down)
    twins.arrive(1, [twins.seal(1, plain) for plain in (Camera(ssrc=7).frame(key=True)[0], voice(1, 1, 5))])
    twins.wait(2.5)
    twins.compare()
    kinds = {type(event) for event in twins.events}
    assert kinds == {LayerSeen, KeyFrameSeen, LevelHeard, UpReport, ViewerReport, Fed}
    assert any(
        rtp.is_rtcp(data) and b"REMB" in twins.far[1].unprotect_rtcp(data) for data, to in twins.sent if to[1] == 1001
    )


def test_an_extension_nobody_negotiated_is_not_read() -> None:
    twins = Twins()
    twins.join(1, "remb", ExtensionIds())
    twins.tell("add_up", audio_up(1, 1))
    twins.tell("allow_up", 1, True)
    twins.arrive(1, [twins.seal(1, voice(1, 1, 5))])
    twins.compare()
    assert [type(event) for event in twins.events] == [LayerSeen]
