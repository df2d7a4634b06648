"""Who was there, when and how long: one row per person."""

from collections.abc import Sequence

from actors.ports import Remembered, StoredFact
from actors.webinar.attendance import Attended, attendance
from actors.words import WebinarId
from web.exports.table import Cell, Table, instant


def attendance_table(_: WebinarId, log: Sequence[StoredFact | Remembered]) -> Table:
    columns = ("participant", "name", "email", "roles", "first_seen", "last_seen", "visits", "present_s")
    return Table(columns, [_row(person) for person in attendance(log)])


def names_in(log: Sequence[StoredFact | Remembered]) -> dict[str, str]:
    """Of everybody who was ever at the door; "" of who was forgotten."""
    return {person.participant: person.name for person in attendance(log)}


def _row(person: Attended) -> tuple[Cell, ...]:
    visits = person.visits
    return (
        person.participant,
        person.name,
        person.email,
        " ".join(person.roles),
        instant(visits[0].from_ms) if visits else None,
        instant(visits[-1].until_ms) if visits else None,
        len(visits),
        person.present_ms // 1000,
    )
