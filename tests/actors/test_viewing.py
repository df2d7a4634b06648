"""One watch connection."""

from actors.floor import Publication
from actors.media_commands import Show, Wanted
from actors.seating import Wish
from actors.viewing import FACE_HEIGHT_PX, HEIGHT_MAX_PX, SCREEN_HEIGHT_PX, Viewing
from actors.words import Source
from tests.actors.fake_media import FakeRouting, FakeViewer

CAMERA, SCREEN = Source.CAMERA, Source.SCREEN


def publication(participant: str, *sources: Source) -> Publication:
    _, publisher = FakeRouting(listener=None).publish("offer", {s: s for s in sources or tuple(Source)})  # type: ignore[arg-type]
    return Publication("c", participant, publisher)


def viewing(seats: int = 2, screens: int = 1) -> tuple[Viewing, FakeViewer]:
    viewer = FakeViewer("down", seats, screens)
    return Viewing("c", "me", viewer), viewer


ANN, BOB = publication("ann"), publication("bob")
BOTH = {"ann": ANN, "bob": BOB}


def test_a_seat_is_a_microphone_and_a_camera_and_a_screen_its_own_pair() -> None:
    mine, viewer = viewing()
    assert mine.seat(("ann", None), ("bob",), BOTH)
    assert viewer.sat == {
        (0, False): (ANN.publisher.tracks["microphone"], ANN.publisher.tracks["camera"]),
        (0, True): (BOB.publisher.tracks["screen_audio"], BOB.publisher.tracks["screen"]),
    }
    assert (mine.seats, mine.screens) == (("ann", None), ("bob",))


def test_only_what_changes_is_told() -> None:
    mine, viewer = viewing()
    mine.seat(("ann", "bob"), (None,), BOTH)
    assert viewer.calls == 2
    assert not mine.seat(("ann", "bob"), (None,), BOTH)
    assert viewer.calls == 2
    assert mine.seat((None, "bob"), (None,), BOTH)
    assert (viewer.calls, viewer.sat[0, False]) == (3, (None, None))


def test_a_person_who_publishes_anew_keeps_the_seat_with_new_tracks() -> None:
    mine, viewer = viewing()
    mine.seat(("ann", None), (None,), BOTH)
    again = publication("ann")
    assert not mine.seat(("ann", None), (None,), {"ann": again})
    assert viewer.sat[0, False][0] is again.publisher.tracks["microphone"]


def test_before_the_page_says_what_it_shows_everything_has_a_sensible_size() -> None:
    mine, viewer = viewing()
    mine.seat(("ann", None), ("bob",), BOTH)
    assert viewer.wanted == {(0, False): FACE_HEIGHT_PX, (0, True): SCREEN_HEIGHT_PX}


def test_whoever_the_page_does_not_name_gets_no_picture() -> None:
    mine, viewer = viewing()
    mine.seat(("ann", "bob"), ("bob",), BOTH)
    mine.show(Show((Wanted("ann", CAMERA, 180), Wanted("ann", CAMERA, 720), Wanted("bob", SCREEN, 10**9))))
    assert viewer.wanted == {(0, False): 720, (1, False): 0, (0, True): HEIGHT_MAX_PX}
    mine.show(Show((Wanted("bob", CAMERA, -5),)))
    assert viewer.wanted == {(0, False): 0, (1, False): 0, (0, True): 0}


def test_a_size_follows_the_person_into_another_seat() -> None:
    mine, viewer = viewing()
    mine.show(Show((Wanted("bob", CAMERA, 720),)))
    mine.seat(("bob", None), (None,), BOTH)
    assert viewer.wanted[0, False] == 720
    mine.seat(("ann", "bob"), (None,), BOTH)
    assert viewer.wanted == {(0, False): 0, (1, False): 720}


def test_a_wish_is_what_is_pinned_and_shown() -> None:
    mine, _ = viewing()
    assert mine.wish(CAMERA) == Wish("me")
    mine.show(Show((Wanted("ann", CAMERA, 1), Wanted("bob", SCREEN, 1)), pinned="bob"))
    assert mine.wish(CAMERA) == Wish("me", "bob", frozenset({"ann"}))
    assert mine.wish(SCREEN) == Wish("me", "bob", frozenset({"bob"}))


def test_an_encoder_without_a_camera_has_a_seat_without_a_picture() -> None:
    mine, viewer = viewing()
    mine.seat(("ann", None), (None,), {"ann": publication("ann", Source.MICROPHONE)})
    assert viewer.sat[0, False][1] is None
