from pathlib import Path

import apsw
import pytest

from actors.journal import rows
from actors.journal.answers import StoredAnswer
from actors.journal.database import FILE, connect
from actors.journal.entries import Head
from actors.journal.keys import Key
from actors.journal.packs import Pack
from actors.journal.witness import Commit
from actors.ports import LogDamaged
from tests.actors.journal.test_chain import chain

HEAD = Head("w", 3, bytes(32), 2, 1000, 1)


@pytest.fixture
def database(tmp_path: Path) -> apsw.Connection:
    return connect(tmp_path / FILE)


def test_the_journals_row_comes_back(database: apsw.Connection) -> None:
    assert rows.journal(database) == (0, Commit(0, bytes(32)))
    rows.write_journal(database, 3, Commit(7, bytes(range(32))))
    assert rows.journal(database) == (3, Commit(7, bytes(range(32))))


def test_heads_come_back(database: apsw.Connection) -> None:
    rows.write_heads(database, [HEAD, Head.of_new("another")])
    assert rows.head(database, "w") == HEAD
    assert rows.head(database, "unknown") is None
    assert sorted(rows.webinars(database)) == [("another", None), ("w", 1000)]


def test_records_come_back_in_pieces(database: apsw.Connection) -> None:
    records = chain(b"one", b"two", b"three")
    rows.write_records(database, "w", records)
    rows.write_records(database, "another", records[:1])
    assert rows.records(database, "w", 2, 10) == records[1:]
    assert rows.records(database, "w", 0, 2) == records[:2]
    rows.delete_records(database, "w", 2)
    assert rows.records(database, "w", 0, 10) == records[2:]


def test_a_pack_is_found_by_any_record_in_it(database: apsw.Connection) -> None:
    packs = [Pack(1, 10, bytes(32), b"a"), Pack(11, 20, bytes(32), b"b")]
    for pack in packs:
        rows.write_pack(database, "w", pack)
    assert [rows.pack_with(database, "w", seq) for seq in (1, 10, 11, 20, 21)] == [*packs[:1] * 2, *packs[1:] * 2, None]


def test_answers_come_back_from_any_place(database: apsw.Connection) -> None:
    answers = [StoredAnswer(n, seq, "ann", b"sealed") for n, seq in ((1, 1), (2, 1), (3, 5))]
    rows.write_answers(database, "w", answers)
    assert rows.answers(database, "w", 2) == answers[1:]
    assert [rows.answers_before(database, "w", seq) for seq in (0, 1, 2, 5, 6)] == [0, 0, 2, 2, 3]
    rows.delete_answers(database, "w")
    assert rows.answers(database, "w", 0) == []


def test_a_keys_secret_is_overwritten_where_it_lies(database: apsw.Connection) -> None:
    rows.write_key(database, "w", "one", Key(b"1" * 32))
    rows.write_key(database, "w", "two", Key(b"2" * 32, "ann"))
    rows.write_key(database, "w", "one", Key(b"", "bob"))
    assert rows.keys(database, "w") == {"one": Key(b"", "bob"), "two": Key(b"2" * 32, "ann")}
    assert database.execute("SELECT number, secret FROM secrets").fetchall() == [(1, bytes(32)), (2, b"2" * 32)]


def test_only_webinars_with_loose_records_are_unpacked(database: apsw.Connection) -> None:
    rows.write_heads(database, [HEAD, Head("packed", 1, bytes(32), 0, 1000), Head("open", 1, bytes(32))])
    for webinar in ("w", "open"):
        rows.write_records(database, webinar, chain(b"one"))
    assert [head.webinar for head in rows.unpacked(database, 1000)] == ["w"]
    assert rows.unpacked(database, 999) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal SET epoch = 9",
        "UPDATE webinars SET seq = 2",
        "UPDATE webinars SET ended_at_ms = NULL",
        "UPDATE webinars SET webinar = 'v'",
        "UPDATE keys SET owner = 'bob'",
        "UPDATE keys SET secret = 2",
        "DELETE FROM secrets",
        "DELETE FROM webinars",
    ],
)
def test_a_row_that_was_changed_is_damage(database: apsw.Connection, change: str) -> None:
    rows.write_journal(database, 3, Commit(7, bytes(32)))
    rows.write_heads(database, [HEAD])
    rows.write_records(database, "w", chain(b"one"))
    rows.write_key(database, "w", "one", Key(b"1" * 32, "ann"))
    rows.write_key(database, "w", "two", Key(b"2" * 32, "ann"))
    database.execute(change)
    with pytest.raises(LogDamaged):
        (rows.journal(database), rows.log(database, "w"))


def test_a_webinar_whose_head_is_damaged_is_listed_as_open(database: apsw.Connection) -> None:
    rows.write_heads(database, [HEAD])
    database.execute("UPDATE webinars SET seq = 2")
    assert rows.webinars(database) == [("w", None)]
    assert rows.unpacked(database, 5000) == []
