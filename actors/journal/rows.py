"""The rows of the journal's database, one function for each thing that is asked of them. Blocks, decides nothing.

Records prove themselves by their chain, sealed values by their seal; what neither would prove carries a mark.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any, Final

import apsw
from attrs import astuple

from actors.journal.answers import StoredAnswer
from actors.journal.chain import Record
from actors.journal.entries import Head, Log
from actors.journal.keys import SECRET_BYTES, Key
from actors.journal.packs import Pack
from actors.journal.witness import Commit
from actors.ports import LogDamaged
from actors.words import WebinarId

MARK_BYTES: Final = 8
DESTROYED: Final = bytes(SECRET_BYTES)


def mark(*values: object) -> bytes:
    return sha256(repr(values).encode()).digest()[:MARK_BYTES]


def proven(row: tuple[object, ...]) -> tuple[object, ...]:
    """A row without its mark, which stands last. Raises LogDamaged."""
    *values, proof = row
    if proof != mark(*values):
        raise LogDamaged(f"a row is not as it was written: {values}")
    return tuple(values)


def typed(row: tuple[Any, ...] | None, *kinds: type) -> tuple[Any, ...]:
    """SQLite finds any value in any column when the file has been damaged."""
    if row is None or tuple(map(type, row)) != kinds:
        raise LogDamaged(f"a row is not as it was written: {row}")
    return row


# --- the journal itself, and its webinars' heads


def journal(database: apsw.Connection) -> tuple[int, Commit]:
    """The epoch of its newest writer, and its newest commit."""
    row = database.execute("SELECT epoch, commits, digest, mark FROM journal").fetchone()
    if row is None:
        return 0, Commit(0, bytes(32))
    epoch, number, digest = proven(row)
    return epoch, Commit(number, digest)  # type: ignore[return-value, arg-type]


def write_journal(database: apsw.Connection, epoch: int, newest: Commit) -> None:
    row = (epoch, newest.number, newest.digest)
    database.execute("INSERT OR REPLACE INTO journal VALUES (1, ?, ?, ?, ?)", (*row, mark(*row)))


def head(database: apsw.Connection, webinar: WebinarId) -> Head | None:
    row = database.execute("SELECT * FROM webinars WHERE webinar = ?", (webinar,)).fetchone()
    return Head(*proven(row)) if row else None  # type: ignore[arg-type]


def webinars(database: apsw.Connection) -> list[tuple[WebinarId, int | None]]:
    """Each with its end, in ms; one whose head is damaged as if it were open, so that somebody reads it and is told."""
    found = database.execute("SELECT * FROM webinars").fetchall()
    return [(str(row[0]), row[4] if row[-1] == mark(*row[:-1]) else None) for row in found]  # type: ignore[misc]


def write_heads(database: apsw.Connection, heads: Iterable[Head]) -> None:
    values = (astuple(head) for head in heads)
    database.executemany(
        "INSERT OR REPLACE INTO webinars VALUES (?, ?, ?, ?, ?, ?, ?)", ((*v, mark(*v)) for v in values)
    )


# --- records


def records(database: apsw.Connection, webinar: WebinarId, first_seq: int, limit: int) -> list[Record]:
    found = database.execute(
        "SELECT seq, body, hash FROM records WHERE webinar = ? AND seq >= ? ORDER BY seq LIMIT ?",
        (webinar, first_seq, limit),
    )
    return [Record(*typed(row, int, bytes, bytes)) for row in found]


def write_records(database: apsw.Connection, webinar: WebinarId, records: Sequence[Record]) -> None:
    rows = ((webinar, record.seq, record.body, record.hash) for record in records)
    database.executemany("INSERT INTO records VALUES (?, ?, ?, ?)", rows)


def unpacked(database: apsw.Connection, ended_before_ms: int) -> list[Head]:
    found = database.execute(
        "SELECT * FROM webinars WHERE ended_at_ms <= ?"
        " AND EXISTS (SELECT 1 FROM records WHERE records.webinar = webinars.webinar)",
        (ended_before_ms,),
    )
    return [Head(*row[:-1]) for row in found if row[-1] == mark(*row[:-1])]


def delete_records(database: apsw.Connection, webinar: WebinarId, last_seq: int) -> None:
    database.execute("DELETE FROM records WHERE webinar = ? AND seq <= ?", (webinar, last_seq))


def pack_with(database: apsw.Connection, webinar: WebinarId, seq: int) -> Pack | None:
    row = database.execute(
        "SELECT first_seq, last_seq, before, bodies FROM packs"
        " WHERE webinar = ? AND last_seq >= ? ORDER BY last_seq LIMIT 1",
        (webinar, seq),
    ).fetchone()
    return Pack(*typed(row, int, int, bytes, bytes)) if row else None


def write_pack(database: apsw.Connection, webinar: WebinarId, pack: Pack) -> None:
    row = (webinar, pack.last_seq, pack.first_seq, pack.before, pack.bodies)
    database.execute("INSERT INTO packs VALUES (?, ?, ?, ?, ?)", row)


# --- answers


def answers_before(database: apsw.Connection, webinar: WebinarId, seq: int) -> int:
    """How many were given before fact `seq` was the last one."""
    found = database.execute("SELECT max(number) FROM answers WHERE webinar = ? AND seq < ?", (webinar, seq)).get
    return found or 0


def answers(database: apsw.Connection, webinar: WebinarId, first: int) -> list[StoredAnswer]:
    found = database.execute(
        "SELECT number, seq, by, sealed FROM answers WHERE webinar = ? AND number >= ? ORDER BY number",
        (webinar, first),
    )
    return [StoredAnswer(*typed(row, int, int, str, bytes)) for row in found]


def write_answers(database: apsw.Connection, webinar: WebinarId, answers: Sequence[StoredAnswer]) -> None:
    rows = ((webinar, answer.number, answer.seq, answer.by, answer.sealed) for answer in answers)
    database.executemany("INSERT INTO answers VALUES (?, ?, ?, ?, ?)", rows)


def delete_answers(database: apsw.Connection, webinar: WebinarId) -> None:
    database.execute("DELETE FROM answers WHERE webinar = ?", (webinar,))


# --- keys and what of the state lies under one


def keys(database: apsw.Connection, webinar: WebinarId) -> dict[str, Key]:
    found = database.execute(
        "SELECT webinar, name, owner, keys.secret, mark, secrets.secret FROM keys"
        " LEFT JOIN secrets ON number = keys.secret WHERE webinar = ?",
        (webinar,),
    )
    return dict(_key(row) for row in found)


def _key(row: tuple[object, ...]) -> tuple[str, Key]:
    _, name, owner, _ = proven(row[:-1])
    secret = row[-1]
    if not isinstance(secret, bytes) or len(secret) != SECRET_BYTES:
        raise LogDamaged(f"the secret of the key {name} is missing")
    return str(name), Key(b"" if secret == DESTROYED else secret, str(owner))


def write_key(database: apsw.Connection, webinar: WebinarId, name: str, key: Key) -> None:
    """An earlier secret is overwritten where it lies."""
    secret = key.secret or DESTROYED
    where = (webinar, name)
    number = database.execute("SELECT secret FROM keys WHERE webinar = ? AND name = ?", where).get
    if number is None:
        database.execute("INSERT INTO secrets (secret) VALUES (?)", (secret,))
        number = database.last_insert_rowid()
    else:
        database.execute("UPDATE secrets SET secret = ? WHERE number = ?", (secret, number))
    row = (webinar, name, key.owner, number)
    database.execute("INSERT OR REPLACE INTO keys VALUES (?, ?, ?, ?, ?)", (*row, mark(*row)))


def state(database: apsw.Connection, webinar: WebinarId) -> bytes | None:
    row = database.execute("SELECT sealed FROM states WHERE webinar = ?", (webinar,)).fetchone()
    return typed(row, bytes)[0] if row else None


def write_state(database: apsw.Connection, webinar: WebinarId, sealed: bytes) -> None:
    database.execute("INSERT OR REPLACE INTO states VALUES (?, ?)", (webinar, sealed))


def delete_state(database: apsw.Connection, webinar: WebinarId) -> None:
    database.execute("DELETE FROM states WHERE webinar = ?", (webinar,))


def log(database: apsw.Connection, webinar: WebinarId) -> Log | None:
    """What a writer must know; None if there is no such webinar."""
    found = head(database, webinar)
    if found is None and (records(database, webinar, 0, 1) or pack_with(database, webinar, 0)):
        raise LogDamaged("there are records, and nothing says how many there must be")
    return Log(found, keys(database, webinar)) if found else None
