"""The queue of raised hands."""

import pytest

from actors import facts as f
from actors.webinar import commands as c
from actors.words import Role
from tests.actors.webinar.town import Town


def queue(town: Town) -> list[str]:
    return list(town.state.interaction.hands)


def raised(town: Town, count: int = 3) -> list[str]:
    people = [town.inside() for _ in range(count)]
    for person in people:
        town.do(person, c.RaiseHand())
    return people


def test_hands_stand_in_the_order_in_which_they_were_raised() -> None:
    town = Town()
    people = raised(town)
    assert queue(town) == people


def test_a_hand_raised_twice_keeps_its_place() -> None:
    town = Town()
    people = raised(town)
    before = dict(town.state.interaction.hands)
    assert town.do(people[0], c.RaiseHand()) == []
    assert town.state.interaction.hands == before


def test_who_lowered_theirs_comes_last_when_they_raise_it_again() -> None:
    town = Town()
    ann, bob, cat = raised(town)
    assert town.do(ann, c.LowerHand()) == [f.HandLowered(ann, ann)]
    town.do(ann, c.RaiseHand())
    assert queue(town) == [bob, cat, ann]


def test_hosts_lower_anybodys_and_others_their_own_alone() -> None:
    town = Town()
    ann, bob, cat = raised(town)
    assert town.refusal(ann, c.LowerHand(bob)) == "not_allowed"
    assert town.refusal(town.inside(Role.PRESENTER), c.LowerHand(bob)) == "not_allowed"
    assert town.do(ann, c.LowerHand(ann)) == [f.HandLowered(ann, ann)]
    co_host = town.inside(Role.CO_HOST)
    assert town.do(co_host, c.LowerHand(bob)) == [f.HandLowered(bob, co_host)]
    assert queue(town) == [cat]


def test_what_is_not_raised_is_not_lowered() -> None:
    town = Town()
    ann = town.inside()
    assert town.do(ann, c.LowerHand()) == town.do("host", c.LowerHand(ann)) == town.do("host", c.LowerHand()) == []
    assert town.refusal("host", c.LowerHand("nobody")) == "no_such_participant"


def test_a_host_lowers_all() -> None:
    town = Town()
    raised(town)
    assert town.do("host", c.LowerAllHands()) == [f.AllHandsLowered()]
    assert queue(town) == []
    assert town.do("host", c.LowerAllHands()) == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ATTENDEE])
def test_who_is_on_stage_has_no_hand_to_raise(role: Role) -> None:
    town = Town()
    assert town.refusal("host" if role is Role.HOST else town.inside(role), c.RaiseHand()) == "not_allowed"


def test_taking_the_stage_lowers_the_hand_and_being_invited_does_not() -> None:
    town = Town()
    ann, bob, _ = people = raised(town)
    town.do("host", c.Invite(bob))
    assert queue(town) == people
    town.do(bob, c.AcceptInvitation())
    assert bob not in queue(town)
    town.do("host", c.Demote(bob))
    town.do(bob, c.RaiseHand())
    assert queue(town)[0] == ann
    assert queue(town)[-1] == bob


@pytest.mark.parametrize("going", [c.Kick, c.Ban])
def test_who_is_sent_away_has_no_place_in_the_queue_any_more(going: type[c.Kick | c.Ban]) -> None:
    town = Town()
    ann, bob, cat = raised(town)
    town.do("host", going(bob))
    assert queue(town) == [ann, cat]


def test_who_leaves_or_stays_away_loses_their_place_and_who_loses_their_connection_does_not() -> None:
    town = Town()
    ann, bob, cat = raised(town)
    town.do(cat, c.Connected())
    town.do(cat, c.Disconnected())
    town.do(ann, c.Leave())
    town.do(bob, c.Absent())
    assert queue(town) == [cat]
    town.do(None, c.Join("", returning=ann))
    assert queue(town) == [cat]


def test_the_end_lowers_all_hands() -> None:
    town = Town()
    raised(town)
    town.do("host", c.End())
    assert queue(town) == []
