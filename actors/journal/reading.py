"""A log read again: checked against its chain and its head, opened, answers in their places among the facts."""

from collections.abc import Iterable, Iterator

from actors.journal import answers as codec
from actors.journal.answers import StoredAnswer
from actors.journal.chain import Record, checked
from actors.journal.entries import Log
from actors.journal.records import decode
from actors.ports import LogDamaged, Remembered, StoredFact


def read(
    log: Log, after: Record, records: Iterable[Record], answered: int, answers: Iterable[StoredAnswer]
) -> Iterator[StoredFact | Remembered]:
    """`records` are all that follow `after`, `answers` all that follow the `answered`-th, the first that was given when
    `after` was the last fact. Raises LogDamaged.
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


def _facts(log: Log, after: Record, records: Iterable[Record]) -> Iterator[StoredFact]:
    epoch, last = 0, after
    for record in checked(records, after.seq, after.hash):
        read = decode(log.head.webinar, record.body, log.keys)
        if read.stored.seq != record.seq or read.epoch < epoch:
            raise LogDamaged(f"record {record.seq} is out of its order")
        epoch, last = read.epoch, record
        yield read.stored
    if (last.seq, last.hash) != (log.head.seq, log.head.hash):
        raise LogDamaged(f"the log ends with record {last.seq}, not with {log.head.seq}")


def _answers(log: Log, number: int, answers: Iterable[StoredAnswer]) -> Iterator[tuple[int, Remembered]]:
    for stored in answers:
        if stored.number != number + 1:
            raise LogDamaged(f"answer {stored.number} stands where {number + 1} belongs")
        number = stored.number
        answer = codec.decode(log.head.webinar, stored, log.keys)
        if answer is not None:
            yield stored.seq, answer
    if number != log.head.answers:
        raise LogDamaged(f"the answers end with {number}, not with {log.head.answers}")
