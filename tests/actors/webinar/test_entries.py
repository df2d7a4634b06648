"""How things come, change and go in lists."""

import pytest

from actors import shown as s
from actors.shown import Shown
from actors.webinar import commands as c
from actors.webinar.entries import KINDS, about_thing
from actors.webinar.state import State
from actors.webinar.views import advance
from actors.words import ChatTo, QuestionStatus, Reveal, Role, Who
from tests.actors.webinar.town import Town


class Onlookers:
    """What a host, a presenter and two of the audience are shown of a town's log."""

    def __init__(self, **settings: object) -> None:
        self.town = Town(direct=Who.EVERYONE, **settings)
        self.presenter, self.ann, self.bob = self.town.inside(Role.PRESENTER), self.town.inside(), self.town.inside()
        self.state = State("w1")
        self.shown()

    def do(self, by: str, command: c.SPOKEN) -> dict[str, list[Shown]]:
        self.town.do(by, command)
        return self.shown()

    def shown(self) -> dict[str, list[Shown]]:
        people: dict[str, list[Shown]] = {p: [] for p in ("host", self.presenter, self.ann, self.bob)}
        for stored in self.town.log[self.state.seq :]:
            kind = KINDS.get(type(stored.fact))
            publication = about_thing(self.state, stored, kind) if kind else advance(self.state, stored)
            for participant, heard in people.items():
                person = self.state.people.get(participant)
                fact = publication.seen_by(self.state, person) if person else None
                heard.extend([fact.fact] if fact else [])
        return people

    def kinds(self, by: str, command: c.SPOKEN) -> list[str]:
        """One letter each for host, presenter, Ann and Bob: + appeared, * changed, - disappeared, . nothing."""
        return ["".join(map(letter, facts)) or "." for facts in self.do(by, command).values()]


def letter(fact: Shown) -> str:
    ends = {"Appeared": "+", "Changed": "*", "Disappeared": "-"}
    return next(sign for end, sign in ends.items() if type(fact).__name__.endswith(end))


def test_a_draft_appears_to_hosts_and_to_others_when_it_opens() -> None:
    hall = Onlookers()
    assert hall.kinds("host", c.CreatePoll("Lunch?", ("Soup", "Rice"), reveal=Reveal.LATER)) == ["+", ".", ".", "."]
    (poll,) = hall.state.interaction.polls
    assert hall.kinds("host", c.EditPoll(poll, "Dinner?", ("Soup", "Rice"))) == ["*", ".", ".", "."]
    assert hall.kinds("host", c.OpenPoll(poll)) == ["*", "+", "+", "+"]
    assert hall.kinds(hall.ann, c.Vote(poll, (1,))) == [".", ".", ".", "."]
    assert hall.kinds("host", c.ClosePoll(poll)) == ["*"] * 4
    assert hall.kinds("host", c.OpenPoll(poll)) == ["*"] * 4
    hall.do("host", c.ClosePoll(poll))
    assert hall.kinds("host", c.DeletePoll(poll)) == ["-"] * 4


@pytest.mark.parametrize("anonymous", [False, True])
def test_a_question_in_review_appears_to_hosts_and_its_asker(anonymous: bool) -> None:
    hall = Onlookers(review_questions=True)
    told = hall.do(hall.ann, c.AskQuestion("Why?", anonymous=anonymous))
    (question,) = hall.state.interaction.questions
    mine = {p: [fact.mine for fact in facts if isinstance(fact, s.QuestionAppeared)] for p, facts in told.items()}
    assert list(mine.values()) == [[False], [], [True], []]
    assert hall.kinds("host", c.PublishQuestion(question)) == ["*", "+", "*", "+"]
    assert hall.kinds(hall.bob, c.Upvote(question)) == [".", ".", ".", "."]
    assert hall.kinds("host", c.DismissQuestion(question)) == ["*", "-", "*", "-"]
    told = hall.do("host", c.RestoreQuestion(question))
    (appeared,) = told[hall.bob]
    assert isinstance(appeared, s.QuestionAppeared)
    assert (appeared.votes, appeared.mine) == (1 if anonymous else 2, False)
    assert hall.kinds(hall.ann, c.EditQuestion(question, "Why not?")) == ["*", "-", "*", "-"]
    assert hall.kinds(hall.ann, c.WithdrawQuestion(question)) == ["-", ".", "-", "."]


def test_an_assignment_is_no_news_to_the_audience() -> None:
    hall = Onlookers()
    hall.do(hall.ann, c.AskQuestion("Why?"))
    (question,) = hall.state.interaction.questions
    assert hall.kinds("host", c.AssignQuestion(question, hall.presenter)) == ["*", "*", ".", "."]
    taken = hall.do(hall.presenter, c.TakeQuestion(question))
    assert [type(fact) for facts in taken.values() for fact in facts] == [s.QuestionChanged] * 4
    assert hall.state.interaction.questions[question].status is QuestionStatus.TAKEN


@pytest.mark.parametrize(
    ("to", "readers"), [(ChatTo.EVERYONE, "++++"), (ChatTo.STAGE, "+++."), (ChatTo.DIRECT, "..++")]
)
def test_a_message_appears_to_its_readers_and_disappears_from_them(to: ChatTo, readers: str) -> None:
    hall = Onlookers()
    recipient = hall.bob if to is ChatTo.DIRECT else None
    assert "".join(hall.kinds(hall.ann, c.SendMessage("Hi", to, recipient))) == readers
    (message,) = hall.state.interaction.messages
    assert "".join(hall.kinds(hall.ann, c.DeleteMessage(message))) == readers.replace("+", "-")


def test_a_hand_is_in_the_queue_until_its_owner_lowers_it_or_is_elsewhere() -> None:
    hall = Onlookers()
    assert hall.kinds(hall.ann, c.RaiseHand()) == ["+", "+", ".", "."]
    assert hall.kinds("host", c.LowerHand(hall.ann)) == ["-", "-", ".", "."]
    hall.do(hall.ann, c.RaiseHand())
    hall.do("host", c.ChangeSettings(see_people=Who.HOSTS))
    told = hall.do(hall.ann, c.Leave())
    assert told[hall.presenter] == [s.HandDisappeared(hall.ann)], "whom nobody shows them"
    assert told[hall.bob] == []


def test_one_object_serves_all_who_are_shown_the_same() -> None:
    hall = Onlookers()
    hall.town.do(hall.ann, c.SendMessage("Hi"))
    (stored,) = hall.town.log[hall.state.seq :]
    publication = about_thing(hall.state, stored, KINDS[type(stored.fact)])
    assert len({id(shown) for shown in (*publication.by_view.values(), *publication.own.values())}) == 1
