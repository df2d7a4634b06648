"""Opening the journal: the database against its witness, and either all is well or a person is told what to do.

A journal that is refused is left exactly as it was found.
"""

from contextlib import ExitStack
from pathlib import Path
from typing import Final

from actors.journal import rows
from actors.journal.database import FILE, connect, told
from actors.journal.store import Store
from actors.journal.witness import Commit, Witness, compare
from actors.ports import JournalError, LogDamaged

WITNESS: Final = "journal.witness"
BACK: Final = f"Nothing was changed. Put {FILE} and {FILE}-wal back as they were, or a backup of them and {WITNESS}"
GO_ON: Final = f"or delete {WITNESS}, to go on without what is missing"
SAVE: Final = "or let SQLite's `.recover` save what it can"


def open_store(folder: Path) -> Store:
    """As the newest writer. Raises JournalError, LogDamaged."""
    try:
        with ExitStack() as opened:
            store = _checked(folder, opened)
            store.take_epoch()
            store.wipe()  # the last writer may have ended before it could
            store.witness.write(store.newest)
            store.witness.sync()
            opened.pop_all()
            return store
    except LogDamaged as damage:
        raise LogDamaged(f"the journal in {folder} cannot be trusted: {damage}") from damage
    except (JournalError, OSError) as refused:
        raise JournalError(f"the journal in {folder} cannot be opened: {refused}") from refused


def _checked(folder: Path, opened: ExitStack) -> Store:
    file = folder / FILE
    was_there = file.exists() and file.stat().st_size > 0
    witness = Witness.open(folder / WITNESS)
    opened.callback(witness.close)
    testified = witness.testifies()
    if not was_there and testified is not None:
        _refuse(Commit(0, b""), testified)
    try:
        database = connect(file)
        opened.callback(database.close)
        with told():
            epoch, newest = rows.journal(database)
    except LogDamaged as damage:
        raise LogDamaged(f"{damage}. {BACK}, {SAVE}.") from damage
    _refuse(newest, testified)
    return Store(database, witness, epoch, newest)


def _refuse(found: Commit, testified: Commit | None) -> None:
    wrong = compare(found, testified)
    if wrong is not None:
        raise LogDamaged(f"{wrong}. {BACK}, {GO_ON}.")
