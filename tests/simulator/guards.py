"""Judged at the very moment something leaves the server: is it for this person, and does what it says hold?

The rules are written down a second time here, over marks in texts and over the durable state; views have no say in it.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from actors import facts as f
from actors.ports import Answer, Done, Goodbye, Refusal, StoredFact
from actors.shown import PollAppeared, PollChanged, ShownFact
from actors.shown.polls import PollView
from actors.signals import PollResults
from actors.webinar import commands as c
from actors.webinar.actor import Webinar
from actors.webinar.decide import decide
from actors.webinar.decision import Context
from actors.webinar.snapshots import Snapshot
from actors.webinar.state import HERE, State
from actors.webinar.state import Person as StatePerson
from actors.words import HOSTS, STAGE, Place, PollId, PollStatus, QuestionStatus, Reveal, WebinarId
from tests.actors.fake_media import FakePublisher
from tests.simulator.marks import Mark, marks_in
from tests.simulator.said import Said, is_final
from tests.simulator.server import Server
from tests.simulator.wire import Item, Wire

if TYPE_CHECKING:
    from tests.simulator.person import Person
    from tests.simulator.world import World

SENT_AWAY = frozenset({Place.REMOVED, Place.BANNED, Place.DENIED})
OF_THE_MOMENT = frozenset({"slow_mode", "removed"})  # refusals that rest on the clock, or on what is owed


@frozen
class Reader:
    """Somebody to whom something is sent, as the durable state knows them."""

    label: str
    person: StatePerson
    state: State

    @property
    def is_host(self) -> bool:
        return self.person.role in HOSTS and self.person.place is Place.IN

    @property
    def is_on_stage(self) -> bool:
        return self.person.role in STAGE and self.person.place is Place.IN


def _draft(reader: Reader, mark: Mark) -> bool:
    """Some make the same twice: one that is open may be seen."""
    text = str(mark)
    polls = [poll for poll in reader.state.interaction.polls.values() if text == poll.question or text in poll.options]
    return reader.is_host or not polls or any(poll.status is not PollStatus.DRAFT for poll in polls)


def _question(reader: Reader, mark: Mark) -> bool:
    text, kept_back = str(mark), (QuestionStatus.IN_REVIEW, QuestionStatus.DISMISSED)
    found = [question for question in reader.state.interaction.questions.values() if text == question.text]
    is_hidden = bool(found) and all(question.status in kept_back for question in found)
    return reader.is_host or reader.label == mark.whose or not is_hidden


def _name(reader: Reader, mark: Mark) -> bool:
    text = str(mark)
    waiting = (reader.state.people[participant] for participant in reader.state.waiting)
    return reader.is_host or all(text != person.name or person is reader.person for person in waiting)


RULES: dict[str, Callable[[Reader, Mark], bool]] = {  # kind of text → whether the reader may see it
    "direct": lambda reader, mark: reader.label in mark.whose.split("+"),
    "stage": lambda reader, mark: reader.is_on_stage or reader.label == mark.whose,
    "room": lambda _reader, _mark: False,  # said in a breakout room, and never in the main room
    "label": lambda _reader, _mark: False,  # a host's note: only the log has it
    "poll": _draft,
    "option": _draft,
    "question": _question,
    "anonymous": _question,
    "edited": _question,
    "name": _name,
}


def tells_too_much(reader: Reader, item: Item) -> list[PollId]:
    """Of these polls results, or a quiz's right answers, though they are not revealed to everybody now."""
    known = reader.state.interaction.polls
    if isinstance(item, PollResults):
        return [] if known[item.poll].revealed else [item.poll]
    return [
        poll.id
        for poll in polls_in(item)
        if (poll.results is not None and not known[poll.id].revealed)
        or (poll.right and not (known[poll.id].revealed and known[poll.id].status is PollStatus.CLOSED))
    ]


def polls_in(item: Item) -> Sequence[PollView]:
    fact = item.fact if isinstance(item, ShownFact) else None
    shown = (fact.poll,) if isinstance(fact, PollAppeared | PollChanged) else ()
    return item.polls if isinstance(item, Snapshot) else shown


def was_revealed(log: Iterable[object], poll: PollView) -> bool:
    """Whether this round, now over, was: a slow page hears of it when the next is open already."""
    number, revealed = 0, False
    for fact in (entry.fact for entry in log if isinstance(entry, StoredFact)):
        match fact:
            case f.PollOpened(poll=poll.id, round=number):
                pass
            case f.PollClosed(poll=poll.id, round=poll.round):
                revealed = poll.reveal is not Reveal.LATER
            case f.PollRevealed(poll=poll.id) if number == poll.round:
                revealed = True
            case _:
                pass
    return revealed


@define(eq=False)
class Guard:
    """Of one world."""

    world: "World"
    _texts: dict[int, tuple[ShownFact, str, list[Mark]]] = field(factory=dict)
    _texts_seq: int = 0

    def for_(self, person: "Person") -> "Gate":
        return Gate(self, person)

    def said_in(self, item: Item) -> tuple[str, list[Mark]]:
        """What an item says, as text, and the marks in it. The same object goes to many."""
        if not isinstance(item, ShownFact):
            text = repr(item)
            return text, marks_in(text)
        if item.seq != self._texts_seq:
            self._texts_seq = item.seq
            self._texts.clear()
        known = self._texts.get(id(item))
        if known is None:
            text = f"{item.seq} {item.at_ms} {item.fact!r}"
            known = self._texts[id(item)] = (item, text, marks_in(text))
        return known[1], known[2]

    def answers(self, said: Said, answer: Answer) -> None:
        webinar = self.world.server.webinar(said.webinar) if self.world.server is not None else None
        if webinar is None:
            return
        if isinstance(answer, Done):
            self._done(webinar, said, answer)
        elif is_final(answer) and said.sent == 1 and answer.code not in OF_THE_MOMENT:
            self._refused(webinar, said, answer)

    def _done(self, webinar: Webinar, said: Said, answer: Done) -> None:
        if isinstance(said.command, c.React):
            return
        if answer.seq is None or answer.seq > webinar.book.durable.seq:
            self.world.fails(f"I1: acknowledged before it was durable: {said} {answer}")

    def _refused(self, webinar: Webinar, said: Said, answer: Refusal) -> None:
        """A refusal tells what has happened, too: so all of that must be durable."""
        context = Context(said.by, webinar.node.clock.now_ms(), lambda: "new")
        now = decide(webinar.book.durable, said.command, context)
        if not (isinstance(now, Refusal) and now.code == answer.code):
            self.world.fails(f"I1: refused for what is not durable: {said} {answer}")

    # --- media, whenever nothing moves

    def looks_at_media(self) -> None:
        server = self.world.server
        if server is None:
            return
        everywhere = [(each, place) for each in self.world.towns for place in places_of(server, each.id)]
        for town, place in everywhere:
            webinar, floor = server.room(place), server.floor(place)
            if webinar is None or floor is None:
                continue
            for participant, publication in floor.publications.items():
                assert isinstance(publication.publisher, FakePublisher)
                allowed = publication.publisher.allowed
                for state in (webinar.book.decided, webinar.book.durable):
                    if not allowed <= state.people[participant].on:
                        self.world.fails(f"I5: {sorted(allowed)} of {town.labels[participant]} is let through")


def places_of(server: Server, webinar: WebinarId) -> list[WebinarId]:
    """The main room, and the breakout rooms that are open."""
    main = server.webinar(webinar)
    rooms = main.book.durable.rooms if main is not None else None
    return [webinar, *(rooms.rooms if rooms is not None else ())]


@define(eq=False)
class Gate:
    """Looks at what is sent to one person. `wire.Sender`."""

    guard: Guard
    person: "Person"

    @property
    def _elsewhere(self) -> set[str]:
        return {town.tag for town in self.guard.world.towns} - {self.person.town.tag}

    def sends(self, wire: Wire, item: Item) -> None:
        text, marks = self.guard.said_in(item)
        self.guard.world.trace.note(wire.name, "⇐", text)
        if not isinstance(item, Goodbye):
            why = self._forbidden(wire, item, marks)
            if why:
                self.guard.world.fails(f"I5: {wire.name} was sent {why}: {text}")

    def _is_early(self, reader: Reader, item: Item) -> bool:
        early = tells_too_much(reader, item)
        if not early:
            return False
        known, log = reader.state.interaction.polls, list(self.guard.world.disk.journal.read(reader.state.id))
        over = [poll for poll in polls_in(item) if poll.id in early and poll.round < known[poll.id].rounds[-1].number]
        return len(over) < len(early) or not all(was_revealed(log, poll) for poll in over)

    def _forbidden(self, wire: Wire, item: Item, marks: list[Mark]) -> str:
        town, webinar = self.person.town, wire.server.webinar(self.person.town.id)
        if any(mark.town in self._elsewhere for mark in marks):
            return "what belongs to another webinar"
        if webinar is None:
            return ""
        state, decided = webinar.book.durable, webinar.book.decided
        person = state.people.get(self.person.id)
        if person is None or person.place not in HERE:
            is_farewell = isinstance(item, ShownFact) and isinstance(item.fact, f.WebinarEnded)
            return "" if is_farewell else "something, though nobody is there"
        if decided.people[self.person.id].place in SENT_AWAY:
            return "something after being sent away"
        reader = Reader(self.person.label, person, state)
        if not reader.is_host and self._is_early(reader, item):
            return "results that are not revealed"
        ours = (mark for mark in marks if mark.town == town.tag and mark.kind in RULES)
        hidden = [mark for mark in ours if not RULES[mark.kind](reader, mark)]
        return f"a text that is not for them ({hidden[0]})" if hidden else ""
