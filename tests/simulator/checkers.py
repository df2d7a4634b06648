"""Judged when all is quiet again: what was promised against what the journal says, one small function per invariant.

`I1`…`I10` are the invariants' numbers; each function gives one line for everything that is wrong.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise

from attrs import frozen

from actors import facts as f
from actors.ports import Done, Refusal, Remembered, StoredFact
from actors.webinar import commands as c
from actors.webinar.remembered import HIDDEN, fingerprint, hidden_id
from actors.webinar.results import Voted
from actors.words import Ballots, ParticipantId, PollId
from tests.simulator.said import Said, is_final


@frozen
class Evidence:
    """Of one webinar: its log as it is read after a last power cut, and what people said and heard."""

    log: tuple[StoredFact | Remembered, ...]
    epochs: tuple[int, ...]
    said: tuple[Said, ...]
    since_seq: int = 0  # facts up to this one were there before anybody of `said` came

    @property
    def facts(self) -> list[StoredFact]:
        return [entry for entry in self.log if isinstance(entry, StoredFact)]

    @property
    def answers(self) -> dict[tuple[ParticipantId, str], Remembered]:
        return {(entry.by, entry.command_id): entry for entry in self.log if isinstance(entry, Remembered)}

    @property
    def forgotten(self) -> set[ParticipantId]:
        return {stored.fact.participant for stored in self.facts if isinstance(stored.fact, f.PersonForgotten)}

    @property
    def has_ended(self) -> bool:
        return any(isinstance(stored.fact, f.WebinarEnded) for stored in self.facts)


Checker = Callable[[Evidence], Iterator[str]]


def sequence(evidence: Evidence) -> Iterator[str]:
    numbers = [stored.seq for stored in evidence.facts]
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"I3: the log's numbers are {numbers}"
    if any(later < earlier for earlier, later in pairwise(evidence.epochs)):
        yield f"I3: epochs fall: {evidence.epochs}"


def acknowledged(evidence: Evidence) -> Iterator[str]:
    """Every Done that left the server is in the journal, word for word."""
    answers, forgotten = evidence.answers, evidence.forgotten
    for said in evidence.said:
        done = [answer for answer in said.answers if isinstance(answer, Done)]
        if not done or said.by in forgotten or isinstance(said.command, c.React):
            continue
        hidden = answers.get((HIDDEN, hidden_id(said.by, said.command_id)))
        kept = answers.get((said.by, said.command_id)) or hidden
        if kept is None and evidence.has_ended and _hides(said.command):
            continue  # to whom, nobody can tell any more
        if kept is None:
            yield f"I1: acknowledged and not in the journal: {said} {done[0]}"
        elif kept.fingerprint != fingerprint(said.command, said.command_id):
            yield f"I1: another command was acknowledged: {said} {kept}"
        elif any(answer != kept.answer for answer in done):
            yield f"I2: not the journal's answer: {said} {done} {kept.answer}"


def _hides(command: c.Command) -> bool:
    """Whether the log may have to keep back who said it."""
    return isinstance(command, c.Vote | c.AskQuestion | c.EditQuestion | c.WithdrawQuestion)


def refused(evidence: Evidence) -> Iterator[str]:
    """Nobody was refused what had been done before."""
    answers = evidence.answers
    for said in evidence.said:
        kept = answers.get((said.by, said.command_id)) or answers.get((HIDDEN, hidden_id(said.by, said.command_id)))
        done_at = kept.answer.seq if kept is not None else None
        for seq, answer in zip(said.durable_at, said.answers, strict=True):
            if isinstance(answer, Refusal) and is_final(answer) and done_at is not None and done_at < seq:
                yield f"I2: refused after it had been done: {said} {answer}"


def effects(evidence: Evidence) -> Iterator[str]:
    """What was acknowledged has had one effect, and no command more than one."""
    texts = Counter(_text(stored.fact) for stored in evidence.facts)
    receipts = Counter(stored.fact.receipt for stored in evidence.facts if isinstance(stored.fact, f.BallotCast))
    wishes = Counter(_text_of(said.command) for said in evidence.said)  # some say the same under two ids
    forgotten = evidence.forgotten
    for said in evidence.said:
        text = _text_of(said.command)
        done = [answer for answer in said.answers if isinstance(answer, Done)]
        if text and (texts[text] > wishes[text] or (done and texts[text] == 0 and said.by not in forgotten)):
            yield f"I1: {texts[text]} effects of {said}"
        voted = {answer.result.receipt for answer in done if isinstance(answer.result, Voted)}
        if any(receipts[receipt] != 1 for receipt in voted):
            yield f"I1: a ballot is not once in the log: {said} {done}"


def _text(fact: object) -> str:
    match fact:
        case f.MessageSent() | f.QuestionAsked():
            return fact.text
        case f.PollDrafted():
            return fact.question
        case _:
            return ""


def _text_of(command: c.Command) -> str:
    match command:
        case c.SendMessage() | c.AskQuestion():
            return command.text
        case c.CreatePoll():
            return command.question
        case _:
            return ""


def recount(evidence: Evidence) -> Iterator[str]:
    """A closed round's tally is what its ballots come to, the last of each voter."""
    polls: dict[PollId, f.PollDrafted | f.PollEdited] = {}
    rounds: dict[tuple[PollId, int], dict[str, tuple[int, ...]]] = defaultdict(dict)
    for fact in (stored.fact for stored in evidence.facts):
        match fact:
            case f.PollDrafted() | f.PollEdited():
                polls[fact.poll] = fact
            case f.BallotCast():
                rounds[fact.poll, fact.round][fact.voter] = fact.choices
            case f.PollClosed():
                counted = rounds[fact.poll, fact.round]
                tally = Counter(choice for choices in counted.values() for choice in choices)
                right = tuple(tally[n] for n in range(len(polls[fact.poll].options)))
                if (fact.tally, fact.voters) != (right, len(counted)):
                    yield f"I2: {fact} but the recount is {right} of {len(counted)}"


def voters(evidence: Evidence) -> Iterator[str]:
    """No more of them in a round than people who voted."""
    people: dict[PollId, set[ParticipantId]] = defaultdict(set)
    for said in evidence.said:
        if isinstance(said.command, c.Vote):
            people[said.command.poll].add(said.by)
    counted: dict[tuple[PollId, int], set[str]] = defaultdict(set)
    for stored in evidence.facts:
        if isinstance(stored.fact, f.BallotCast) and stored.seq > evidence.since_seq:
            counted[stored.fact.poll, stored.fact.round].add(stored.fact.voter)
    for (poll, number), names in counted.items():
        if len(names) > len(people[poll]):
            yield f"I2: ballots of {len(names)} voters, {len(people[poll])} people, in round {number} of {poll}"


COMING = f.ParticipantReturned | f.ParticipantAdmitted | f.ParticipantConnected | f.SourceTurnedOn | f.RoleOffered


def bans(evidence: Evidence) -> Iterator[str]:
    """Whoever is banned stays out, with their token and with their personal invite."""
    banned: set[ParticipantId] = set()
    owners: dict[str, ParticipantId] = {}
    for stored in evidence.facts:
        match stored.fact:
            case f.ParticipantLeft(participant, "banned"):
                banned.add(participant)
            case f.ParticipantUnbanned(participant):
                banned.discard(participant)
            case f.InviteUsed(participant, invite):
                if owners.get(invite) in banned:
                    yield f"I5: the invite of somebody banned was used: {stored.seq} {stored.fact}"
                owners[invite] = participant
            case fact if isinstance(fact, COMING) and fact.participant in banned:
                yield f"I5: somebody banned is back: {stored.seq} {fact}"


def tickets(evidence: Evidence) -> Iterator[str]:
    """Each number of a page is used once, one after the other."""
    used: dict[tuple[ParticipantId, str], int] = defaultdict(int)
    for fact in (stored.fact for stored in evidence.facts):
        if isinstance(fact, f.SessionResumed):
            if fact.number <= used[fact.participant, fact.page]:
                yield f"I5: a ticket was used again: {fact}"
            used[fact.participant, fact.page] = fact.number


def secrets(evidence: Evidence) -> Iterator[str]:
    """What makes pseudonyms is destroyed with the round, and with the webinar; what is personal with the person."""
    withdrawn = {x.fact.registration for x in evidence.facts if isinstance(x.fact, f.RegistrationWithdrawn)}
    closed = {(x.fact.poll, x.fact.round) for x in evidence.facts if isinstance(x.fact, f.PollClosed)}
    forgotten = evidence.forgotten
    for fact in (stored.fact for stored in evidence.facts):
        match fact:
            case f.PollOpened() if fact.secret and (fact.poll, fact.round) in closed:
                yield f"I10: the secret of a closed round can be read: {fact}"
            case f.AnonymityBegan() if fact.secret and evidence.has_ended:
                yield f"I10: the secret of questions can be read: {fact}"
            case f.RegistrationReceived(registration) if (fact.name or fact.email) and registration in withdrawn:
                yield f"I10: a registration that was withdrawn can be read: {fact}"
            case f.ParticipantJoined(participant) if fact.name and participant in forgotten:
                yield f"I10: the name of somebody forgotten can be read: {fact}"
            case f.MessageSent() | f.QuestionAsked() if fact.text and fact.author in forgotten:
                yield f"I10: words of somebody forgotten can be read: {fact}"


def anonymity(evidence: Evidence) -> Iterator[str]:
    """No entry of the log says who asked an anonymous question or cast an anonymous ballot."""
    ballots: dict[PollId, Ballots] = {}
    people = {said.by for said in evidence.said}
    for fact in (stored.fact for stored in evidence.facts):
        if isinstance(fact, f.PollDrafted | f.PollEdited):
            ballots[fact.poll] = fact.ballots
        if isinstance(fact, f.BallotCast) and ballots[fact.poll] is Ballots.ANONYMOUS and fact.voter in people:
            yield f"I10: an anonymous ballot has a name: {fact}"
        if isinstance(fact, f.QuestionAsked) and ":anonymous:" in fact.text and fact.author is not None:
            yield f"I10: an anonymous question has a name: {fact}"


def recordings(evidence: Evidence) -> Iterator[str]:
    """One of a room at a time, and none goes on after it is stopped."""
    rooms: dict[str, str] = {}
    for stored in evidence.facts:
        match stored.fact:
            case f.RecordingStarted(known, room):
                if room in rooms.values():
                    yield f"I10: two recordings of {room} at once: {stored}"
                rooms[known] = room
            case f.RecordingPaused(known) | f.RecordingResumed(known) if known not in rooms:
                yield f"I10: a recording that is stopped goes on: {stored}"
            case f.RecordingStopped(known) if rooms.pop(known, None) is None:
                yield f"I10: a recording is stopped twice: {stored}"
    if evidence.has_ended and rooms:
        yield f"I10: recordings outlive their webinar: {rooms}"


CHECKERS: tuple[Checker, ...] = (
    sequence, acknowledged, refused, effects, recount, voters, bans, tickets, secrets, anonymity,
    recordings,
)  # fmt: skip


def faults_of(evidence: Evidence) -> list[str]:
    return [fault for check in CHECKERS for fault in check(evidence)]
