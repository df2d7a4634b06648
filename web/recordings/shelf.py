"""The recordings' folder: what lies there, as values. Plain functions on files, for a thread; nothing is remembered."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from typing import Final

from attrs import evolve, frozen

from web.recordings import files
from web.recordings.order import FilmMade, FilmOrder, Manifest, Progress, Published, Viewers

ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
DELETING: Final = ".deleting-"
MANIFEST: Final = "recording.json"
PUBLISHED: Final = "published.json"


@frozen
class Film:
    """`viewers`: None: no host has said."""

    folder: Path
    order: FilmOrder
    progress: Progress
    made: FilmMade | None
    ordered_s: float  # wall clock
    is_stored: bool
    viewers: Viewers | None = None

    @property
    def id(self) -> str:
        return self.folder.name

    @property
    def recording(self) -> str:
        return self.folder.parent.parent.name

    @property
    def file_name(self) -> str:
        return f"film.{self.order.container}"

    @property
    def prefix(self) -> str:
        """What the store has it under."""
        return f"{self.recording}/films/{self.id}"

    @property
    def key(self) -> str:
        return f"{self.prefix}/{self.file_name}"

    @property
    def is_cancelled(self) -> bool:
        """By a host; the composer may say so too when it is only stopped."""
        return (self.folder / "cancelled").exists()


@frozen
class Recording:
    folder: Path
    manifest: Manifest

    @property
    def id(self) -> str:
        return self.folder.name

    def films(self) -> list[Film]:
        """In the order in which they were asked for."""
        found = filter(None, map(film_in, _folders(self.folder / "films")))
        return sorted(found, key=lambda film: (film.ordered_s, film.id))

    def bytes(self) -> int:
        """Of all that lies here, tracks and films."""
        return sum(found.st_size for found in _files(self.folder))

    def written_s(self) -> float:
        """When something was last recorded, wall clock."""
        times = (found.st_mtime for found in _files(self.folder / "tracks"))
        return max(times, default=self.manifest.started_wall_s)


@frozen
class Shelf:
    root: Path

    def recordings(self) -> list[Recording]:
        return [found for folder in _folders(self.root) if (found := self.recording(folder.name))]

    def recording(self, recording: str) -> Recording | None:
        if not ID.fullmatch(recording):
            return None
        folder = self.root / recording
        manifest = files.read(folder / MANIFEST, Manifest)
        return Recording(folder, manifest) if manifest else None

    def film(self, recording: str, film: str) -> Film | None:
        if not ID.fullmatch(recording) or not ID.fullmatch(film):
            return None
        return film_in(self.root / recording / "films" / film)

    def order(self, recording: Recording, film: str, order: FilmOrder, edit_list: bytes) -> Film:
        """The order is written last: a folder without one is no film. Raises `OSError`; then nothing is left of it."""
        folder = recording.folder / "films" / film
        folder.parent.mkdir(exist_ok=True)  # in the recording's, which may have been deleted meanwhile
        folder.mkdir()
        try:
            files.replace(folder / "timeline.json", edit_list)
            files.write(folder / "order.json", order)
        except OSError:
            rmtree(folder, ignore_errors=True)
            raise
        made = film_in(folder)
        assert made
        return made

    def publish(self, film: Film, viewers: Viewers) -> Film:
        """Again: nothing changes."""
        files.write(film.folder / PUBLISHED, Published(viewers))
        return evolve(film, viewers=viewers)

    def put_away(self, folder: Path) -> None:
        """From now on it is not there; `condemned` says what is still to be deleted of it. Again: nothing happens."""
        with suppress(FileNotFoundError):  # by somebody else, at the same time
            folder.rename(folder.with_name(DELETING + folder.name))

    def condemned(self) -> list[Path]:
        return [*self.root.glob(f"{DELETING}*"), *self.root.glob(f"[!.]*/films/{DELETING}*")]

    def prefix_of(self, condemned: Path) -> str:
        """What the store had it under."""
        return str(condemned.relative_to(self.root)).replace(DELETING, "")


def film_in(folder: Path) -> Film | None:
    order = files.read(folder / "order.json", FilmOrder)
    if order is None:
        return None
    try:
        ordered_s = (folder / "order.json").stat().st_mtime
    except OSError:  # deleted meanwhile
        return None
    progress = files.read(folder / "progress.json", Progress) or Progress()
    made = files.read(folder / "film.json", FilmMade)
    published = files.read(folder / PUBLISHED, Published)
    viewers = published.viewers if published else None
    return Film(folder, order, progress, made, ordered_s, (folder / "stored").exists(), viewers)


def _folders(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError:
        return []


def _files(folder: Path) -> Iterator[os.stat_result]:
    """A recorder renames some meanwhile, and others are deleted."""
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                yield Path(place, name).stat()
