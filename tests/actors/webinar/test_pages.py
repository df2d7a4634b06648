"""What everybody's pages show while a crowd says whatever can be said: what a page opened now would, and nothing more.

Pages are opened, shut and brought back at random; tallies are told at random moments, as alarms would.
"""

from random import Random

import pytest
from attrs import evolve

from actors import facts as f
from actors.facts import Fact
from actors.ports import Refusal, StoredFact
from actors.webinar import commands as c
from actors.webinar.interaction import Message, Question
from actors.webinar.state import HERE, State
from actors.words import HOSTS, STAGE, ChatTo, Place, PollStatus, QuestionStatus, Reveal
from tests.actors.webinar.crowd import Crowd
from tests.actors.webinar.pages import Page, Pages

LINES = 200
ABOUT: list[set[type[c.Command]]] = [
    {c.CreatePoll, c.OpenPoll, c.Vote, c.ClosePoll, c.RevealPoll},
    {c.AskQuestion, c.PublishQuestion, c.DismissQuestion, c.RestoreQuestion, c.Upvote, c.ShowQuestion, c.EditQuestion},
    {c.SendMessage, c.DeleteMessage, c.RaiseHand, c.LowerHand, c.Invite, c.AcceptInvitation, c.Demote, c.ForgetPerson},
    {c.Join, c.Leave, c.AdmitAll, c.Admit, c.Kick, c.ChangeSettings, c.RaiseHand, c.AskQuestion, c.Vote},
]
SEEDS = range(40)


class Evening:
    """A crowd, its pages, and what chance does to them."""

    def __init__(self, seed: int) -> None:
        self.crowd = Crowd.of(seed, ABOUT[seed % len(ABOUT)])
        self.chance = Random(1000 + seed)
        self.crowd.town.do("host", c.ChangeSettings(review_questions=bool(seed % 3)))
        self.pages = Pages(self.crowd.town)
        self.away: list[Page] = []
        self.count = 0

    def goes_on(self) -> None:
        by, command = self.crowd.line()
        decision = self.crowd.town.ask(by, self.named(command))
        if not isinstance(decision, Refusal):
            self.pages.heard(by, decision)
        if self.chance.random() < 0.4:
            self.chance.choice([self.opens, self.goes, self.comes_back, self.tells])()

    def named(self, command: c.Command) -> c.Command:
        """A text of its own for everything that is said, so that it can be found again."""
        self.count += 1
        texts = [name for name in ("text", "question") if len(getattr(command, name, None) or "") in range(2, 100)]
        is_worded = not isinstance(command, c.CreatePoll | c.EditPoll | c.SendMessage | c.AskQuestion | c.EditQuestion)
        return command if is_worded else evolve(command, **dict.fromkeys(texts, f"<{self.count}>"))

    def opens(self) -> None:
        here = [person.id for person in self.pages.state.people.values() if person.place in HERE]
        self.pages.page(self.chance.choice(here))

    def goes(self) -> None:
        if self.pages.open:
            page = self.chance.choice(self.pages.open)
            self.pages.shut(page)
            self.away.append(page)

    def comes_back(self) -> None:
        back = [page for page in self.away if self.pages.state.people[page.participant].place in HERE]
        if back:
            self.away.remove(back[0])
            self.pages.come_back(back[0])

    def tells(self) -> None:
        self.pages.tallies.tell()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_page_shows_what_one_opened_now_would(seed: int) -> None:
    evening = Evening(seed)
    for _ in range(LINES):
        evening.goes_on()
        if evening.chance.random() < 0.1:
            evening.tells()
            evening.pages.everybody_sees_what_is()
    assert len(evening.pages.open) + len(evening.away) > 3


@pytest.mark.parametrize("seed", SEEDS)
def test_no_page_hears_what_its_person_may_not_know(seed: int) -> None:
    evening, heard = Evening(seed), dict[int, int]()
    for _ in range(LINES):
        evening.goes_on()
        secrets = hidden(evening.pages.state)
        for page in (*evening.pages.open, *evening.away):
            new = repr(page.box.heard[heard.get(id(page), 0) :])
            heard[id(page)] = len(page.box.heard)
            told = [text for text, may in secrets.items() if text in new and page.participant not in may]
            assert told == [], (page.participant, told)


def hidden(state: State) -> dict[str, set[str]]:
    """Every text that not all may read just now, and who may."""
    inside = {person.id for person in state.people.values() if person.place is Place.IN}
    hosts = {p for p in inside if state.people[p].role in HOSTS}
    stage = {p for p in inside if state.people[p].role in STAGE}
    said = state.interaction
    found = {message.text: _readers(message, inside, stage) for message in said.messages.values()}
    found |= {question.text: _askers(question, inside, hosts) for question in said.questions.values()}
    found |= {poll.question: hosts if poll.status is PollStatus.DRAFT else inside for poll in said.polls.values()}
    return {text: may for text, may in found.items() if text.startswith("<")}


def _readers(message: Message, inside: set[str], stage: set[str]) -> set[str]:
    own = {message.author, message.recipient or ""}
    return {ChatTo.EVERYONE: inside, ChatTo.STAGE: stage | own, ChatTo.DIRECT: own}[message.to] & inside


def _askers(question: Question, inside: set[str], hosts: set[str]) -> set[str]:
    """Of an anonymous one in review: whoever asked it could be anybody."""
    if question.status not in (QuestionStatus.IN_REVIEW, QuestionStatus.DISMISSED):
        return inside
    return hosts | ({question.author} if question.author else inside)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_that_is_told_says_who_was_anonymous(seed: int) -> None:
    evening = Evening(seed)
    for _ in range(LINES):
        evening.goes_on()
    evening.tells()
    told = "".join(repr(page.box.heard) for page in (*evening.pages.open, *evening.away))
    assert [secret for secret in secrets_of(evening.crowd.town.log) if secret in told] == []


def secrets_of(log: list[StoredFact]) -> set[str]:
    people = {fact.participant for fact in facts(log) if isinstance(fact, f.ParticipantJoined)} | {"host"}
    pseudonyms = {fact.pseudonym for fact in facts(log) if isinstance(fact, f.QuestionAsked) and fact.pseudonym}
    voters = {fact.voter for fact in facts(log) if isinstance(fact, f.BallotCast)} - people
    made = {fact.secret for fact in facts(log) if isinstance(fact, f.PollOpened | f.AnonymityBegan) and fact.secret}
    return pseudonyms | voters | {f"'{secret}'" for secret in made}


def facts(log: list[StoredFact]) -> list[Fact]:
    return [stored.fact for stored in log]


@pytest.mark.parametrize("seed", range(20))
def test_results_and_right_answers_are_told_only_when_they_may_be(seed: int) -> None:
    evening = Evening(4 * seed)
    for _ in range(LINES):
        evening.goes_on()
        state = evening.pages.state
        for page in evening.pages.open:
            if state.people[page.participant].role in HOSTS:
                continue
            for view in page.client.lists.polls.values():
                poll = state.interaction.polls[view.id]
                is_closed = poll.status is PollStatus.CLOSED
                may = poll.revealed or poll.reveal is Reveal.LIVE or (is_closed and poll.reveal is Reveal.AT_CLOSE)
                assert may or view.results is None
                assert (may and is_closed) or view.right == ()
