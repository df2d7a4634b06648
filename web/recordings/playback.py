"""What was said, asked and voted while a film's pictures were taken, in the film's own time. Pure.

Only what everybody was shown: no direct or stage messages, nothing deleted, withdrawn, in review or dismissed, no
results that were never revealed. An anonymous question has no author here either.
"""

from collections.abc import Collection, Sequence
from itertools import pairwise

from attrs import evolve, frozen

from actors import facts as f
from actors.ports import Remembered, StoredFact
from actors.webinar.apply import fold
from actors.webinar.captions_log import Cue
from actors.webinar.chat_log import Reader, page
from actors.webinar.interaction import Poll, Question, Round
from actors.webinar.polls_view import shows_results, shows_right
from actors.webinar.questions import votes_of
from actors.webinar.view import View
from actors.words import ParticipantId, PollStatus, QuestionStatus, WebinarId
from web.exports.attendance import names_in
from web.recordings.order import Anchor

Log = Sequence[StoredFact | Remembered]
SHOWN = frozenset({QuestionStatus.PUBLISHED, QuestionStatus.TAKEN, QuestionStatus.ANSWERED})


@frozen
class Said:
    at_s: float
    name: str
    text: str


@frozen
class Asked:
    """`name` empty: anonymous, or forgotten. `answered_s`: when the answer began, or came in writing; None: never."""

    id: str
    at_s: float
    name: str
    text: str
    votes: int
    answered_s: float | None
    answer: str | None


@frozen
class Voted:
    """A round. `tally` is None where the results were not shown to everybody."""

    at_s: float
    closed_s: float | None
    question: str
    options: tuple[str, ...]
    tally: tuple[int, ...] | None
    voters: int
    right: tuple[int, ...]


@frozen
class Beside:
    chat: tuple[Said, ...] = ()
    questions: tuple[Asked, ...] = ()
    polls: tuple[Voted, ...] = ()


@frozen
class FilmTime:
    """Wall clock to film time. What the film leaves out (a pause) is at the moment where it goes on."""

    anchors: tuple[Anchor, ...]
    duration_s: float

    def of(self, at_ms: int | None) -> float | None:
        """None: before the film, or after it."""
        if at_ms is None or not self.anchors:
            return None
        wall_s, end = at_ms / 1000, Anchor(self.duration_s, float("inf"))
        for anchor, later in pairwise((*self.anchors, end)):
            if anchor.wall_s <= wall_s < later.wall_s:
                film_s = anchor.film_s + wall_s - anchor.wall_s
                is_after = later is end and film_s > self.duration_s
                return None if is_after else min(film_s, later.film_s)
        return None


def filmed(said: Sequence[Cue], time: FilmTime) -> list[Cue]:
    """Captions in the film's time, in ms; those that were said before it, after it or in a pause are left out."""
    placed = ((time.of(cue.from_ms), cue) for cue in said)
    found = [(round(1000 * at_s), cue) for at_s, cue in placed if at_s is not None]
    return [evolve(cue, from_ms=at_ms, until_ms=at_ms + cue.until_ms - cue.from_ms) for at_ms, cue in found]


def beside(webinar: WebinarId, log: Log, time: FilmTime, redacted: Collection[ParticipantId] = ()) -> Beside:
    """`redacted`: people of whom nothing is shown, neither what they wrote nor what they asked."""
    state, names, answered = fold(webinar, log).interaction, names_in(log), _answered(log)
    questions = [each for each in state.questions.values() if each.author not in redacted]
    asked = [_asked(_unanswered(each, redacted), names, answered, time) for each in questions]
    voted = [_voted(poll, each, time) for poll in state.polls.values() for each in poll.rounds]
    return Beside(
        _chat(log, time, redacted),
        tuple(sorted(filter(None, asked), key=lambda each: each.at_s)),
        tuple(sorted(filter(None, voted), key=lambda each: each.at_s)),
    )


def _chat(log: Log, time: FilmTime, redacted: Collection[ParticipantId]) -> tuple[Said, ...]:
    facts = [each for each in log if isinstance(each, StoredFact)]
    lines = page(facts, Reader("", is_on_stage=False), None, len(facts))
    placed = ((time.of(line.at_ms), line) for line in lines if line.author not in redacted)
    return tuple(Said(at_s, line.name, line.text) for at_s, line in placed if at_s is not None)


def _answered(log: Log) -> dict[str, int]:
    """When each question's answer began, the last time that it did."""
    found: dict[str, int] = {}
    for each in log:
        match each:
            case StoredFact(fact=f.QuestionTaken(question=question)):
                found[question] = each.at_ms
            case StoredFact(fact=f.QuestionAnswered(question=question, text=text)) if text or question not in found:
                found[question] = each.at_ms
            case StoredFact(fact=f.QuestionRestored(question=question)):
                found.pop(question, None)
    return found


def _unanswered(question: Question, redacted: Collection[ParticipantId]) -> Question:
    """By those who are redacted: their words are left out, not that there was an answer."""
    return evolve(question, answer=None) if question.answered_by in redacted else question


def _asked(question: Question, names: dict[str, str], answered: dict[str, int], time: FilmTime) -> Asked | None:
    asked_s, answered_s = time.of(question.asked_at_ms), time.of(answered.get(question.id))
    first_s = answered_s if asked_s is None else asked_s  # one from before the film that is answered in it
    if question.status not in SHOWN or not question.text or first_s is None:
        return None
    name = names.get(question.author or "", "")
    return Asked(question.id, first_s, name, question.text, votes_of(question), answered_s, question.answer)


def _voted(poll: Poll, of: Round, time: FilmTime) -> Voted | None:
    at_s, is_last = time.of(of.opened_at_ms), of is poll.rounds[-1]
    if at_s is None or poll.status is PollStatus.DRAFT:
        return None
    is_shown = is_last and shows_results(poll, View.AUDIENCE)
    right = poll.right if is_last and shows_right(poll, View.AUDIENCE) else ()
    tally = tuple(of.tally) if is_shown else None
    return Voted(at_s, time.of(of.closed_at_ms), poll.question, poll.options, tally, len(of.ballots), right)
