"""A hall with a library on a real disk, and a webinar in it of which there is a film."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from attrs import frozen

import config
from actors.journal.memory import MemoryJournal
from tests.web.fake_node import CountedIds
from tests.web.hall import Hall, Webinar, opened
from tests.web.recordings.shelves import STARTED_S, composed, news_in
from web.recordings import files
from web.recordings.library import Library, make_library
from web.recordings.order import Manifest
from web.recordings.shelf import Film


@frozen
class Filmed:
    hall: Hall
    library: Library
    webinar: Webinar
    film: Film

    @property
    def path(self) -> str:
        """For hosts."""
        return f"{self.webinar.path}/recordings/rec/films/film"

    @property
    def shown(self) -> str:
        return "/api/films/rec/film"


@asynccontextmanager
async def filmed(tmp_path: Path, body: bytes = b"0123456789") -> AsyncIterator[Filmed]:
    """The film is `body`, and lies where the composer and the store left it."""
    journal, ids = MemoryJournal(), CountedIds()
    settings = config.read([], {}).recordings
    library = make_library(settings, tmp_path, archive=journal, news=news_in(tmp_path), new_id=ids.new)
    library.now_s = lambda: STARTED_S
    async with opened(journal, ids, library) as hall, library.client:
        webinar = await hall.webinar()
        film = composed(library.shelf, body=body)
        files.write(film.folder.parent.parent / "recording.json", Manifest("rec", webinar.id, "main", STARTED_S))
        (film.folder / "stored").touch()
        yield Filmed(hall, library, webinar, film)
