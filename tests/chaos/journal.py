"""The journal of a server that is not running, read as the server itself would read it."""

import os
from pathlib import Path

from actors.journal.sqlite import SqliteJournal
from actors.ports import StoredFact


def read_log(data_dir: Path, webinar: str) -> list[StoredFact]:
    """Takes the writer's place and leaves its traces: to be given a copy. Raises JournalError, LogDamaged."""
    journal = SqliteJournal.open(data_dir, os.urandom)
    try:
        return [entry for entry in journal.read(webinar) if isinstance(entry, StoredFact)]
    finally:
        journal._reader.database.close()
        journal._writer.store.close()
