"""A log read again: checked against its chain and its head, opened, answers in their places among the facts."""

from collections.abc import Iterable, Iterator

from actors.journal import answers as codec
from actors.journal.answers import StoredAnswer
from actors.journal.chain import Record, checked
from actors.journal.entries import Head, Log
from actors.journal.records import decode
from actors.ports import LogDamaged, Remembered, StoredFact


def read(
    log: Log, after: Record, records: Iterable[Record], answered: int, answers: Iterable[StoredAnswer]
) -> Iterator[StoredFact | Remembered]:
    """`records` are all that follow `after`, `answers` all from the `answered`-th on, which is the last that was given
    before `after` was the last fact (0: there is none). Raises LogDamaged.
    """
    remembered = _answers(log, answered, answers)
    answer = next(remembered, None)
    for stored in _facts(log, after, records):
        while answer is not None and answer[0] < stored.seq:
            yield answer[1]
            answer = next(remembered, None)
        yield stored
    while answer is not None:
        yield answer[1]
        answer = next(remembered, None)


def whole(head: Head, after: Record, records: Iterable[Record]) -> Iterator[Record]:
    """The same records, which lead from `after` to the head. Raises LogDamaged where they do not."""
    last = after
    for last in checked(records, after.seq, after.hash):
        yield last
    if (last.seq, last.hash) != (head.seq, head.hash):
        raise LogDamaged(f"the log ends with record {last.seq}, not with {head.seq}")


def _facts(log: Log, after: Record, records: Iterable[Record]) -> Iterator[StoredFact]:
    epoch = 0
    for record in whole(log.head, after, records):
        stored, written_in = decode(log.head.webinar, record.body, log.keys)
        if stored.seq != record.seq or written_in < epoch:
            raise LogDamaged(f"record {record.seq} is out of its order")
        epoch = written_in
        yield stored


def _answers(log: Log, answered: int, answers: Iterable[StoredAnswer]) -> Iterator[tuple[int, Remembered]]:
    """The one before the first is looked at too: if its place is wrong, more than it has been left out."""
    number = max(0, answered - 1)
    for stored in answers:
        if stored.number != number + 1:
            raise LogDamaged(f"answer {stored.number} stands where {number + 1} belongs")
        number = stored.number
        answer = codec.decode(log.head.webinar, stored, log.keys)
        if answer is not None and number > answered:
            yield stored.seq, answer
    if number != log.head.answers:
        raise LogDamaged(f"the answers end with {number}, not with {log.head.answers}")
