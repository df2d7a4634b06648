"""One person is large for everybody, by hosts alone, and only as long as they are on stage."""

from collections.abc import Callable

import pytest

from actors import facts as f
from actors.webinar import commands as c
from actors.words import Assign, Role
from tests.actors.webinar.crowd import Crowd
from tests.actors.webinar.town import Town

P, A = Role.PRESENTER, Role.ATTENDEE
LINES = 150


def test_hosts_put_somebody_in_the_spotlight_and_take_them_out() -> None:
    town = Town()
    ann, bob = town.inside(P), town.inside(P, "Bob")
    assert town.do("host", c.Spotlight(ann)) == [f.Spotlighted(ann, "host")]
    assert town.do("host", c.Spotlight(ann)) == []
    assert town.state.spotlight == ann
    assert town.do("host", c.Spotlight(bob)) == [f.Spotlighted(bob, "host")]
    assert town.do("host", c.Spotlight(None)) == [f.Spotlighted(None, "host")]
    assert town.do("host", c.Spotlight(None)) == []
    assert town.state.spotlight is None


def test_a_host_may_be_in_the_spotlight() -> None:
    town = Town()
    assert town.do("host", c.Spotlight("host")) == [f.Spotlighted("host", "host")]


def test_nobody_but_hosts_puts_anybody_there_and_nobody_who_is_not_on_stage() -> None:
    town = Town()
    ann, amy = town.inside(P), town.inside(A, "Amy")
    assert town.refusal(ann, c.Spotlight(ann)) == "not_allowed"
    assert town.refusal("host", c.Spotlight(amy)) == "not_on_stage"
    assert town.refusal("host", c.Spotlight("nobody")) == "no_such_participant"
    town.do("host", c.Kick(ann))
    assert town.refusal("host", c.Spotlight(ann)) == "not_on_stage"


def open_rooms(assign: Assign) -> Callable[[Town, str], None]:
    def leave(town: Town, ann: str) -> None:
        town.do("host", c.OpenRooms(count=1, assign=assign))
        if town.person(ann).room is None:
            assert town.state.rooms is not None
            town.do("host", c.MoveToRoom(ann, next(iter(town.state.rooms.rooms))))

    return leave


@pytest.mark.parametrize(
    "leave",
    [
        lambda town, ann: town.do("host", c.Demote(ann)),
        lambda town, ann: town.do("host", c.Kick(ann)),
        lambda town, ann: town.do(ann, c.Leave()),
        lambda town, ann: town.do(None, c.ForgetPerson(ann)),
        open_rooms(Assign.RANDOM),
        open_rooms(Assign.CHOOSE),
    ],
)
def test_whoever_leaves_the_stage_leaves_the_spotlight_by_a_fact(leave: Callable[[Town, str], object]) -> None:
    town = Town().live()
    ann = town.inside(P)
    town.do("host", c.Spotlight(ann))
    leave(town, ann)
    assert town.state.spotlight is None
    assert [stored.fact for stored in town.log].count(f.Spotlighted(None)) == 1


def test_what_others_do_leaves_it_where_it_is() -> None:
    town = Town().live()
    ann, bob = town.inside(P), town.inside(P, "Bob")
    town.do("host", c.Spotlight(ann))
    town.do("host", c.Demote(bob))
    town.do(bob, c.Leave())
    town.do("host", c.Invite(ann, Role.CO_HOST))
    town.do(ann, c.AcceptInvitation())
    assert town.state.spotlight == ann


@pytest.mark.parametrize("seed", range(5))
def test_whoever_is_in_the_spotlight_is_on_stage(seed: int) -> None:
    crowd = Crowd.of(seed, {c.Spotlight, c.Invite, c.AcceptInvitation, c.Demote, c.OpenRooms, c.MoveToRoom, c.Leave})
    lit = 0
    for _ in range(LINES):
        crowd.says()
        state = crowd.town.state
        if state.spotlight is not None:
            person = state.people[state.spotlight]
            assert person.id in state.stage
            assert person.id in state.inside
            assert person.room is None
            lit += 1
    assert lit
