"""The journal's SQLite file: opened and looked through, or refused.

One writer: WAL, every commit synced; beside it one reader, which never waits for a sync. What is overwritten or deleted
is overwritten with zeros; nothing goes into temporary files.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import apsw

from actors.ports import JournalError, LogDamaged

FILE: Final = "journal.sqlite"
APPLICATION: Final = 0x546F776E  # "Town", where `file` and SQLite's own tools look
VERSION: Final = 1
BUSY_MS: Final = 50  # who holds the file from outside is waited for no longer: everybody else would wait with us

PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA cell_size_check = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA trusted_schema = OFF",
)
# Rows of `secrets` are all of one size, come at the end, and are never moved or deleted: a secret lies in one place,
# and writing zeros there leaves none of it. A `mark` is the checksum of a row that nothing else would prove.
SCHEMA: Final = f"""
CREATE TABLE journal (one INTEGER PRIMARY KEY CHECK (one = 1), epoch INT NOT NULL, commits INT NOT NULL,
    digest BLOB NOT NULL, mark BLOB NOT NULL) STRICT;
CREATE TABLE webinars (webinar TEXT PRIMARY KEY, seq INT NOT NULL, hash BLOB NOT NULL, answers INT NOT NULL,
    ended_at_ms INT, destroyed_seq INT NOT NULL, mark BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE records (webinar TEXT, seq INT, body BLOB NOT NULL, hash BLOB NOT NULL,
    PRIMARY KEY (webinar, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE packs (webinar TEXT, last_seq INT, first_seq INT NOT NULL, before BLOB NOT NULL, bodies BLOB NOT NULL,
    PRIMARY KEY (webinar, last_seq)) STRICT;
CREATE TABLE answers (webinar TEXT, number INT, seq INT NOT NULL, by TEXT NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY (webinar, number)) STRICT, WITHOUT ROWID;
CREATE TABLE keys (webinar TEXT, name TEXT, owner TEXT NOT NULL, secret INT NOT NULL, mark BLOB NOT NULL,
    PRIMARY KEY (webinar, name)) STRICT, WITHOUT ROWID;
CREATE TABLE secrets (number INTEGER PRIMARY KEY, secret BLOB NOT NULL) STRICT;
CREATE TABLE states (webinar TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
"""


_MODEL: Final = apsw.Connection(":memory:")
_MODEL.execute(SCHEMA)
# What is looked through when it is opened: where a row could be missing and nothing else would tell. The large tables,
# records, packs and answers, prove themselves when they are read.
CHECKED: Final = ("journal", "webinars", "keys", "secrets", "states")


class Held(JournalError):
    """Another program holds the database."""


@contextmanager
def told() -> Iterator[None]:
    """SQLite's errors as ours."""
    try:
        yield
    except (apsw.CorruptError, apsw.NotADBError, UnicodeDecodeError) as error:
        raise LogDamaged(f"the journal's database is damaged: {error}") from error
    except apsw.BusyError as error:
        raise Held("another program holds the journal's database") from error
    except apsw.Error as error:
        raise JournalError(f"the journal's database refuses: {error}") from error


def connect(path: Path) -> apsw.Connection:
    """Raises JournalError, LogDamaged, OSError."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite gives its other files the same mode
    with told():
        database = apsw.Connection(str(path))
        try:
            _prepare(database)
        except BaseException:
            database.close()
            raise
    return database


def connect_reader(path: Path) -> apsw.Connection:
    """To a database that is open. Raises JournalError, LogDamaged."""
    with told():
        database = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
        database.set_busy_timeout(BUSY_MS)
        for pragma in ("query_only = ON", "temp_store = MEMORY", "trusted_schema = OFF", "cell_size_check = ON"):
            database.execute(f"PRAGMA {pragma}")
    return database


def _prepare(database: apsw.Connection) -> None:
    database.set_busy_timeout(BUSY_MS)
    database.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)  # one that is refused stays as it was found
    for pragma in PRAGMAS:
        database.execute(pragma).fetchall()
    version, application = database.pragma("user_version"), database.pragma("application_id")
    if version == 0 and database.execute("SELECT count(*) FROM sqlite_schema").get == 0:
        with database:
            database.execute(SCHEMA)
    elif (version, application) != (VERSION, APPLICATION):
        raise LogDamaged(
            f"it is no journal that this Townhall can read (version {version}): a newer one may have made it"
        )
    if _schema(database) != _schema(_MODEL):
        raise LogDamaged("the tables of the journal's database are not as they were made")
    faults = {str(row[0]) for table in CHECKED for row in database.execute(f"PRAGMA integrity_check({table})")} - {"ok"}
    if faults:
        raise LogDamaged(f"the journal's database is damaged: {'; '.join(sorted(faults)[:5])}")


def _schema(database: apsw.Connection) -> Sequence[object]:
    return database.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall()


@contextmanager
def transaction(database: apsw.Connection) -> Iterator[None]:
    """All of it durable, or none. Raises JournalError, LogDamaged."""
    with told():
        database.execute("BEGIN IMMEDIATE")
        try:
            yield
            database.execute("COMMIT")
        except BaseException:
            if database.in_transaction:  # on a full disk SQLite has ended it itself
                database.execute("ROLLBACK")
            raise
