"""Recordings on a disk, as capture and composer leave them, for tests."""

from pathlib import Path

import orjson

from web.recordings import files
from web.recordings.news import FilmNews
from web.recordings.order import Anchor, Chapter, FilmMade, FilmOrder, Manifest, Progress
from web.recordings.shelf import Film, Recording, Shelf

STARTED_S = 1_795_000_000.0


def news_in(folder: Path) -> FilmNews:
    """Its listener only makes it write."""
    return FilmNews(folder / "news", lambda: int(STARTED_S * 1000), [lambda _: None])


def recorded(shelf: Shelf, recording: str = "rec", webinar: str = "web", room: str = "main") -> Recording:
    folder = shelf.root / recording
    folder.mkdir(parents=True)
    files.write(folder / "recording.json", Manifest(recording, webinar, room, STARTED_S))
    found = shelf.recording(recording)
    assert found
    return found


def segment(recording: Recording, participant: str, track: int = 0, number: int = 0) -> Path:
    path = recording.folder / "tracks" / str(track) / f"{number}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".mkv").write_bytes(b"frames")
    path.write_bytes(orjson.dumps({"participant": participant, "source": "camera"}))
    return path


def ordered(shelf: Shelf, recording: str = "rec", film: str = "film", order: FilmOrder | None = None) -> Film:
    found = shelf.recording(recording) or recorded(shelf, recording)
    return shelf.order(found, film, order or FilmOrder(), b"{}")


def composed(shelf: Shelf, recording: str = "rec", film: str = "film", body: bytes = b"0123456789") -> Film:
    """A film as the composer leaves it."""
    folder = ordered(shelf, recording, film).folder
    (folder / "film.mp4").write_bytes(body)
    files.write(folder / "film.json", FilmMade(60, (Chapter(0, "Hello"),), (Anchor(0, STARTED_S),)))
    files.write(folder / "progress.json", Progress("done", 100))
    made = shelf.film(recording, film)
    assert made
    return made
