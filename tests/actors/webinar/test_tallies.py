"""What is told of ballots, upvotes and hands, to whom, and how often."""

from typing import Any

import pytest
import trio
from trio.testing import MockClock

from actors.facts import HandRaised
from actors.signals import PollResults, QuestionVotes, YourBallot, YourHand, YourUpvotes
from actors.webinar import commands as c
from actors.webinar import tallies
from actors.webinar.hands_view import LAST_PLACE
from actors.webinar.results import Asked, Created
from actors.words import Ballots, Reveal, Role
from tests.actors.webinar.pages import Pages
from tests.actors.webinar.town import Town
from tests.actors.world import World


def a_poll(pages: Pages, **how: Any) -> str:
    poll = pages.make("host", c.CreatePoll("Lunch?", ("Soup", "Rice"), **how))
    pages.do("host", c.OpenPoll(poll))
    return poll


def test_results_are_told_to_those_who_are_shown_them_and_to_hosts_always() -> None:
    for reveal in Reveal:
        pages = Pages(Town())
        ann = pages.town.inside()
        pages.catch_up()
        poll = a_poll(pages, reveal=reveal)
        host, guest = pages.page("host"), pages.page(ann)
        pages.do(ann, c.Vote(poll, (1,)))
        pages.tallies.tell()
        told = PollResults(poll, 1, (0, 1), 1)
        assert host.box.signals(PollResults) == [told]
        assert guest.box.signals(PollResults) == ([told] if reveal is Reveal.LIVE else [])


def test_however_many_vote_they_are_told_once() -> None:
    pages = Pages(Town())
    crowd = [pages.town.inside() for _ in range(20)]
    pages.catch_up()
    poll, page = a_poll(pages), pages.page("host")
    for person in crowd:
        pages.do(person, c.Vote(poll, (0,)))
    assert pages.bell.rings == 1
    pages.tallies.tell()
    assert page.box.signals(PollResults) == [PollResults(poll, 1, (20, 0), 20)]


@pytest.mark.parametrize(("people", "pause_s"), [(1, 0.25), (10, 0.25), (40, 1.0)])
def test_the_more_look_on_the_less_often_they_are_told(
    people: int, pause_s: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallies, "FEW", 10)
    pages = Pages(Town())
    crowd = [pages.town.inside() for _ in range(people)]
    pages.catch_up()
    poll = a_poll(pages)
    for person in crowd:
        pages.page(person)
    pages.do(crowd[0], c.Vote(poll, (0,)))
    assert pages.bell.pause_s == pause_s


def test_all_pages_of_a_voter_and_nobody_elses_are_told_of_a_ballot() -> None:
    for ballots in Ballots:
        pages = Pages(Town())
        ann, bob = pages.town.inside(), pages.town.inside()
        pages.catch_up()
        poll = a_poll(pages, ballots=ballots)
        desk, phone, other = pages.page(ann), pages.page(ann), pages.page(bob)
        pages.do(ann, c.Vote(poll, (1,)))
        pages.tallies.tell()
        (told,) = desk.box.signals(YourBallot)
        assert (told.poll, told.round, told.choices) == (poll, 1, (1,))
        assert phone.box.signals(YourBallot) == [told]
        assert other.box.signals(YourBallot) == []
        pages.everybody_sees_what_is()


def test_a_ballot_of_a_round_that_is_over_is_not_told_any_more() -> None:
    pages = Pages(Town())
    ann = pages.town.inside()
    pages.catch_up()
    poll, page = a_poll(pages), pages.page(ann)
    pages.do(ann, c.Vote(poll, (1,)))
    pages.do("host", c.ClosePoll(poll))
    pages.tallies.tell()
    assert page.box.signals(PollResults) + page.box.signals(YourBallot) == []
    pages.everybody_sees_what_is()


def test_upvotes_are_a_number_to_all_and_a_list_to_their_giver() -> None:
    pages = Pages(Town())
    ann, bob = pages.town.inside(), pages.town.inside()
    pages.catch_up()
    first, second = (pages.make(ann, c.AskQuestion(text)) for text in ("Why?", "When?"))
    pages_of = {who: pages.page(who) for who in ("host", ann, bob)}
    pages.do(bob, c.Upvote(first))
    pages.do(bob, c.Upvote(second))
    pages.do(bob, c.TakeBackUpvote(second))
    pages.tallies.tell()
    assert all(page.box.signals(QuestionVotes) == [QuestionVotes({first: 2, second: 1})] for page in pages_of.values())
    assert pages_of[bob].box.signals(YourUpvotes) == [YourUpvotes((first,))]
    assert pages_of[ann].box.signals(YourUpvotes) == [YourUpvotes((first, second))], "asked by name"


def test_votes_that_nobody_was_told_of_when_a_question_went_are_told_when_it_comes_back() -> None:
    pages = Pages(Town())
    ann = pages.town.inside()
    pages.catch_up()
    question = pages.make("host", c.AskQuestion("Why?", anonymous=True))
    page = pages.page(ann)
    pages.do(ann, c.Upvote(question))
    pages.do("host", c.DismissQuestion(question))
    pages.tallies.tell()
    assert page.box.signals(QuestionVotes) == []
    pages.do("host", c.RestoreQuestion(question))
    pages.tallies.tell()
    assert page.box.signals(QuestionVotes)[-1] == QuestionVotes({question: 1})


def test_everybody_behind_a_hand_that_goes_down_moves_up() -> None:
    pages = Pages(Town())
    people = [pages.town.inside() for _ in range(4)]
    pages.catch_up()
    boxes = [pages.page(person).box for person in people]
    for person in people[:3]:
        pages.do(person, c.RaiseHand())
    pages.tallies.tell()
    assert [box.signals(YourHand) for box in boxes] == [[YourHand(1)], [YourHand(2)], [YourHand(3)], []]
    pages.do("host", c.Invite(people[0]))
    pages.do(people[0], c.AcceptInvitation())
    pages.tallies.tell()
    assert [box.signals(YourHand)[-1:] for box in boxes] == [[YourHand(None)], [YourHand(1)], [YourHand(2)], []]
    pages.do("host", c.LowerAllHands())
    pages.tallies.tell()
    assert [box.signals(YourHand)[-1:] for box in boxes] == [[YourHand(None)]] * 3 + [[]]


def test_a_page_opened_between_two_moves_is_told_where_its_hand_stands() -> None:
    pages = Pages(Town())
    ann = pages.town.inside()
    pages.catch_up()
    pages.do(ann, c.RaiseHand())
    pages.tallies.tell()
    pages.do(ann, c.LowerHand())
    page = pages.page(ann)
    pages.do(ann, c.RaiseHand())
    pages.tallies.tell()
    assert page.box.signals(YourHand) == [YourHand(1)]


def test_far_behind_nobody_is_told_of_each_step() -> None:
    pages = Pages(Town(capacity=LAST_PLACE + 20))
    people = [pages.town.inside() for _ in range(LAST_PLACE + 10)]
    pages.catch_up()
    for person in people:
        pages.do(person, c.RaiseHand())
    pages.tallies.tell()
    last, within = pages.page(people[-1]), pages.page(people[50])
    pages.do(people[0], c.LowerHand())
    pages.tallies.tell()
    assert last.box.signals(YourHand) == []
    assert within.box.signals(YourHand) == [YourHand(50)]


def test_a_hand_that_was_up_before_this_began_is_known() -> None:
    town = Town()
    ann, bob = town.inside(), town.inside()
    town.do(ann, c.RaiseHand())
    town.do(bob, c.RaiseHand())
    pages = Pages(town)
    page = pages.page(bob)
    pages.do(ann, c.Leave())
    pages.tallies.tell()
    assert page.box.signals(YourHand) == [YourHand(1)]


def test_what_changes_nothing_that_is_told_sets_no_alarm() -> None:
    pages = Pages(Town())
    pages.do("host", c.Lock())
    pages.tallies.note(HandRaised("nobody"))
    assert pages.bell.rings == 1
    pages.tallies.close()


async def test_a_webinar_tells_them_at_most_four_times_a_second(world: World, autojump_clock: MockClock) -> None:
    people = [await world.inside(Role.ATTENDEE) for _ in range(10)]
    created = (await world.do(world.host, c.CreatePoll("Lunch?", ("Soup", "Rice")))).result
    asked = (await world.do(people[0], c.AskQuestion("Why?", anonymous=True))).result
    assert isinstance(created, Created)
    assert isinstance(asked, Asked)
    await world.do(world.host, c.OpenPoll(created.poll))
    box = await world.attach(world.host)
    for person in people:
        await world.do(person, c.Vote(created.poll, (0,)))
        await world.do(person, c.Upvote(asked.question))
        await trio.sleep(0.1)
    await trio.sleep(1)
    told = [signal.voters for signal in box.signals(PollResults)]
    assert told[-1] == 10
    assert len(told) <= 5
    assert box.signals(QuestionVotes)[-1].votes == {asked.question: 10}
