"""Whose what is."""

from actors.webinar import commands as c
from actors.webinar.owners import Owners
from actors.words import ChatTo, Role
from tests.actors.webinar.town import Town


def test_everybody_finds_their_own_questions_named_or_not_in_the_order_of_asking() -> None:
    town = Town()
    ann, bob = town.inside(), town.inside()
    for by, anonymous in ((ann, True), (bob, False), (ann, False), (ann, True), (bob, True)):
        town.do(by, c.AskQuestion("Why?", anonymous))
    ids, owners = list(town.state.interaction.questions), Owners.of(town.state)
    asked = [[ids.index(question.id) for question in owners.asked_by(who)] for who in (ann, bob, "host", "nobody")]
    assert asked == [[0, 2, 3], [1, 4], [], []]
    assert owners.asked_by(ann) is owners.asked_by(ann), "looked for once"


def test_once_the_webinar_has_ended_nobody_can_tell_whose_an_anonymous_question_was() -> None:
    town = Town()
    ann = town.inside()
    for anonymous in (True, False):
        town.do(ann, c.AskQuestion("Why?", anonymous))
    town.do("host", c.End())
    assert [question.author for question in Owners.of(town.state).asked_by(ann)] == [ann]


def test_whoever_has_a_part_in_what_not_all_see_is_known() -> None:
    town = Town()
    ann, bob, cat, dan = (town.inside() for _ in range(4))
    presenter = town.inside(Role.PRESENTER)
    town.do(ann, c.SendMessage("Hi"))
    town.do(bob, c.SendMessage("Hi", ChatTo.STAGE))
    town.do("host", c.SendMessage("Hi", ChatTo.DIRECT, cat))
    owners = Owners.of(town.state)
    assert [owners.corresponds(who) for who in (ann, bob, cat, dan, presenter, "host")] == [
        *(False, True, True, False, False, True),
    ]
