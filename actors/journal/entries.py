"""What one append comes to in the journal: decided here, written elsewhere, by either journal in the same way."""

from collections import ChainMap
from collections.abc import Sequence

from attrs import define, field, frozen

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
    """Where a webinar's log ends. `answers`: how many were ever given; `ended_at_ms`: wall clock."""

    webinar: WebinarId
    seq: int
    hash: bytes
    answers: int = 0
    ended_at_ms: int | None = None

    @classmethod
    def of_new(cls, webinar: WebinarId) -> "Head":
        return cls(webinar, 0, beginning(webinar))


@define
class Log:
    """What a writer must know of a webinar's log. `destroyed_seq`: of the last fact that destroyed a key."""

    head: Head
    keys: dict[str, Key] = field(factory=dict)
    destroyed_seq: int = 0

    def adopt(self, entry: "Entry") -> None:
        self.head = entry.head
        self.keys.update(entry.keys)
        if entry.destroys:
            self.destroyed_seq = entry.head.seq


@frozen
class Entry:
    """`keys`: those that are new or changed, as they are afterwards. `head`: the log's, afterwards."""

    head: Head
    records: Sequence[Record]
    answers: Sequence[StoredAnswer]
    keys: dict[str, Key]

    @property
    def destroys(self) -> bool:
        return any(not key.secret for key in self.keys.values())


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
    ended = [stored.at_ms for stored in facts if isinstance(stored.fact, WebinarEnded)]
    after = Head(head.webinar, last.seq, last.hash, head.answers + len(kept), ended[-1] if ended else head.ended_at_ms)
    return Entry(after, records, kept, dict(keys.maps[0]))


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
