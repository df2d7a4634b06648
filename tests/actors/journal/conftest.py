"""What several tests of the durable journal need."""

from pathlib import Path

import apsw
import pytest

from actors.journal import database
from actors.journal.witness import Witness
from tests.actors.journal.disk import disk

__all__ = ["disk", "hurried"]

AFTER = "after"  # the folder whose journals are opened by the hundred


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Journals in the folder `after` sync nothing: what the disk was when is known already."""
    connected = database.connect

    def connect(path: Path) -> apsw.Connection:
        connection = connected(path)
        if path.parent.name == AFTER:
            connection.execute("PRAGMA synchronous = OFF")
        return connection

    monkeypatch.setattr("actors.journal.opening.connect", connect)
    monkeypatch.setattr(Witness, "sync", lambda _: None)
