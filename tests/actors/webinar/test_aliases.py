"""Who is behind a pseudonym."""

from actors import facts as f
from actors.webinar import commands as c
from actors.webinar.aliases import Aliases
from tests.actors.webinar.town import Town


def test_who_has_just_asked_or_voted_is_known_without_a_search() -> None:
    aliases = Aliases()
    ballot = f.BallotCast("b1", 1, "someone", (0,), "r1")
    aliases.spoke("p1", [f.AnonymityBegan("s"), f.QuestionAsked("q1", None, "anon", "Why?", False), ballot])
    assert aliases.asker("anon") == "p1"
    assert aliases.asker("other") is None
    assert aliases.voter(ballot) == "p1"
    assert aliases.voter(ballot) == "p1", "another one may be on its way to the journal already"
    aliases.close("b1")
    assert aliases.voter(ballot) == "someone"


def test_a_named_ballot_says_itself_whose_it_is() -> None:
    aliases = Aliases()
    ballot = f.BallotCast("b1", 1, "p1", (0,), "r1")
    aliases.spoke("p1", [ballot])
    aliases.spoke(None, [ballot])
    assert aliases.voter(ballot) == "p1"
    assert aliases == Aliases()


def test_who_comes_to_look_on_is_known_by_what_they_have_asked() -> None:
    town, aliases = Town(), Aliases()
    ann = town.inside()
    town.do(ann, c.AskQuestion("Why?", anonymous=True))
    town.do(ann, c.AskQuestion("When?"))
    aliases.looks_on(ann, town.state.interaction.questions.values())
    (anonymous, _) = town.state.interaction.questions.values()
    assert anonymous.pseudonym is not None
    assert aliases.asker(anonymous.pseudonym) == ann


def test_nothing_is_kept_longer_than_needed() -> None:
    aliases = Aliases()
    ballot = f.BallotCast("b1", 1, "someone", (0,), "r1")
    aliases.spoke("p1", [ballot, f.QuestionAsked("q1", None, "anon", "Why?", False)])
    aliases.close("b1")
    assert aliases.voter(ballot) == "someone"
    aliases.forget()
    assert aliases == Aliases()
