"""Whom a people list holds, and what it tells."""

from actors.signals import Counts
from actors.webinar import commands as c
from actors.webinar import people_view
from actors.webinar.view import View
from actors.words import Role, Source, WaitingRoom, Who
from tests.actors.webinar.town import Town


def test_who_sees_the_audience_is_the_hosts_setting() -> None:
    for who, seen in ((Who.HOSTS, 1), (Who.STAGE, 2), (Who.EVERYONE, 3)):
        town = Town(see_people=who)
        views = (View.HOSTS, View.STAGE, View.AUDIENCE)
        assert sum(people_view.sees_everybody(town.state.settings, view) for view in views) == seen


def test_a_list_that_all_may_see_costs_no_walk_past_everybody() -> None:
    town = Town(capacity=1000, waiting_room=WaitingRoom.OFF, see_people=Who.EVERYONE)
    for _ in range(300):
        town.join()
    town.state.inside = {"host": None}  # whoever walked it would miss the others
    assert len(people_view.people(town.state, View.AUDIENCE)) == 200


def test_what_is_between_a_person_and_the_hosts_is_on_no_other_card() -> None:
    town = Town()
    ann = town.inside()
    town.do("host", c.BlockChat(ann))
    town.do("host", c.Invite(ann, Role.PRESENTER, 60))
    cards = [people_view.person_view(town.state, town.person(ann), view) for view in (View.HOSTS, View.AUDIENCE)]
    assert [(card.offered, card.offered_for_s, card.chat_blocked) for card in cards] == [
        (Role.PRESENTER, 60, True),
        (None, None, False),
    ]
    town.do(ann, c.AcceptInvitation())
    until = people_view.person_view(town.state, town.person(ann), View.AUDIENCE).stage_until
    assert until is not None
    assert until.timestamp() * 1000 == town.person(ann).stage_until_ms


def test_hosts_alone_read_who_has_agreed_to_being_recorded() -> None:
    town = Town()
    ann = town.inside()

    def told() -> list[bool]:
        return [people_view.person_view(town.state, town.person(ann), view).consents for view in View]

    assert told() == [False] * 4
    town.do(ann, c.ConsentToRecording())
    assert told() == [True, False, False, False]


def test_ones_own_card_is_always_among_them() -> None:
    town = Town()
    ann = town.person(town.inside())
    listed = people_view.people(town.state, View.AUDIENCE)
    assert [card.id for card in people_view.with_own_card(town.state, listed, ann)] == ["host", ann.id]
    host = town.person("host")
    assert people_view.with_own_card(town.state, listed, host) is listed


def test_who_waits_is_counted_and_named_for_hosts_alone() -> None:
    town = Town()
    eve = town.join("Eve")
    assert [people_view.counts(town.state, view) for view in View] == [Counts(1, 1), *[Counts(1, 0)] * 3]
    assert [len(people_view.waiting(town.state, view)) for view in View] == [1, 0, 0, 0]
    assert people_view.name_of(town.state, eve) == "Eve"
    assert people_view.name_of(town.state, None) == ""


def test_sources_stand_in_one_order() -> None:
    assert people_view.in_order(frozenset({Source.SCREEN, Source.MICROPHONE})) == (Source.MICROPHONE, Source.SCREEN)
