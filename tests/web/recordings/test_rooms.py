"""What rooms are called."""

from actors import facts as f
from actors.ports import StoredFact
from actors.words import Assign, Speak
from web.recordings.rooms import film_title, room_names


def test_every_room_that_was_ever_open_has_its_name() -> None:
    facts = [
        f.RoomsOpened(
            tuple(f.RoomSpec(room, name) for room, name in rooms), Assign.CHOOSE, Speak.EVERYONE, None, "host"
        )
        for rooms in ([("w.a", "Red"), ("w.b", "Blue")], [("w.c", "Red")])
    ]
    log = [StoredFact(n, n, fact) for n, fact in enumerate([facts[0], f.RoomsClosed("host"), facts[1]], 1)]
    assert room_names(log) == {"w.a": "Red", "w.b": "Blue", "w.c": "Red"}


def test_a_film_of_a_room_is_called_by_webinar_and_room() -> None:
    assert film_title("All hands", "Red") == "All hands: Red"
    assert film_title("All hands", "") == "All hands"
