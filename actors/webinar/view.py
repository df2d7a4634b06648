"""The four ways a webinar looks, and who looks on in which."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from actors.webinar.state import Person
from actors.words import Place, Role


class View(StrEnum):
    HOSTS = "hosts"
    STAGE = "stage"
    AUDIENCE = "audience"
    WAITING = "waiting"


INSIDE: Final = (View.HOSTS, View.STAGE, View.AUDIENCE)
ON_STAGE: Final = frozenset({View.HOSTS, View.STAGE})
VIEWS = {Role.HOST: View.HOSTS, Role.CO_HOST: View.HOSTS, Role.PRESENTER: View.STAGE, Role.ATTENDEE: View.AUDIENCE}


def view_of(person: Person) -> View:
    return VIEWS[person.role] if person.place is Place.IN else View.WAITING


def moment(at_ms: int) -> datetime:
    """A wall-clock time as views show it."""
    return datetime.fromtimestamp(at_ms / 1000, UTC)


def instant(at_ms: int | None) -> datetime | None:
    return None if at_ms is None else moment(at_ms)
