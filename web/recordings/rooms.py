"""What breakout rooms are called, by their webinar's log. Pure."""

from collections.abc import Iterable

from actors import facts as f
from actors.ports import Remembered, StoredFact


def room_names(log: Iterable[StoredFact | Remembered]) -> dict[str, str]:
    """By id, of all that were ever open."""
    opened = (each.fact for each in log if isinstance(each, StoredFact) and isinstance(each.fact, f.RoomsOpened))
    return {room.id: room.name for fact in opened for room in fact.rooms}


def film_title(webinar: str, room: str) -> str:
    """`room`: its name; empty: the main room."""
    return f"{webinar}: {room}" if room else webinar
