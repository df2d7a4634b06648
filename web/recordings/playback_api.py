"""A film for whoever may see it.

POST /api/films/<recording>/<film>/pass            token, or {"share": secret}: a cookie for the others
GET  /api/films/<recording>/<film>                 title, chapters, chat, questions and polls in the film's time
GET  /api/films/<recording>/<film>/media           the film, or ranges of it; ?download=yes gives it a name
GET  /api/films/<recording>/<film>/captions.vtt?language=en   in the film's time
"""

import re
from collections.abc import AsyncIterator, Iterable
from functools import partial
from typing import Final

import structlog
import trio
from attrs import evolve, field, frozen
from quart import Response, request
from quart_trio import QuartTrio

from actors.facts import CaptionSaid
from actors.ports import JournalError, StoredFact
from actors.webinar.apply import fold
from actors.webinar.captions_log import cues, languages
from actors.webinar.room_ids import home_of
from actors.words import MAIN, WebinarId
from web import captions_file
from web.api import limit
from web.asking import unreadable
from web.bodies import answer, fill, read_fields
from web.errors import Refused
from web.limits import RateLimit
from web.recordings.access import Access, Seen
from web.recordings.jobs import shown
from web.recordings.order import Anchor
from web.recordings.playback import Beside, FilmTime, beside, filmed
from web.recordings.rooms import film_title, room_names
from web.recordings.s3 import type_of
from web.recordings.shapes import PassGiven, PlaybackOut, ShowPass, instant
from web.recordings.store import StoreFailed

LOOKS_PER_MINUTE: Final = 60  # from one address: each may read a whole log
NO_NAME: Final = re.compile(r"[^\w.,()-]+")
LONGEST_NAME: Final = 80
PRIVATE: Final = {"Cache-Control": "private, no-cache", "Accept-Ranges": "bytes"}

log = structlog.get_logger(__name__)


@frozen
class PlaybackApi:
    access: Access
    looks: RateLimit = field(factory=lambda: RateLimit(LOOKS_PER_MINUTE))

    def add_routes(self, app: QuartTrio) -> None:
        film = "/api/films/<recording>/<film>"
        for rule, method, handler in (
            (f"{film}/pass", "POST", self.film_pass),
            (film, "GET", self.film_record),
            (f"{film}/media", "GET", self.film_media),
            (f"{film}/captions.vtt", "GET", self.film_captions),
        ):
            app.add_url_rule(rule, handler.__name__, handler, methods=[method])

    async def film_pass(self, recording: str, film: str) -> Response:
        limit(self.looks)
        wanted = fill(ShowPass, await read_fields())
        given = await self.access.admit(recording, film, wanted.share)
        return self.access.hand(answer(PassGiven(film)), given)

    async def film_record(self, recording: str, film: str) -> Response:
        limit(self.looks)
        seen = await self.access.see(recording, film)
        size = await self._size(seen) if shown(seen.film).state == "done" else 0
        try:
            return answer(await trio.to_thread.run_sync(partial(self._told, seen, size)))
        except JournalError as error:
            raise Refused.by(unreadable(error)) from None

    def _told(self, seen: Seen, size: int) -> PlaybackOut:
        """In a thread."""
        film, manifest, now = seen.film, seen.recording.manifest, shown(seen.film)
        title = self._title(seen)
        told = PlaybackOut(title, now.state, now.percent, now.remaining_s, instant(manifest.started_wall_s))
        if now.state != "done" or film.made is None:
            return told
        found = self._beside(seen) if seen.chat else Beside()
        return evolve(
            told,
            durationS=film.made.duration_s,
            mediaType=type_of(film.file_name),
            bytes=size,
            chapters=film.made.chapters,
            captionLanguages=tuple(languages(self._captioned(seen))),
            hasChat=seen.chat,
            chat=found.chat,
            questions=found.questions,
            polls=found.polls,
        )

    def _title(self, seen: Seen) -> str:
        manifest, log = seen.recording.manifest, self.access.library.log_of(seen.recording)
        return film_title(fold(home_of(manifest.webinar), log).title, room_names(log).get(manifest.room, ""))

    def _beside(self, seen: Seen) -> Beside:
        of = self._place(seen)
        return beside(of, list(self.access.library.archive.history(of)), self._time(seen), seen.film.order.redacted)

    def _place(self, seen: Seen) -> WebinarId:
        """Whose log tells of what was filmed: a breakout room has a log of its own."""
        manifest = seen.recording.manifest
        return home_of(manifest.webinar) if manifest.room == MAIN else manifest.room

    def _captioned(self, seen: Seen) -> Iterable[StoredFact]:
        """Without what those gave whom the film is made without."""
        history, redacted = self.access.library.archive.history(self._place(seen)), seen.film.order.redacted
        facts = (each for each in history if isinstance(each, StoredFact))
        return (each for each in facts if isinstance(each.fact, CaptionSaid) and each.fact.by not in redacted)

    def _time(self, seen: Seen) -> FilmTime:
        made, manifest = seen.film.made, seen.recording.manifest
        assert made, "what is shown beside a film is asked for once it is there"
        anchors = made.anchors or (Anchor(0, manifest.started_wall_s + (seen.film.order.from_s or 0)),)
        return FilmTime(anchors, made.duration_s)

    async def film_media(self, recording: str, film: str) -> Response:
        seen = await self.access.see(recording, film)
        if shown(seen.film).state != "done":
            raise Refused("film_not_ready", "This film is not made yet.")
        size = await self._size(seen)
        headers = PRIVATE | {"Content-Type": type_of(seen.film.file_name)}
        if request.args.get("download") == "yes":
            title = await trio.to_thread.run_sync(self._title, seen)
            headers["Content-Disposition"] = disposition(title, seen.film.order.container)
        ranged = wanted_of(size)
        if ranged is None:
            return answer(
                {"error": "The film has no such part.", "code": "bad_range"}, 416, Content_Range=f"bytes */{size}"
            )
        first, last, is_part = ranged
        if is_part:
            headers["Content-Range"] = f"bytes {first}-{last - 1}/{size}"
        headers["Content-Length"] = str(last - first)
        return _stream(
            self.access.library.store.read(seen.film.key, first, last - first), 206 if is_part else 200, headers
        )

    async def film_captions(self, recording: str, film: str) -> Response:
        seen = await self.access.see(recording, film)
        if seen.film.made is None:
            raise Refused("film_not_ready", "This film is not made yet.")
        language = request.args.get("language")
        try:
            said = await trio.to_thread.run_sync(lambda: cues(self._captioned(seen), language))
        except JournalError as error:
            raise Refused.by(unreadable(error)) from None
        body = captions_file.written(filmed(said, self._time(seen)), 0)
        return Response(body, 200, PRIVATE, content_type="text/vtt; charset=utf-8")

    async def _size(self, seen: Seen) -> int:
        try:
            size = await self.access.library.store.size(seen.film.key)
        except StoreFailed as error:
            log.warning("store_failed", reason=str(error))
            raise Refused("store_failed", "The film's place cannot be reached just now.", 5) from None
        if size is None:
            raise Refused("no_such_film", "There is no such film.")
        return size


def wanted_of(size: int) -> tuple[int, int, bool] | None:
    """The bytes asked for, end exclusive, and whether a part was: all of them if not, or if it is several.

    None: there are no such bytes.
    """
    ranged = request.range
    if ranged is None or ranged.units != "bytes" or len(ranged.ranges) != 1:
        return 0, size, False
    first, _ = ranged.ranges[0]
    if first < -size:  # the last so many, which are more than there are: all of them (RFC 9110 14.1.2)
        return 0, size, True
    found = ranged.range_for_length(size)
    return None if found is None else (*found, True)


def disposition(title: str, container: str) -> str:
    """A name that every system takes (RFC 6266); the exact one beside it where it is not plain ASCII."""
    name = NO_NAME.sub(" ", title).strip(" .")[:LONGEST_NAME] or "film"
    plain = name.encode("ascii", "ignore").decode().strip(" .") or "film"
    exact = "".join(
        char if char.isascii() and char.isalnum() else "".join(f"%{b:02X}" for b in char.encode()) for char in name
    )
    return f"attachment; filename=\"{plain}.{container}\"; filename*=UTF-8''{exact}.{container}"


def _stream(pieces: AsyncIterator[bytes], status: int, headers: dict[str, str]) -> Response:
    response = Response(pieces, status, headers)
    response.timeout = None  # as long as the viewer takes; a silent connection is the front's to close
    return response
