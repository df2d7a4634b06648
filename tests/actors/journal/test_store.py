import os
from pathlib import Path

import pytest

from actors import facts as f
from actors.journal import rows, states
from actors.journal.entries import Entry, Head, Log, entry
from actors.journal.opening import open_store
from actors.journal.reader import CHUNK
from actors.journal.store import Store
from actors.journal.witness import Witness
from actors.ports import Done, JournalError, LogDamaged, Remembered
from actors.words import Role
from tests.actors.journal.contract import a_state
from tests.actors.journal.facts import stored


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


def drafted(store: Store, facts: int, webinar: str = "w") -> Entry:
    log = store.log(webinar) or Log(Head.of_new(webinar))
    answer = Remembered("ann", "1", "fingerprint", Done(0))
    new = stored(*(f.WebinarLocked() for _ in range(facts)), after=log.head.seq)
    return entry(log, new, [answer], store.epoch, os.urandom)


def test_a_commit_is_counted_and_testified_to(store: Store) -> None:
    before = store.newest
    store.commit([drafted(store, 2), drafted(store, 1, "another")])
    assert store.newest.number == before.number + 1
    assert store.newest.digest != before.digest
    assert store.witness.testifies() == store.newest == rows.journal(store.database)[1]
    assert [head and head.seq for head in map(store.head, ("w", "another"))] == [2, 1]


def test_an_older_writer_never_writes_again_but_may_read(store: Store, tmp_path: Path) -> None:
    store.commit([drafted(store, 2)])
    newer = open_store(tmp_path)
    newer.commit([drafted(newer, 1)])
    for _ in range(2):
        with pytest.raises(JournalError, match="another server"):
            store.commit([drafted(store, 1)])
    with pytest.raises(JournalError, match="another server"):
        store.keep_state(states.encode("w", a_state(1), os.urandom))
    with pytest.raises(JournalError, match="another server"):
        store.pack("w")
    assert len(store.records("w", 1)) == 3
    newer.commit([drafted(newer, 1)])


def test_a_commit_without_its_witness_is_durable_all_the_same(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(_self: Witness, _commit: object) -> None:
        raise OSError("no space left on the device")

    with monkeypatch.context() as broken:
        broken.setattr(Witness, "write", write)
        store.commit([drafted(store, 2)])
    assert len(open_store(tmp_path).records("w", 1)) == 2


def test_packing_goes_piece_by_piece_and_answers_go_last(store: Store) -> None:
    store.commit([drafted(store, CHUNK + 5)])
    before = [*store.records("w", 1), *store.records("w", CHUNK + 1)]
    assert store.pack("w")
    assert store.answers("w", 0)
    assert [store.pack("w"), store.pack("w"), store.pack("w")] == [True, False, False]
    assert rows.records(store.database, "w", 0, 10) == []
    assert [*store.records("w", 1), *store.records("w", CHUNK + 1)] == before
    assert store.record("w", CHUNK + 3) == before[CHUNK + 2]
    log = store.log("w")
    assert log is not None
    assert (log.head.answers, store.answers("w", 0)) == (0, [])
    store.commit([drafted(store, 1)])
    assert [record.seq for record in store.records("w", CHUNK + 6)] == [CHUNK + 6]
    assert [answer.number for answer in store.answers("w", 0)] == [1]


def test_a_damaged_webinar_is_not_packed(store: Store) -> None:
    store.commit([drafted(store, 3)])
    store.database.execute("UPDATE records SET body = x'00' WHERE seq = 2")
    with pytest.raises(LogDamaged):
        store.pack("w")
    assert len(rows.records(store.database, "w", 0, 10)) == 3


def test_an_unknown_record_is_damage(store: Store) -> None:
    store.commit([drafted(store, 3)])
    assert store.record("w", 0).seq == 0
    with pytest.raises(LogDamaged):
        store.record("w", 4)


def test_what_is_destroyed_leaves_nothing_in_the_write_ahead_log(store: Store) -> None:
    log = Log(Head.of_new("w"))
    made = entry(log, stored(f.ParticipantJoined("ann", "Ann", Role.ATTENDEE, False)), [], store.epoch, os.urandom)
    log.adopt(made)
    store.commit([made])
    assert store.wal_pages > 0
    store.commit([entry(log, stored(f.PersonForgotten("ann"), after=1), [], store.epoch, os.urandom)])
    assert (store.wal_pages, store.has_residue) == (0, False)


def test_copying_the_write_ahead_log_makes_it_start_anew(store: Store) -> None:
    store.commit([drafted(store, 100)])
    grown = store.wal_pages
    store.checkpoint()
    assert store.wal_pages == 0
    store.commit([drafted(store, 1)])
    assert 0 < store.wal_pages < grown
