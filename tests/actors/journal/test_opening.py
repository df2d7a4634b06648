from pathlib import Path

import pytest

from actors.journal.database import FILE
from actors.journal.opening import WITNESS, open_store
from actors.ports import JournalError, LogDamaged


def test_each_writer_has_the_next_epoch(tmp_path: Path) -> None:
    epochs = []
    for _ in range(3):
        store = open_store(tmp_path)
        epochs.append(store.epoch)
        store.close()
    assert epochs == [1, 2, 3]


def test_opening_leaves_nothing_in_the_write_ahead_log(tmp_path: Path) -> None:
    open_store(tmp_path)
    assert (tmp_path / f"{FILE}-wal").stat().st_size == 0


def test_closing_leaves_the_database_and_its_witness(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    assert {file.name for file in tmp_path.iterdir()} == {FILE, WITNESS}


def test_a_refusal_says_what_to_do(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    (tmp_path / FILE).unlink()
    with pytest.raises(LogDamaged, match=rf"(?s){tmp_path}.*Nothing was changed.*delete {WITNESS}"):
        open_store(tmp_path)
    assert not (tmp_path / FILE).exists()
    (tmp_path / WITNESS).unlink()
    (tmp_path / FILE).write_bytes(b"rubbish" * 1000)
    with pytest.raises(LogDamaged, match=r"(?s)Nothing was changed.*\.recover"):
        open_store(tmp_path)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="cannot be opened"):
        open_store(tmp_path / "nowhere")
