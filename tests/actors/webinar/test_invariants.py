"""What holds in every webinar, whoever says what in which order."""

from hypothesis import given, settings

from actors import facts as f
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.apply import fold
from actors.webinar.rights import sources_of
from actors.words import RANK, STAGE, Place, Role, Status
from tests.actors.webinar.scripts import Script, play, scripts
from tests.actors.webinar.town import Town


def town_after(script: Script) -> Town:
    town = Town(capacity=6, stage_capacity=4)
    play(town, script)
    return town


@given(scripts())
def test_there_is_exactly_one_host(script: Script) -> None:
    state = town_after(script).state
    assert [p.id for p in state.people.values() if p.role is Role.HOST] == ["host"]


@given(scripts())
def test_neither_house_nor_stage_holds_more_than_it_has_room_for(script: Script) -> None:
    town = Town(capacity=6, stage_capacity=4)
    for by, command in script:
        town.ask(by, command)
        state = town.state
        host_away = town.person("host").place is not Place.IN
        assert len(state.inside) + len(state.waiting) <= state.capacity + (1 - host_away)
        assert len(state.stage) <= state.stage_capacity


@given(scripts())
def test_only_who_is_inside_and_on_stage_has_anything_on_and_nothing_blocked(script: Script) -> None:
    town = town_after(script)
    for person in town.state.people.values():
        assert not person.on or (person.place is Place.IN and person.role in STAGE)
        assert not person.on & person.blocked
        assert town.state.status is not Status.ENDED or not person.on


@given(scripts())
def test_a_source_goes_on_only_by_its_owners_word_while_it_was_allowed(script: Script) -> None:
    town = Town(capacity=6, stage_capacity=4)
    for by, command in script:
        may = {p.id: sources_of(town.state.settings, p) for p in town.state.people.values()}
        decision = town.ask(by, command)
        for fact in [] if isinstance(decision, Refusal) else decision:
            if isinstance(fact, f.SourceTurnedOn):
                assert fact.participant == by
                assert fact.source in may[by]


@given(scripts())
def test_a_role_rises_only_by_an_offer_that_the_person_accepted(script: Script) -> None:
    town = Town(capacity=6, stage_capacity=4)
    for by, command in script:
        before = {p.id: (p.role, p.offered) for p in town.state.people.values()}
        decision = town.ask(by, command)
        for fact in [] if isinstance(decision, Refusal) else decision:
            if isinstance(fact, f.RoleChanged) and RANK[fact.role] > RANK[before[fact.participant][0]]:
                assert (fact.participant, fact.role) == (by, before[fact.participant][1])


@given(scripts())
def test_the_banned_are_never_inside_until_the_ban_is_lifted(script: Script) -> None:
    town = Town(capacity=6, stage_capacity=4)
    banned: set[str] = set()
    for by, command in script:
        decision = town.ask(by, command)
        for fact in [] if isinstance(decision, Refusal) else decision:
            if isinstance(fact, f.ParticipantLeft) and fact.reason == "banned":
                banned.add(fact.participant)
            elif isinstance(fact, f.ParticipantUnbanned):
                banned.discard(fact.participant)
        assert banned == set(town.state.banned)
        assert not banned & (town.state.inside.keys() | town.state.waiting.keys())


@settings(max_examples=50)
@given(scripts())
def test_the_fold_of_the_log_equals_the_live_state(script: Script) -> None:
    town = town_after(script)
    assert fold("w1", town.log) == town.state


@given(scripts())
def test_after_the_end_nothing_happens_but_forgetting(script: Script) -> None:
    town = town_after(script)
    if town.state.status is Status.ENDED:
        assert play(town, [said for said in script if not isinstance(said[1], c.ForgetPerson)]) == 0
