"""Outboxes sorted by view."""

from actors import facts as f
from actors.ports import Goodbye
from actors.shown import QuestionAppeared, QuestionChanged
from actors.signals import Counts, QuestionVotes, Speakers
from actors.webinar import commands as c
from actors.webinar.snapshots import Gallery
from actors.webinar.state import State
from actors.webinar.views import advance
from actors.webinar.watchers import Watchers
from actors.words import ChatTo, Place, Role, Source
from tests.actors.webinar.pages import Pages
from tests.actors.webinar.town import Town
from tests.actors.world import Box

P = Role.PRESENTER


class Hall:
    """A town whose log is published to watchers."""

    def __init__(self) -> None:
        self.town = Town()
        self.state = State("w1")
        self.watchers = Watchers(Gallery(self.state))
        self.boxes: dict[str, Box] = {}

    def publish(self) -> None:
        for stored in self.town.log[self.state.seq :]:
            self.watchers.publish(advance(self.state, stored))

    def watch(self, participant: str) -> Box:
        self.publish()
        box = self.boxes[participant] = Box()
        self.watchers.add(self.state.people[participant], box, None)
        return box

    def do(self, by: str, command: c.Command) -> None:
        self.town.do(by, command)
        self.publish()


def test_each_hears_what_their_view_shows() -> None:
    hall = Hall()
    ann, eve = hall.town.inside(P), hall.town.join()
    boxes = [hall.watch(p) for p in ("host", ann, eve)]
    hall.do(ann, c.TurnOn(Source.CAMERA))
    hall.do("host", c.RotateLinks(P))
    kinds = [[type(fact) for fact in box.facts] for box in boxes]
    assert kinds == [[f.SourceTurnedOn, f.LinksRotated], [f.SourceTurnedOn], []]


def test_who_changes_the_view_is_sorted_anew_and_gets_a_snapshot() -> None:
    hall = Hall()
    ann, eve = hall.town.inside(), hall.town.join()
    box, waiting = hall.watch(ann), hall.watch(eve)
    hall.do("host", c.Invite(ann, Role.CO_HOST))
    hall.do(ann, c.AcceptInvitation())
    hall.do("host", c.AdmitAll())
    assert box.snapshots[1].waiting[0].id == eve
    assert waiting.snapshots[-1].you.place is Place.IN
    hall.do("host", c.RotateLinks(P))
    assert f.LinksRotated(P, 1) in box.facts
    assert f.LinksRotated(P, 1) not in waiting.facts


def test_signals_are_for_those_inside_and_the_number_who_wait_for_hosts() -> None:
    hall = Hall()
    ann, eve = hall.town.inside(), hall.town.join()
    host, guest, waiting = (hall.watch(p) for p in ("host", ann, eve))
    hall.watchers.broadcast(Speakers(None, ()))
    hall.watchers.tell_counts()
    assert host.signals(Counts) == [Counts(2, 1)]
    assert guest.signals(Counts) == [Counts(2, 0)]
    assert (len(guest.signals(Speakers)), waiting.heard[1:]) == (1, [])


def test_a_person_may_look_on_from_several_pages_and_each_can_be_closed() -> None:
    hall = Hall()
    ann = hall.town.inside()
    first, second = hall.watch(ann), hall.watch(ann)
    hall.watchers.remove(ann, first)
    hall.watchers.remove(ann, first)
    hall.do("host", c.Lock())
    assert (f.WebinarLocked() in first.facts, f.WebinarLocked() in second.facts) == (False, True)


def test_who_is_dismissed_hears_goodbye_and_nothing_after_it() -> None:
    hall = Hall()
    ann = hall.town.inside()
    box, host = hall.watch(ann), hall.watch("host")
    hall.watchers.dismiss(ann, Goodbye("removed", ""))
    hall.watchers.dismiss("nobody", Goodbye("removed", ""))
    hall.do("host", c.Lock())
    assert isinstance(box.heard[-1], Goodbye)
    assert f.WebinarLocked() in host.facts


def test_one_shown_fact_serves_all_of_a_view() -> None:
    hall = Hall()
    boxes = [hall.watch(hall.town.inside()) for _ in range(3)]
    hall.do("host", c.Lock())
    assert len({id(box.heard[-1]) for box in boxes}) == 1


def test_an_anonymous_asker_hears_of_their_own_question_on_every_page_and_nobody_else_whose_it_is() -> None:
    pages = Pages(Town(review_questions=True))
    ann, bob = pages.town.inside(), pages.town.inside()
    pages.catch_up()
    desk, phone, other = pages.page(ann), pages.page(ann), pages.page(bob)
    question = pages.make(ann, c.AskQuestion("Why?", anonymous=True))
    assert [fact.mine for page in (desk, phone) for fact in page.box.facts if isinstance(fact, QuestionAppeared)] == [
        True,
        True,
    ]
    pages.do("host", c.PublishQuestion(question))
    assert [fact.mine for fact in other.box.facts if isinstance(fact, QuestionAppeared)] == [False]
    pages.everybody_sees_what_is()


def test_after_a_restart_whoever_comes_to_look_on_is_known_again() -> None:
    before = Pages(Town(review_questions=True))
    ann = before.town.inside()
    question = before.make(ann, c.AskQuestion("Why?", anonymous=True))
    pages = Pages(before.town)
    pages.shut(page := pages.page(ann))
    pages.come_back(page)
    pages.town.do("host", c.DismissQuestion(question))
    pages.catch_up()
    assert [type(fact) for fact in page.box.facts] == [QuestionChanged]


def test_who_comes_back_hears_what_was_missed_and_then_what_signals_tell() -> None:
    pages = Pages(Town())
    ann = pages.town.inside()
    pages.catch_up()
    pages.do("host", c.Lock())  # the last fact before she goes is none that renews her page
    page = pages.page(ann)
    pages.shut(page)
    question = pages.make("host", c.AskQuestion("Why?"))
    pages.do("host", c.Unlock())
    pages.come_back(page)
    assert [type(fact) for fact in page.box.facts] == [QuestionAppeared, f.WebinarUnlocked]
    assert QuestionVotes({question: 1}) in page.box.heard
    assert len(page.box.snapshots) == 1


def test_a_direct_message_is_heard_by_two_people_alone() -> None:
    pages = Pages(Town())
    people = [pages.town.inside() for _ in range(3)]
    pages.catch_up()
    boxes = [pages.page(person).box for person in (*people, "host")]
    pages.do("host", c.SendMessage("Hi", ChatTo.DIRECT, people[0]))
    assert [len(box.facts) for box in boxes] == [1, 0, 0, 1]
