"""Invitation, consent, demotion; one's own sources."""

import pytest

from actors import facts as f
from actors.webinar import commands as c
from actors.words import Place, Role, Source, Who
from tests.actors.webinar.town import Town

H, C, P, A = Role.HOST, Role.CO_HOST, Role.PRESENTER, Role.ATTENDEE


def test_a_promotion_is_an_offer_until_the_person_accepts() -> None:
    town = Town()
    ann = town.inside()
    assert town.do("host", c.Invite(ann)) == [f.RoleOffered(ann, P)]
    assert (town.person(ann).role, town.person(ann).offered) == (A, P)
    assert town.do(ann, c.AcceptInvitation()) == [f.RoleChanged(ann, P)]
    assert (town.person(ann).role, town.person(ann).offered) == (P, None)


def test_a_promotion_turns_nothing_on() -> None:
    town = Town()
    ann = town.inside(P)
    assert town.person(ann).on == frozenset()


@pytest.mark.parametrize("role", [P, C])
def test_nobody_promotes_themselves(role: Role) -> None:
    town = Town()
    ann = town.inside()
    assert town.refusal(ann, c.Invite(ann, role)) == "not_allowed"
    assert town.refusal(ann, c.AcceptInvitation()) == "no_invitation"


def test_an_offer_may_be_declined_or_withdrawn() -> None:
    town = Town()
    ann = town.inside()
    town.do("host", c.Invite(ann))
    assert town.do(ann, c.DeclineInvitation()) == [f.RoleOfferDeclined(ann)]
    town.do("host", c.Invite(ann))
    assert town.do("host", c.WithdrawInvitation(ann)) == [f.RoleOfferWithdrawn(ann)]
    assert town.do("host", c.WithdrawInvitation(ann)) == []
    assert town.refusal(ann, c.AcceptInvitation()) == town.refusal(ann, c.DeclineInvitation()) == "no_invitation"


def test_the_same_offer_twice_is_one_and_a_higher_one_replaces_it() -> None:
    town = Town()
    ann = town.inside()
    town.do("host", c.Invite(ann))
    assert town.do("host", c.Invite(ann)) == []
    assert town.do("host", c.Invite(ann, C)) == [f.RoleOffered(ann, C)]
    town.do(ann, c.AcceptInvitation())
    assert town.person(ann).role is C


def test_an_offer_of_what_one_has_is_refused() -> None:
    town = Town()
    ann = town.inside(P)
    assert town.refusal("host", c.Invite(ann, P)) == town.refusal("host", c.Invite(ann, A)) == "role_not_higher"


def test_room_on_stage_is_looked_at_when_an_offer_is_accepted() -> None:
    town = Town(stage_capacity=2)
    ann, bob = town.inside(name="Ann"), town.inside(name="Bob")
    town.do("host", c.Invite(ann))
    town.do("host", c.Invite(bob))
    town.do(ann, c.AcceptInvitation())
    assert town.refusal(bob, c.AcceptInvitation()) == "stage_full"
    town.do("host", c.Invite(ann, C))
    town.do(ann, c.AcceptInvitation())  # on stage already: needs no room
    town.do("host", c.Demote(ann))
    assert town.do(bob, c.AcceptInvitation()) == [f.RoleChanged(bob, P)]


def test_a_demotion_takes_effect_at_once_and_leaves_nothing_over() -> None:
    town = Town()
    ann = town.on_air()
    town.do("host", c.Invite(ann, C))
    facts = town.do("host", c.Demote(ann))
    assert facts[-2:] == [f.RoleOfferWithdrawn(ann), f.RoleChanged(ann, A)]
    assert {fact.source for fact in facts if isinstance(fact, f.SourceTurnedOff)} == set(Source)
    assert (town.person(ann).role, town.person(ann).on, town.person(ann).offered) == (A, frozenset(), None)
    assert town.refusal(ann, c.TurnOn(Source.MICROPHONE)) == "not_allowed"


def test_a_co_host_may_be_made_a_presenter_again_and_starts_with_everything_off() -> None:
    town = Town()
    ann = town.on_air(C)
    town.do("host", c.Demote(ann, P))
    assert (town.person(ann).role, town.person(ann).on) == (P, frozenset())


def test_a_demotion_of_an_attendee_withdraws_the_offer_and_is_nothing_more() -> None:
    town = Town()
    ann = town.inside()
    town.do("host", c.Invite(ann))
    assert town.do("host", c.Demote(ann)) == [f.RoleOfferWithdrawn(ann)]
    assert town.do("host", c.Demote(ann)) == []
    assert town.refusal("host", c.Demote(ann, P)) == "role_not_lower"


@pytest.mark.parametrize("command", [c.Invite("host", C), c.Demote("host"), c.Demote("host", P)])
def test_the_host_can_neither_be_promoted_nor_demoted(command: c.Command) -> None:
    town = Town()
    assert town.refusal("host", command) == town.refusal(town.inside(C), command) == "not_allowed"
    assert town.person("host").role is H


def test_a_person_who_left_may_be_demoted_and_comes_back_as_what_they_are() -> None:
    town = Town()
    ann = town.inside(P)
    town.do(ann, c.Leave())
    town.do("host", c.Demote(ann))
    town.do(None, c.Join("", returning=ann))
    assert (town.person(ann).role, town.person(ann).place) == (A, Place.IN)
    assert ann not in town.state.stage


def test_ones_own_sources_go_on_and_off() -> None:
    town = Town()
    ann = town.inside(P)
    assert town.do(ann, c.TurnOn(Source.CAMERA)) == [f.SourceTurnedOn(ann, Source.CAMERA)]
    assert town.do(ann, c.TurnOn(Source.CAMERA)) == []
    assert town.do(ann, c.TurnOff(Source.CAMERA)) == [f.SourceTurnedOff(ann, Source.CAMERA, ann)]
    assert town.do(ann, c.TurnOff(Source.CAMERA)) == []


@pytest.mark.parametrize("source", Source)
def test_an_attendee_never_turns_anything_on_whatever_the_settings(source: Source) -> None:
    town = Town(unmute=Who.EVERYONE, share=Who.EVERYONE)
    assert town.refusal(town.inside(), c.TurnOn(source)) == "not_allowed"


def test_a_closed_gate_stops_presenters_from_turning_on_and_nobody_who_is_on() -> None:
    town = Town()
    ann, bob = town.on_air(), town.inside(P)
    town.do("host", c.ChangeSettings(unmute=Who.HOSTS, share=Who.HOSTS))
    assert Source.MICROPHONE in town.person(ann).on
    assert town.refusal(bob, c.TurnOn(Source.MICROPHONE)) == "not_allowed"
    assert town.refusal(bob, c.TurnOn(Source.SCREEN)) == "not_allowed"
    assert town.do(bob, c.TurnOn(Source.CAMERA))
    assert town.do(town.inside(C), c.TurnOn(Source.SCREEN))
