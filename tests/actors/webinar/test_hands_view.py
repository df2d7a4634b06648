"""Who sees the queue, and who their place in it."""

from actors.webinar import commands as c
from actors.webinar import hands_view
from actors.webinar.view import View
from tests.actors.webinar.town import Town


def test_hosts_and_the_stage_see_the_queue_in_its_order() -> None:
    town = Town()
    ann, bob = town.inside(name="Ann"), town.inside(name="Bob")
    for person in (bob, ann):
        town.do(person, c.RaiseHand())
    names = [[hand.name for hand in hands_view.hands(town.state, view)] for view in View]
    assert names == [["Bob", "Ann"], ["Bob", "Ann"], [], []]
    entries = [hands_view.entry(town.state, ann, view) for view in View]
    assert [entry is not None for entry in entries] == [True, True, False, False]
    assert hands_view.entry(town.state, "host", View.HOSTS) is None


def test_whoever_is_in_the_queue_has_a_place_told_exactly_up_to_a_hundred() -> None:
    town = Town(capacity=200)
    people = [town.inside() for _ in range(103)]
    for person in people:
        town.do(person, c.RaiseHand())
    places = hands_view.places(town.state)
    assert [places[people[n]] for n in (0, 1, 98, 99, 100, 102)] == [1, 2, 99, 100, 100, 100]
    assert all(hands_view.place_of(town.state, person) == places[person] for person in people)
    assert hands_view.place_of(town.state, "host") is None
