"""What the few commands answer that have more to say."""

from actors.webinar import commands as c
from actors.webinar.results import Issued, Joined, Result, Rotated, result_of
from actors.words import Role
from tests.actors.webinar.town import Town


def result(town: Town, by: str | None, command: c.Command) -> Result:
    return result_of(town.state, command, town.do(by, command))


def test_who_joins_learns_who_they_are_and_whether_they_are_in() -> None:
    town = Town()
    assert result(town, None, c.Join("Ann")) == Joined("p1", admitted=False)
    town.live()
    assert result(town, None, c.Join("Bob")) == Joined("p2", admitted=True)


def test_who_comes_back_is_the_same_whether_they_had_left_or_not() -> None:
    town = Town().live()
    ann = town.join()
    assert result(town, None, c.Join("", returning=ann)) == Joined(ann, admitted=True)
    town.do(ann, c.Leave())
    assert result(town, None, c.Join("", returning=ann)) == Joined(ann, admitted=True)


def test_a_personal_invite_shown_again_is_the_person_it_belongs_to() -> None:
    town = Town().live()
    issued = result(town, "host", c.IssueInvite(Role.PRESENTER))
    assert issued == Issued("p1", Role.PRESENTER)
    ann = town.join(invite="p1")
    assert result(town, None, c.Join("x", invite="p1")) == Joined(ann, admitted=True)


def test_a_rotated_link_says_its_epoch_and_most_commands_say_nothing() -> None:
    town = Town()
    assert result(town, "host", c.RotateLinks(Role.ATTENDEE)) == Rotated(Role.ATTENDEE, 1)
    assert result(town, "host", c.Lock()) is None
