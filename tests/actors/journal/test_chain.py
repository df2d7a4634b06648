from hashlib import sha256

import pytest

from actors.journal.chain import Record, beginning, checked, link
from actors.ports import LogDamaged


def chain(*bodies: bytes) -> list[Record]:
    records, before = [], beginning("w")
    for seq, body in enumerate(bodies, 1):
        before = link(before, body)
        records.append(Record(seq, body, before))
    return records


def test_a_hash_covers_the_webinar_and_all_that_came_before() -> None:
    first = sha256(sha256(b"townhall journal w").digest() + b"one").digest()
    assert [record.hash for record in chain(b"one", b"two")] == [first, sha256(first + b"two").digest()]


def test_an_intact_chain_passes_from_anywhere() -> None:
    records = chain(b"one", b"two", b"three")
    assert list(checked(records, 0, beginning("w"))) == records
    assert list(checked(records[2:], 2, records[1].hash)) == records[2:]


@pytest.mark.parametrize(
    "records",
    [
        chain(b"one", b"two", b"three")[1:],
        [chain(b"one", b"two", b"three")[i] for i in (0, 2)],
        [chain(b"one", b"two")[i] for i in (1, 0)],
        [Record(1, b"0ne", chain(b"one")[0].hash)],
        [Record(1, b"one", bytes(32))],
        [chain(b"one")[0], Record(2, b"added", sha256(b"added").digest())],
    ],
)
def test_what_was_dropped_swapped_changed_or_added_is_found(records: list[Record]) -> None:
    with pytest.raises(LogDamaged):
        list(checked(records, 0, beginning("w")))
