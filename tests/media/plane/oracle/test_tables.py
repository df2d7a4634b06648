from collections.abc import Callable

import pytest

from media.plane import PeerSpec
from tests.media.plane.oracle.forwarding import KEYS, Camera, ClearSrtp, Stage, audio_up, video_down, video_up
from tests.media.plane.oracle.tables import Tables


def tables() -> Tables:
    made = Tables(ClearSrtp)
    for peer in (1, 2):
        made.add_peer(PeerSpec(peer, KEYS))
    made.add_up(video_up(1, 1, ("q", "h")))
    made.add_down(video_down(1, 2))
    return made


def test_the_same_id_twice_is_an_error() -> None:
    made = tables()
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
    made = tables()
    unknown: list[Callable[[], None]] = [
        lambda: made.move_peer(9, ("a", 1)),
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
    made = tables()
    made.add_up(audio_up(5, 1))
    for layer, up in ((2, 1), (-1, 1), (0, 5)):
        with pytest.raises(ValueError, match="layer"):
            made.feed(1, up, layer)
    assert made.downs[1].waiting_for is None


def test_an_address_belongs_to_one_peer() -> None:
    made = tables()
    made.move_peer(1, ("a", 1))
    made.move_peer(2, ("a", 1))
    assert (made.peers[1].address, made.by_address["a", 1]) == (None, made.peers[2])
    made.move_peer(2, ("b", 2))
    assert list(made.by_address) == [("b", 2)]
    made.move_peer(1, ("a", 1))
    made.remove_peer(1)
    assert list(made.by_address) == [("b", 2)]


def test_a_peer_that_goes_leaves_nothing_behind() -> None:
    made = tables()
    made.move_peer(1, ("a", 1))
    made.feed(1, 1)
    made.remove_peer(1)
    assert (made.ups, made.publishers, made.by_address) == ({}, {}, {})
    assert made.downs[1].waiting_for is None
    made.remove_peer(2)
    assert (made.peers, made.downs) == ({}, {})


def test_viewers_of_a_track_that_goes_keep_their_seats_and_what_they_wait_for() -> None:
    stage = Stage()
    publisher, viewer = stage.peer(1), stage.peer(2)
    for number, mid in ((1, "1"), (2, "2")):
        stage.plane.add_up(video_up(number, 1, mid=mid))
        stage.plane.allow_up(number, True)
    stage.plane.add_down(video_down(1, 2))
    stage.plane.feed(1, 1)
    stage.arrive(Camera(ssrc=7).frame(key=True)[0], publisher)
    stage.plane.feed(1, 2)
    stage.plane.remove_up(1)
    stage.take(viewer)
    stage.arrive(Camera(ssrc=7).frame(key=True)[0], publisher)
    assert stage.media(viewer) == []
    stage.arrive(Camera(ssrc=8, mid="2").frame(key=True)[0], publisher)
    assert len(stage.media(viewer)) == 1


def test_a_closed_gate_keeps_a_switch_that_was_under_way() -> None:
    made = tables()
    made.add_up(video_up(2, 1, mid="2"))
    made.feed(1, 1)
    made.allow_up(1, False)
    assert made.downs[1].waiting_for == (made.ups[1], 0)
    made.feed(1, 2)
    made.allow_up(1, False)
    assert made.downs[1].waiting_for == (made.ups[2], 0)
