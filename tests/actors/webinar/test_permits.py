"""What the router is told that somebody may do."""

from copy import deepcopy

from hypothesis import given, settings

from actors import facts as f
from actors.webinar import commands as c
from actors.webinar.permits import Permit, Permits, anew, both, concerned, is_due, permit_of
from actors.webinar.rights import ELSEWHERE, ENDED
from actors.webinar.state import State
from actors.words import STAGE, Place, Role, Source, Status
from tests.actors.webinar.scripts import Script, play, scripts
from tests.actors.webinar.town import Town

MIC, CAMERA = Source.MICROPHONE, Source.CAMERA
ALL = frozenset(Source)


def two(town: Town) -> tuple[State, State]:
    return town.state, deepcopy(town.state)


def test_publishing_needs_the_stage_watching_a_place_inside_and_a_source_to_be_on() -> None:
    town = Town()
    ann, bob, eve = town.on_air(), town.inside(), town.join()
    assert permit_of(town.state, ann) == Permit(ann, ALL, on_stage=True, inside=True)
    assert permit_of(town.state, bob) == Permit(bob, inside=True)
    assert permit_of(town.state, eve) == Permit(eve)
    assert permit_of(town.state, "nobody") == Permit("nobody")
    town.do("host", c.End())
    assert permit_of(town.state, ann) == Permit(ann)


def test_in_force_is_what_both_states_allow() -> None:
    one = Permit("a", frozenset({MIC}), on_stage=True, inside=True)
    assert both(one, Permit("a", ALL, inside=True)) == Permit("a", frozenset({MIC}), inside=True)


def test_the_router_is_told_changes_and_nothing_twice() -> None:
    town = Town()
    ann = town.on_air()
    permits = Permits()
    told = permits.changes(town.state, town.state, [ann, "host", "nobody"])
    assert [permit.participant for permit in told] == [ann, "host"]
    permits.told(told)
    assert permits.changes(town.state, town.state, [ann, "host"]) == []
    town.do("host", c.Kick(ann))
    gone = permits.changes(town.state, town.state, [ann])
    assert gone == [Permit(ann)]
    permits.told(gone)
    assert list(permits.in_force) == ["host"]


def test_what_is_owed_stays_off_until_it_is_durable() -> None:
    town = Town()
    ann = town.on_air()
    decided, durable = two(town)
    permits = Permits()
    permits.owe(
        durable, [f.SourceTurnedOff(ann, MIC, "host"), f.SourceTurnedOff("host", MIC, "host"), f.WebinarLocked()]
    )
    assert permits.owed == [f.SourceTurnedOff(ann, MIC, "host")]
    assert permits.changes(decided, durable, [ann])[0].sources == ALL - {MIC}
    permits.owe(durable, [f.SourceTurnedOff(ann, MIC, "host")])
    assert len(permits.owed) == 1
    town.do("host", c.Mute(ann))
    permits.owe(town.state)
    assert permits.owed == []


def test_who_was_sent_away_is_kept_out_and_a_demoted_person_off_the_stage() -> None:
    town = Town()
    ann, bob = town.on_air(), town.on_air()
    permits = Permits()
    permits.owe(town.state, [f.ParticipantLeft(ann, "removed"), f.RoleChanged(bob, Role.ATTENDEE)])
    assert (permits.keeps_out(ann), permits.keeps_out(bob)) == (ELSEWHERE[Place.REMOVED], None)
    told = {permit.participant: permit for permit in permits.changes(town.state, town.state, [ann, bob, "host"])}
    assert (ann in told, told[bob].on_stage, told["host"].on_stage) == (False, False, True)
    permits.owe(town.state, [f.WebinarEnded("host")])
    assert permits.keeps_out("host") == ENDED


def test_a_revocation_that_is_tried_again_covers_what_was_turned_on_since() -> None:
    town = Town()
    ann = town.inside(Role.PRESENTER)
    demoted, left = f.RoleChanged(ann, Role.ATTENDEE), f.ParticipantLeft(ann, "removed")
    town.do(ann, c.TurnOn(MIC))
    off = f.SourceTurnedOff(ann, MIC, "host")
    assert anew(town.state, demoted) == [off, demoted]
    assert anew(town.state, left) == [off, left]
    assert anew(town.state, f.WebinarEnded("host")) == [off, f.WebinarEnded("host")]
    assert anew(town.state, off) == [off]
    town.do("host", c.Kick(ann))
    assert anew(town.state, demoted) == [demoted]
    assert anew(town.state, left) == anew(town.state, off) == []


def test_a_promotion_is_never_owed() -> None:
    town = Town()
    ann = town.inside()
    permits = Permits()
    permits.owe(town.state, [f.RoleChanged(ann, Role.PRESENTER)])
    assert permits.owed == []


def test_a_block_is_due_until_it_stands() -> None:
    town = Town()
    ann = town.on_air()
    block = f.SourceBlocked(ann, CAMERA)
    assert is_due(town.state, block)
    town.do("host", c.StopVideo(ann, hard=True))
    assert not is_due(town.state, block)


def test_a_fact_concerns_its_person_and_some_concern_all() -> None:
    town = Town()
    ann, eve = town.inside(), town.join()
    assert concerned(town.state, town.state, [f.RoleOffered(ann, Role.PRESENTER), f.WebinarLocked()]) == [ann]
    everybody = ["host", ann, eve]
    for fact in (f.EveryoneAdmitted(), f.EveryoneDenied(), f.WebinarEnded("host")):
        assert concerned(town.state, town.state, [fact]) == everybody


@settings(max_examples=50)
@given(scripts())
def test_nobody_is_let_through_without_place_role_and_their_own_word(script: Script) -> None:
    town = Town(capacity=6, stage_capacity=4)
    play(town, script)
    for person in town.state.people.values():
        permit = permit_of(town.state, person.id)
        assert permit.sources <= person.on - person.blocked
        assert not permit.sources or (permit.on_stage and permit.inside)
        assert permit.on_stage <= (person.role in STAGE and person.place is Place.IN)
        assert not permit.inside or town.state.status is not Status.ENDED


def test_the_end_of_a_role_for_a_time_is_owed_like_a_demotion() -> None:
    town = Town()
    ann = town.inside()
    town.do("host", c.Invite(ann, Role.PRESENTER, 60))
    town.do(ann, c.AcceptInvitation())
    town.do(ann, c.TurnOn(CAMERA))
    durable = deepcopy(town.state)
    lost = town.do(None, c.StageTimeUp(ann, town.person(ann).stage_until_ms or 0))
    permits = Permits()
    permits.owe(durable, lost)
    assert permits.changes(durable, durable, [ann]) == [Permit(ann, inside=True)]
    assert [type(fact) for owed in permits.owed for fact in anew(durable, owed)][-2:] == [
        *(f.SourceTurnedOff, f.RoleChanged)
    ]


def test_an_end_that_is_owed_closes_the_polls_that_are_open_by_then() -> None:
    town = Town()
    town.do("host", c.CreatePoll("Lunch?", ("Soup", "Rice")))
    town.do("host", c.OpenPoll("p1"))
    assert anew(town.state, f.WebinarEnded("host")) == [f.PollClosed("p1", 1, (0, 0), 0), f.WebinarEnded("host")]
