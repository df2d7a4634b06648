"""What one append comes to in the journal: decided here, written elsewhere, by either journal in the same way."""

from collections import ChainMap
from collections.abc import Sequence

from attrs import define, evolve, field, frozen

from actors.facts import WebinarEnded
from actors.journal import answers as codec
from actors.journal.answers import StoredAnswer
from actors.journal.chain import Record, beginning, link
from actors.journal.keys import Chance, Key
from actors.journal.personal import settle_keys
from actors.journal.plain import UNREADABLE
from actors.journal.records import encode
from actors.ports import JournalError, Remembered, StoredFact
from actors.words import WebinarId


@frozen
class Head:
    """Where a webinar's log ends.

    `answers`: how many are kept; `ended_at_ms`: wall clock; `destroyed_seq`: of the last fact that destroyed a key, no
    state from before which may be kept.
    """

    webinar: WebinarId
    seq: int
    hash: bytes
    answers: int = 0
    ended_at_ms: int | None = None
    destroyed_seq: int = 0

    @classmethod
    def of_new(cls, webinar: WebinarId) -> "Head":
        return cls(webinar, 0, beginning(webinar))


@define
class Log:
    """What a writer must know of a webinar's log."""

    head: Head
    keys: dict[str, Key] = field(factory=dict)

    def adopt(self, entry: "Entry") -> None:
        self.head = entry.head
        self.keys.update(entry.keys)


@frozen
class Entry:
    """`keys`: those that are new or changed, as they are afterwards. `head`: the log's, afterwards."""

    head: Head
    records: Sequence[Record]
    answers: Sequence[StoredAnswer]
    keys: dict[str, Key]

    @property
    def destroys(self) -> bool:
        return bool(self.keys) and any(not key.secret for key in self.keys.values())

    @property
    def size(self) -> int:
        """In bytes, about."""
        return sum(len(record.body) for record in self.records) + sum(len(answer.sealed) for answer in self.answers)


def entry(log: Log, facts: Sequence[StoredFact], answers: Sequence[Remembered], epoch: int, chance: Chance) -> Entry:
    """Changes nothing. Raises JournalError for facts that do not follow the log's last, or cannot be written."""
    head, keys = log.head, ChainMap[str, Key]({}, log.keys)
    _check(head, facts, answers)
    try:
        records = _records(head, facts, epoch, keys, chance)
        last = records[-1] if records else Record(head.seq, b"", head.hash)
        kept = [
            codec.encode(head.webinar, number, last.seq, answer, keys=keys, chance=chance)
            for number, answer in enumerate(answers, head.answers + 1)
        ]
    except UNREADABLE as error:
        raise JournalError(f"cannot be written: {error!r}") from error
    new = Entry(_after(head, facts, last, len(kept)), records, kept, dict(keys.maps[0]))
    return evolve(new, head=evolve(new.head, destroyed_seq=last.seq)) if new.destroys else new


def _after(head: Head, facts: Sequence[StoredFact], last: Record, answers: int) -> Head:
    ended_at_ms = next((each.at_ms for each in facts if isinstance(each.fact, WebinarEnded)), head.ended_at_ms)
    return Head(head.webinar, last.seq, last.hash, head.answers + answers, ended_at_ms, head.destroyed_seq)


def _check(head: Head, facts: Sequence[StoredFact], answers: Sequence[Remembered]) -> None:
    last = head.seq + len(facts)
    if [stored.seq for stored in facts] != list(range(head.seq + 1, last + 1)):
        raise JournalError(f"facts do not follow {head.seq}")
    if any((answer.answer.seq or 0) > last for answer in answers):
        raise JournalError(f"an answer speaks of what does not follow {head.seq}")


def _records(
    head: Head, facts: Sequence[StoredFact], epoch: int, keys: ChainMap[str, Key], chance: Chance
) -> list[Record]:
    records, before = [], head.hash
    for stored in facts:
        body = encode(head.webinar, stored, epoch, keys, chance)
        before = link(before, body)
        records.append(Record(stored.seq, body, before))
        settle_keys(keys, stored.fact)
    return records
