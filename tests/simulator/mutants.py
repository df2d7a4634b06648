"""Bugs to plant in the shipped actors, each of which the simulator must find, and as what it is.

A mutant replaces a function or a row of a table, for the rest of its process: plant it in a process of its own.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

from attrs import evolve, frozen

from actors import facts as f
from actors.facts import Fact
from actors.future import TrioFuture
from actors.journal import personal
from actors.ports import Answer, Refusal, Remembered, StoredFact
from actors.webinar import apply, book, chat_view, decide, polls, resuming
from actors.webinar import commands as c
from actors.webinar.actor import Webinar
from actors.webinar.book import Book
from actors.webinar.decision import Context, Decision
from actors.webinar.ledger import Batch
from actors.webinar.messages import Ask, Message
from actors.webinar.outcome import Outcome
from actors.webinar.remembered import Answers
from actors.webinar.rights import check
from actors.webinar.state import State, move
from actors.webinar.view import View
from actors.words import ChatTo, Place

T = TypeVar("T")


@frozen
class Mutant:
    """`breaks`: the invariants by one of which it must be found; whatever else it does is not enough."""

    breaks: tuple[str, ...]
    plant: Callable[[], None]

    def is_found_in(self, failures: list[str]) -> str | None:
        """The first that says what is wrong."""
        return next((failure for failure in failures if any(f"{name}: " in failure for name in self.breaks)), None)


MUTANTS: Final[dict[str, Mutant]] = {}


def breaks(*names: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    def enter(plant: Callable[[], None]) -> Callable[[], None]:
        MUTANTS[plant.__name__] = Mutant(names, plant)
        return plant

    return enter


def _replace(owner: object, name: str, new: T) -> T:
    """What was there before."""
    old: T = getattr(owner, name)
    setattr(owner, name, new)
    return old


# --- answers


@breaks("I1")
def acknowledge_before_sync() -> None:
    def hold(_: Book, outcome: Outcome) -> TrioFuture[Answer]:
        reply: TrioFuture[Answer] = TrioFuture()
        reply.set(outcome.answer)
        return reply

    _replace(Book, "hold", hold)


@breaks("I1")
def refusal_does_not_wait() -> None:
    """Though it rests on what may yet be lost."""

    def hold(self: Book, outcome: Outcome) -> TrioFuture[Answer]:
        refused = isinstance(outcome.answer, Refusal)
        return whole(self, evolve(outcome, rests=False) if refused else outcome)

    whole = _replace(Book, "hold", hold)


@breaks("I1")
def failed_append_acknowledged() -> None:
    def reply(self: Batch, _instead: Answer | None = None) -> None:
        for waiting, answer in self.replies:
            waiting.set(answer)

    _replace(Batch, "reply", reply)


@breaks("I2")
def dedupe_by_id_only() -> None:
    """Neither whose it is nor what was asked."""

    def get(self: Answers, _by: str, command_id: str, _mark: str) -> Answer | None:
        return next((mine[command_id][1] for mine in self.of.values() if command_id in mine), None)

    _replace(Answers, "get", get)


@breaks("I1", "I2")
def dedupe_lost_in_replay() -> None:
    """The journal has the answers; the fold leaves them out, and so do kept states."""

    def read(*arguments: Any) -> tuple[Book, list[StoredFact]]:
        opened, tail = whole(*arguments)
        opened.decided.answers, opened.durable.answers = Answers(), Answers()
        return opened, tail

    whole = _replace(Book, "read", read)


# --- order


@breaks("I1", "I2", "I3")
def await_inside_a_handler() -> None:
    """Between deciding and noting the mailbox goes on: what has been decided is noted when its turn comes again."""

    @frozen
    class Noting:
        ask: Ask
        facts: list[Fact]
        reply: TrioFuture[Answer]

    def obey(self: Webinar, ask: Ask) -> TrioFuture[Answer]:
        context = Context(ask.by, self.node.clock.now_ms(), self.node.ids.new)
        decision = decide.decide(self.book.decided, ask.command, context)
        if isinstance(decision, Refusal) or not decision or self.book._known(ask) is not None:
            return whole(self, ask)
        noting = Noting(ask, decision, TrioFuture())
        self.actor_ref.tell(noting)
        return noting.reply

    def handle(self: Webinar, message: Message | Noting) -> object:
        if not isinstance(message, Noting):
            return handled(self, message)
        outcome = self.book.record(message.facts, message.ask)
        self._take_away(outcome.facts)
        self.book.hold(outcome).on_done(message.reply.set)
        return None

    whole, handled = _replace(Webinar, "obey", obey), _replace(Webinar, "_handle", handle)


@breaks("I2")
def role_check_before_replay() -> None:
    """A repeat is refused because of what its first time, or somebody since, has changed."""

    def obey(self: Book, ask: Ask) -> Outcome:
        refused = None if isinstance(ask.command, c.INNER) else check(self.decided, ask.by, ask.command)
        return whole(self, ask) if refused is None else Outcome(refused)

    whole = _replace(Book, "obey", obey)


@breaks("I2", "I3", "I5")
def judged_by_what_is_durable() -> None:
    """Not by all that was decided before."""

    def obey(self: Book, ask: Ask) -> Outcome:
        durable = self.durable
        setattr(book, "decide", lambda _, command, context: decide.decide(durable, command, context))  # noqa: B010
        return whole(self, ask)

    whole = _replace(Book, "obey", obey)


# --- recovery


@breaks("I4")
def event_applied_twice_after_snapshot() -> None:
    """Each that follows a kept state."""

    def fold_into(state: State, log: Iterable[StoredFact | Remembered]) -> State:
        for entry in log if state.seq else ():
            if isinstance(entry, StoredFact):
                apply.apply(state, entry)
                state.seq -= 1
            whole(state, [entry])
        return state if state.seq else whole(state, log)

    whole = _replace(book, "fold_into", fold_into)


@breaks("I5")
def ban_forgotten_on_recovery() -> None:
    def read(*arguments: Any) -> tuple[Book, list[StoredFact]]:
        opened, tail = whole(*arguments)
        for state in (opened.decided, opened.durable):
            state.banned_invites.clear()
            for participant in list(state.banned):
                move(state, state.people[participant], Place.LEFT)
        return opened, tail

    whole = _replace(Book, "read", read)


# --- topics


@breaks("I2")
def vote_counted_per_socket() -> None:
    """Whoever says the same through two of them votes twice."""

    def vote(state: State, command: c.Vote, context: Context) -> Decision:
        decision = polls.vote(state, command, context)
        if isinstance(decision, Refusal):
            return decision
        return [evolve(fact, voter=context.new_id()) for fact in decision if isinstance(fact, f.BallotCast)]

    decide.SPOKEN[c.Vote] = vote


@breaks("I10")
def anonymous_ballot_under_a_name() -> None:
    _replace(polls, "voter_of", lambda _, participant: participant)


@breaks("I10")
def secret_kept_after_close() -> None:
    personal.DESTROYS[f.PollClosed] = lambda *_: False


@breaks("I5")
def direct_message_shown_to_hosts() -> None:
    chat_view.READERS[ChatTo.DIRECT] = frozenset({View.HOSTS})


@breaks("I5")
def resume_token_reusable() -> None:
    def resume(state: State, command: c.Resume, context: Context) -> Decision:
        decision = resuming.resume(state, command, context)
        return [] if decision is resuming.STALE_TOKEN else decision

    decide.INNER[c.Resume] = resume
