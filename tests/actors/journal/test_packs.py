import pytest
from attrs import evolve

from actors.journal.chain import beginning, checked
from actors.journal.packs import pack, unpack
from actors.ports import LogDamaged
from tests.actors.journal.test_chain import chain

RECORDS = chain(*(b'{"seq":%d,"text":"a line\\n of its own"}' % n for n in range(100)))


def test_a_pack_holds_the_same_records_in_less_room() -> None:
    packed = pack(RECORDS[9].hash, RECORDS[10:])
    assert (packed.first_seq, packed.last_seq) == (11, 100)
    assert list(unpack(packed)) == RECORDS[10:]
    assert len(packed.bodies) < sum(len(record.body) for record in RECORDS) / 5


def test_one_that_was_changed_shows_at_its_end_or_at_once() -> None:
    packed = pack(beginning("w"), RECORDS)
    with pytest.raises(LogDamaged):
        list(unpack(evolve(packed, bodies=packed.bodies[:-1])))
    with pytest.raises(LogDamaged):
        list(unpack(evolve(packed, bodies=b"not packed")))
    assert next(reversed(list(unpack(evolve(packed, before=bytes(32)))))) != RECORDS[-1]
    with pytest.raises(LogDamaged):
        list(checked(unpack(evolve(packed, first_seq=2)), 0, beginning("w")))
