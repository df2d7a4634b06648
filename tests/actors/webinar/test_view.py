"""Which of the four ways somebody looks."""

import pytest

from actors.webinar.state import Person
from actors.webinar.view import INSIDE, View, instant, moment, view_of
from actors.words import Place, Role


@pytest.mark.parametrize(
    ("role", "view"),
    [
        (Role.HOST, View.HOSTS),
        (Role.CO_HOST, View.HOSTS),
        (Role.PRESENTER, View.STAGE),
        (Role.ATTENDEE, View.AUDIENCE),
    ],
)
def test_a_view_follows_from_role_and_place(role: Role, view: View) -> None:
    assert view_of(Person("p1", "Ann", role, Place.IN)) is view
    assert view_of(Person("p1", "Ann", role, Place.WAITING)) is View.WAITING


def test_a_view_is_one_of_four() -> None:
    assert set(View) == {*INSIDE, View.WAITING} == {"hosts", "stage", "audience", "waiting"}


def test_times_are_utc() -> None:
    assert moment(1500).isoformat() == "1970-01-01T00:00:01.500000+00:00"
    assert instant(None) is None
    assert instant(0) == moment(0)
