"""Whom a fact concerns, and what they see of it."""

from actors import facts as f
from actors.shown import ShownFact
from actors.webinar import commands as c
from actors.webinar.publication import Alias, Publication
from actors.webinar.view import View
from actors.words import Role
from tests.actors.webinar.town import Town

OWN, OTHERS = (ShownFact(1, 0, f.WebinarStarted()) for _ in range(2))


def test_those_concerned_see_their_own_and_not_what_their_view_sees() -> None:
    town = Town()
    ann, bob = town.person(town.inside()), town.person(town.inside())
    told = Publication(
        1, frozenset(), {View.AUDIENCE: OTHERS}, frozenset({ann.id}), own={View.AUDIENCE: OWN, View.HOSTS: OWN}
    )
    assert told.seen_by(town.state, ann) is OWN
    assert told.seen_by(town.state, bob) is OTHERS
    assert told.seen_by(town.state, town.person("host")) is None
    assert told.is_shown


def test_somebody_anonymous_is_concerned_as_long_as_their_pseudonym_can_be_told() -> None:
    town = Town()
    ann, bob = town.person(town.inside()), town.person(town.inside())
    town.do(ann.id, c.AskQuestion("Why?", anonymous=True))
    (question,) = town.state.interaction.questions.values()
    assert question.pseudonym is not None
    told = Publication(1, frozenset(), alias=Alias(question.pseudonym, question.id), own={View.AUDIENCE: OWN})
    assert told.seen_by(town.state, ann) is OWN
    assert told.seen_by(town.state, bob) is None
    town.do("host", c.End())
    assert told.seen_by(town.state, ann) is None


def test_only_who_is_here_is_renewed() -> None:
    town = Town()
    ann, bob = town.person(town.inside()), town.person(town.inside())
    told = Publication(1, frozenset(), concerned=frozenset({ann.id}), renewed=frozenset({Role.ATTENDEE}))
    assert told.is_shown
    assert (told.renews(ann), told.renews(bob)) == (False, True)
    town.do(bob.id, c.Leave())
    assert not told.renews(bob)


def test_what_nobody_sees_is_not_shown() -> None:
    assert not Publication(1, frozenset({"polls"}), concerned=frozenset({"p1"})).is_shown
