import stat
from pathlib import Path

import apsw
import pytest

from actors.journal.database import FILE, Held, connect, told, transaction
from actors.ports import JournalError, LogDamaged


def test_it_is_synced_at_every_commit_wiped_where_it_is_deleted_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    database = connect(tmp_path / FILE)
    with transaction(database):
        database.execute("INSERT INTO states VALUES ('w', x'00')")
    asked = ("journal_mode", "synchronous", "secure_delete", "temp_store", "cell_size_check", "trusted_schema")
    assert [database.pragma(name) for name in asked] == ["wal", 2, 1, 2, 1, 0]
    modes = {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert modes == {0o600}


def test_what_fails_within_a_transaction_has_not_happened(tmp_path: Path) -> None:
    database = connect(tmp_path / FILE)
    once = "INSERT INTO states VALUES ('w', x'00')"
    with pytest.raises(JournalError), transaction(database):
        database.execute(f"{once}; {once}")
    with pytest.raises(TypeError), transaction(database):
        database.execute(f"{once}; SELECT ?", (object(),))
    assert database.execute("SELECT count(*) FROM states").get == 0


def test_another_program_holding_the_file_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actors.journal.database.BUSY_MS", 1)
    database, another = connect(tmp_path / FILE), connect(tmp_path / FILE)
    with transaction(another), pytest.raises(Held), transaction(database):
        pass
    with transaction(database):
        pass


@pytest.mark.parametrize(
    "change",
    ["PRAGMA user_version = 2", "PRAGMA application_id = 1", "DROP TABLE answers", "CREATE TABLE more (a)"],
)
def test_a_database_of_another_making_is_refused(tmp_path: Path, change: str) -> None:
    database = connect(tmp_path / FILE)
    database.execute(change)
    database.close()
    with pytest.raises(LogDamaged):
        connect(tmp_path / FILE)


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all " * 1000)
    with pytest.raises(LogDamaged):
        connect(tmp_path / FILE)


def test_one_that_is_refused_keeps_its_write_ahead_log(tmp_path: Path) -> None:
    database = connect(tmp_path / FILE)
    database.execute("PRAGMA user_version = 2")
    files = {file: file.read_bytes() for file in tmp_path.iterdir() if not file.name.endswith("-shm")}
    with pytest.raises(LogDamaged):
        connect(tmp_path / FILE)
    database.close()
    assert {file: file.read_bytes() for file in files} == files


def test_sqlites_errors_are_told_as_ours() -> None:
    with pytest.raises(JournalError), told():
        raise apsw.FullError
    with pytest.raises(LogDamaged), told():
        raise apsw.CorruptError
    with pytest.raises(LogDamaged), told():
        b"\xff".decode()
