"""Mute, stop, kick, ban."""

import pytest

from actors import facts as f
from actors.webinar import commands as c
from actors.webinar import moderation
from actors.words import Place, Role, Source
from tests.actors.webinar.town import Town

H, C, P, A = Role.HOST, Role.CO_HOST, Role.PRESENTER, Role.ATTENDEE
STOPS = [
    (c.Mute, {Source.MICROPHONE}),
    (c.StopVideo, {Source.CAMERA}),
    (c.StopShare, {Source.SCREEN, Source.SCREEN_AUDIO}),
]


@pytest.mark.parametrize(("stop", "sources"), STOPS)
def test_a_soft_stop_turns_off_and_the_owner_may_turn_on_again(stop: type[c.Mute], sources: set[Source]) -> None:
    town = Town()
    ann = town.on_air()
    facts = town.do("host", stop(ann))
    assert facts == [f.SourceTurnedOff(ann, source, "host") for source in Source if source in sources]
    assert town.do("host", stop(ann)) == []
    for source in sources:
        town.do(ann, c.TurnOn(source))


@pytest.mark.parametrize(("stop", "sources"), STOPS)
def test_a_hard_stop_lasts_until_it_is_allowed_and_nothing_is_turned_on_by_that(
    stop: type[c.Mute], sources: set[Source]
) -> None:
    town = Town()
    ann = town.on_air()
    town.do("host", stop(ann, hard=True))
    for source in sources:
        assert town.refusal(ann, c.TurnOn(source)) == "blocked"
        assert town.do("host", c.Allow(ann, source)) == [f.SourceAllowed(ann, source)]
        assert town.do("host", c.Allow(ann, source)) == []
        assert source not in town.person(ann).on
        town.do(ann, c.TurnOn(source))


def test_a_hard_mute_outlives_demotion_promotion_and_a_return() -> None:
    town = Town().live()
    ann = town.on_air()
    town.do("host", c.Mute(ann, hard=True))
    town.do("host", c.Demote(ann))
    town.do(ann, c.Leave())
    town.do(None, c.Join("", returning=ann))
    town.do("host", c.Invite(ann))
    town.do(ann, c.AcceptInvitation())
    assert town.refusal(ann, c.TurnOn(Source.MICROPHONE)) == "blocked"


@pytest.mark.parametrize("hard", [False, True])
def test_mute_all_silences_presenters_and_no_host(hard: bool) -> None:
    town = Town()
    ann, bob, cohost = town.on_air(), town.on_air(), town.on_air(C)
    town.do("host", c.TurnOn(Source.MICROPHONE))
    town.do(cohost, c.MuteAll(hard))
    on = {p.id for p in town.state.people.values() if Source.MICROPHONE in p.on}
    assert on == {"host", cohost}
    assert all((Source.MICROPHONE in town.person(p).blocked) is hard for p in (ann, bob))
    assert town.person(cohost).blocked == frozenset()


def test_asking_to_unmute_changes_nothing_but_is_told() -> None:
    town = Town()
    ann, bob = town.inside(P), town.inside()
    assert town.do("host", c.AskToUnmute(ann)) == [f.UnmuteRequested(ann, "host")]
    assert town.person(ann).on == frozenset()
    assert town.refusal("host", c.AskToUnmute(bob)) == "not_on_stage"
    town.do(ann, c.TurnOn(Source.MICROPHONE))
    assert town.do("host", c.AskToUnmute(ann)) == []


@pytest.mark.parametrize(
    ("out", "reason", "place"), [(c.Kick, "removed", Place.REMOVED), (c.Ban, "banned", Place.BANNED)]
)
def test_who_is_sent_away_is_off_at_once(out: type[c.Kick], reason: str, place: Place) -> None:
    town = Town()
    ann = town.on_air()
    facts = town.do("host", out(ann))
    assert facts[:-1] == [f.SourceTurnedOff(ann, source, "host") for source in Source]
    assert facts[-1] == f.ParticipantLeft(ann, reason)
    assert town.person(ann).place is place
    assert town.refusal(ann, c.TurnOn(Source.MICROPHONE)) == reason


def test_a_person_in_the_waiting_room_or_gone_can_be_kicked_and_banned() -> None:
    town = Town()
    ann, bob = town.join("Ann"), town.inside()
    town.do("host", c.Ban(ann))
    town.do(bob, c.Leave())
    town.do("host", c.Kick(bob))
    town.do("host", c.Ban(bob))
    assert [town.person(p).place for p in (ann, bob)] == [Place.BANNED, Place.BANNED]
    assert town.refusal("host", c.Ban(bob)) == "banned"
    assert town.refusal("host", c.Kick(bob)) == "not_inside"


@pytest.mark.parametrize("command", [c.Kick("host"), c.Ban("host"), c.Mute("host", hard=True)])
def test_no_co_host_reaches_the_host(command: c.Command) -> None:
    town = Town()
    assert town.refusal(town.inside(C), command) == "not_allowed"


def test_nobody_is_sent_away_by_those_without_the_right() -> None:
    town = Town()
    villain = town.inside(P)
    ann = town.inside()
    assert town.refusal(villain, c.Kick(ann)) == town.refusal(ann, c.Ban(villain)) == "not_allowed"


def test_a_lifted_ban_opens_the_door_to_join_anew_but_not_the_old_token() -> None:
    town = Town().live()
    ann = town.join()
    town.do("host", c.Ban(ann))
    assert town.do("host", c.Unban(ann)) == [f.ParticipantUnbanned(ann)]
    assert town.refusal(None, c.Join("Ann", returning=ann)) == "removed"
    assert town.refusal("host", c.Unban(ann)) == "not_banned"


def test_bans_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moderation, "BANS_MAX", 1)
    town = Town()
    town.do("host", c.Ban(town.inside()))
    assert town.refusal("host", c.Ban(town.inside())) == "too_many_bans"
