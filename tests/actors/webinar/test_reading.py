"""Reading a webinar; by its actor in test_actor."""

import pytest

from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.messages import Info, Link, ReadInfo, ReadLink, ReadPeople, ReadStanding, Standing
from actors.webinar.reading import read
from actors.webinar.snapshots import Gallery
from actors.words import Place, Role, Status
from tests.actors.webinar.town import Town

P = Role.PRESENTER


def test_info_counts_people_and_names_those_on_stage_who_are_there() -> None:
    town = Town()
    ann, bob = town.inside(P), town.inside(P)
    town.join("Eve")
    town.do(bob, c.Leave())
    town.do("host", c.Lock())
    info = read(Gallery(town.state), ReadInfo("host"))
    assert isinstance(info, Info)
    assert (info.inside, info.waiting, info.locked, info.status) == (2, 1, True, Status.WAITING)
    assert [presenter.id for presenter in info.presenters] == ["host", ann]


def test_info_tells_who_is_not_inside_of_nobody_and_hosts_alone_who_waits() -> None:
    town = Town()
    ann, removed, waiting = town.inside(P), town.inside(), town.join("Eve")
    town.do("host", c.Kick(removed))
    for outsider in (waiting, removed, None, "stranger"):
        info = read(Gallery(town.state), ReadInfo(outsider))
        assert isinstance(info, Info)
        assert (info.title, info.inside, info.waiting, info.presenters) == (town.state.title, 0, 0, ())
    info = read(Gallery(town.state), ReadInfo(ann))
    assert isinstance(info, Info)
    assert (info.inside, info.waiting, len(info.presenters)) == (2, 0, 2)


def test_info_counts_the_questions_that_the_asker_sees_and_the_polls_that_are_open() -> None:
    town = Town(review_questions=True)
    ann, bob, eve = town.inside(), town.inside(), town.join("Eve")
    for _ in range(2):
        town.do(ann, c.AskQuestion("Why?"))
    town.do("host", c.PublishQuestion(next(iter(town.state.interaction.questions))))
    for _ in range(2):
        town.do("host", c.CreatePoll("Lunch?", ("Soup", "Rice")))
    town.do("host", c.OpenPoll(next(iter(town.state.interaction.polls))))
    counted = [read(Gallery(town.state), ReadInfo(who)) for who in ("host", bob, eve, None)]
    assert [(info.questions, info.open_polls) for info in counted if isinstance(info, Info)] == [
        *((2, 1), (1, 1), (0, 0), (0, 0)),
    ]


def code(town: Town, wish: ReadPeople | ReadLink) -> str:
    answer = read(Gallery(town.state), wish)
    assert isinstance(answer, Refusal), answer
    return answer.code


def test_only_who_is_inside_reads_the_people() -> None:
    town = Town()
    eve = town.join()
    assert code(town, ReadPeople(eve)) == "waiting"
    assert code(town, ReadPeople("stranger")) == "no_such_participant"
    town.do("host", c.End())
    assert code(town, ReadPeople("host")) == "ended"


@pytest.mark.parametrize("role", [Role.PRESENTER, Role.ATTENDEE])
def test_a_link_is_read_by_who_could_replace_it(role: Role) -> None:
    town = Town()
    cohost, ann = town.inside(Role.CO_HOST), town.inside(P)
    town.do("host", c.RotateLinks(role))
    assert read(Gallery(town.state), ReadLink("host", role)) == Link(role, 1)
    assert read(Gallery(town.state), ReadLink(cohost, role)) == Link(role, 1)
    assert code(town, ReadLink(ann, role)) == "not_allowed"
    assert code(town, ReadLink("host", Role.CO_HOST)) == "no_such_link"


def test_what_somebody_is_can_be_read_of_whoever_was_ever_here() -> None:
    town = Town()
    ann = town.inside(P)
    town.do("host", c.Kick(ann))
    town.do("host", c.End())
    gallery = Gallery(town.state)
    assert read(gallery, ReadStanding("host")) == Standing(Role.HOST, Place.IN)
    assert read(gallery, ReadStanding(ann)) == Standing(P, Place.REMOVED)
    unknown = read(gallery, ReadStanding("nobody"))
    assert isinstance(unknown, Refusal)
    assert unknown.code == "no_such_participant"
