"""What becomes of recordings and films, for webhooks: no webinar's log tells of it, so it is written down here.

    <data_dir>/webhooks/recordings/<recording>.json     told of one recording lately, oldest first

Written before it is told, and looked for at the next start, so a crash loses nothing; the same of the same thing is
told once. It outlives the recording, and names nobody.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import trio
from attrs import define, field, frozen

from actors.news import Event
from actors.webinar.room_ids import home_of
from actors.words import RecordingId, WebinarId
from web.recordings import files
from web.recordings.jobs import shown
from web.recordings.shelf import ID, Film, Recording

PREFIX: Final = "recording:"
MOST: Final = 500  # of one recording: whoever has not taken so many is not told the oldest
DAY_MS: Final = 86_400_000
KEPT_MS: Final = 14 * DAY_MS  # longer than anybody looks back
MARK: Final = "told"  # in a film's folder: what became of it has been written down


@frozen
class Told:
    events: tuple[Event, ...] = ()


@define(eq=False)
class FilmNews:
    """`listeners`: told at once. Without any nothing is written down."""

    folder: Path
    now_ms: Callable[[], int]
    listeners: list[Callable[[Event], None]] = field(factory=list)
    _one_at_a_time: trio.Lock = field(factory=trio.Lock)

    async def ended(self, recording: Recording, film: Film) -> None:
        """The film is made, or never will be; neither: nothing happens. Raises `OSError`."""
        mark, now = trio.Path(film.folder / MARK), shown(film)
        if now.state not in {"done", "failed"} or await mark.exists():
            return
        webinar, what = home_of(recording.manifest.webinar), {"film": film.id, "room": recording.manifest.room}
        if now.state == "failed":
            await self.tell("film.failed", webinar, recording.id, **what, reason=now.reason)
        else:
            made = {"layout": film.order.layout, "container": film.order.container}
            lasts = {"duration_s": film.made.duration_s if film.made else None}
            await self.tell("film.made", webinar, recording.id, **what, **made, **lasts)
        await mark.touch()

    async def tell(self, kind: str, webinar: WebinarId, recording: RecordingId, **data: Any) -> None:
        """Raises `OSError`."""
        if not self.listeners:
            return
        async with self._one_at_a_time:
            event = await trio.to_thread.run_sync(self._write, kind, webinar, recording, data)
        if event is not None:
            for listener in self.listeners:
                listener(event)

    def _write(self, kind: str, webinar: WebinarId, recording: RecordingId, data: dict[str, Any]) -> Event | None:
        """None: it is there already."""
        told = self._told(recording)
        what = {"recording": recording} | data
        if any(known.kind == kind and known.data == what for known in told):
            return None
        now_ms = self.now_ms()
        seq = max(now_ms, told[-1].seq + 1) if told else now_ms  # no number twice, also when the others are long gone
        event = Event(kind, webinar, seq, now_ms, what, f"{PREFIX}{recording}")
        self.folder.mkdir(parents=True, exist_ok=True)
        files.write(self._path(recording), Told((*told, event)[-MOST:]))
        return event

    def streams(self, since_ms: int) -> Iterable[str]:
        """What is older than anybody wants to know is gone afterwards."""
        found = []
        for path in sorted(self.folder.glob("*.json")):
            written_ms = path.stat().st_mtime * 1000
            if written_ms < self.now_ms() - KEPT_MS:
                path.unlink(missing_ok=True)
            elif written_ms >= since_ms:
                found.append(f"{PREFIX}{path.stem}")
        return found

    def events(self, stream: str) -> Iterable[Event]:
        return self._told(stream.removeprefix(PREFIX))

    def _told(self, recording: RecordingId) -> tuple[Event, ...]:
        return (files.read(self._path(recording), Told) or Told()).events

    def _path(self, recording: RecordingId) -> Path:
        if not ID.fullmatch(recording):
            raise ValueError("no such recording")
        return self.folder / f"{recording}.json"
