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


def lent(town: Town, for_s: int = 60) -> str:
    """Somebody whom the stage is lent for a time."""
    ann = town.inside()
    town.do("host", c.Invite(ann, P, for_s))
    town.do(ann, c.AcceptInvitation())
    return ann


def test_the_stage_is_lent_from_the_persons_consent_on() -> None:
    town = Town()
    ann = town.inside()
    assert town.do("host", c.Invite(ann, P, 60)) == [f.RoleOffered(ann, P, 60)]
    town.wait(3600)
    at_ms = town.now_ms
    assert town.do(ann, c.AcceptInvitation()) == [f.RoleChanged(ann, P, at_ms + 60_000)]
    person = town.person(ann)
    assert (person.stage_since_ms, person.stage_until_ms) == (at_ms, at_ms + 60_000)
    assert (person.offered, person.offered_for_s) == (None, None)


@pytest.mark.parametrize("for_s", [4, 0, -60, 86_401])
def test_the_stage_is_not_lent_for_less_than_five_seconds_nor_for_more_than_a_day(for_s: int) -> None:
    town = Town()
    assert town.refusal("host", c.Invite(town.inside(), P, for_s)) == "bad_time"


def test_only_a_presenters_role_is_lent() -> None:
    town = Town()
    assert town.refusal("host", c.Invite(town.inside(), C, 60)) == "bad_time"
    assert town.refusal("host", c.Invite(town.inside(P), C, 60)) == "bad_time"


def test_the_same_offer_for_another_time_replaces_the_first() -> None:
    town = Town()
    ann = town.inside()
    town.do("host", c.Invite(ann, P, 60))
    assert town.do("host", c.Invite(ann, P, 60)) == []
    assert town.do("host", c.Invite(ann, P)) == [f.RoleOffered(ann, P)]
    assert town.do(ann, c.AcceptInvitation()) == [f.RoleChanged(ann, P)]


def test_when_the_time_is_up_a_person_is_back_in_the_audience_with_everything_off() -> None:
    town = Town()
    ann = lent(town)
    for source in Source:
        town.do(ann, c.TurnOn(source))
    town.do("host", c.Invite(ann, C))
    until_ms = town.person(ann).stage_until_ms or 0
    facts = town.do(None, c.StageTimeUp(ann, until_ms))
    assert facts[-2:] == [f.RoleOfferWithdrawn(ann), f.RoleChanged(ann, A)]
    assert {fact.source for fact in facts if isinstance(fact, f.SourceTurnedOff)} == set(Source)
    person = town.person(ann)
    assert (person.role, person.on, person.stage_since_ms, person.stage_until_ms) == (A, frozenset(), None, None)
    assert town.do(None, c.StageTimeUp(ann, until_ms)) == []


def test_the_end_of_one_time_does_nothing_to_another() -> None:
    town = Town()
    ann = lent(town)
    old = town.person(ann).stage_until_ms or 0
    town.do("host", c.Demote(ann))
    assert town.do(None, c.StageTimeUp(ann, old)) == []
    town.do("host", c.Invite(ann, P, 60))
    town.do(ann, c.AcceptInvitation())
    assert town.do(None, c.StageTimeUp(ann, old)) == town.do(None, c.StageTimeUp("nobody", old)) == []
    assert town.person(ann).role is P


def test_who_is_lent_the_stage_and_then_given_more_keeps_it() -> None:
    town = Town()
    ann = lent(town)
    town.do("host", c.Invite(ann, C))
    assert town.do(ann, c.AcceptInvitation()) == [f.RoleChanged(ann, C)]
    assert town.person(ann).stage_until_ms is None


@pytest.mark.parametrize("command", [c.Leave(), c.Kick("p1"), c.Ban("p1"), c.Absent()])
def test_who_goes_gives_the_stage_back(command: c.Command) -> None:
    town = Town()
    ann = lent(town)
    town.do(ann, c.TurnOn(Source.CAMERA))
    facts = town.do(ann if isinstance(command, c.Leave | c.Absent) else "host", command)
    assert [type(fact) for fact in facts] == [f.SourceTurnedOff, f.RoleChanged, f.ParticipantLeft]
    assert (town.person(ann).role, town.person(ann).stage_until_ms) == (A, None)


def test_who_lost_their_connection_still_has_the_stage_until_the_time_is_up() -> None:
    town = Town()
    ann = lent(town)
    town.do(ann, c.Connected())
    town.do(ann, c.Disconnected())
    assert town.person(ann).role is P
    assert town.do(None, c.StageTimeUp(ann, town.person(ann).stage_until_ms or 0)) == [f.RoleChanged(ann, A)]
