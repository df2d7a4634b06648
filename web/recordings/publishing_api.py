"""Films for those who were there, or registered: a host says of each film whether they may see it, and they find it.

PUT /api/webinars/<id>/recordings/<recording>/films/<film>/viewers    hosts
GET /api/webinars/<id>/films                                          whoever was there or registered, by any token
"""

import trio
from attrs import field, frozen
from quart import Response
from quart_trio import QuartTrio

from actors.ports import JournalError
from actors.webinar.room_ids import home_of
from actors.words import WebinarId
from web.api import ROOT, limit
from web.asking import unreadable
from web.bodies import answer, fill, read_fields
from web.errors import Refused
from web.limits import RateLimit
from web.recordings.access import Access, deleted_meanwhile, no_film
from web.recordings.jobs import shown
from web.recordings.shapes import Publish, SeenFilm, SeenFilms, film_out, instant
from web.recordings.shelf import Film, Recording
from web.records_api import NOT_ALLOWED

LOOKS_PER_MINUTE = 60  # from one address: each looks through the recordings' folder


@frozen
class PublishingApi:
    access: Access
    looks: RateLimit = field(factory=lambda: RateLimit(LOOKS_PER_MINUTE))

    def add_routes(self, app: QuartTrio) -> None:
        viewers = f"{ROOT}/<webinar>/recordings/<recording>/films/<film>/viewers"
        app.add_url_rule(viewers, "publish_film", self.publish_film, methods=["PUT"])
        app.add_url_rule(f"{ROOT}/<webinar>/films", "films_to_see", self.films_to_see, methods=["GET"])

    async def publish_film(self, webinar: WebinarId, recording: str, film: str) -> Response:
        """Also while it is being made. Again: the same answer."""
        found = await self.access.film(await self.access.host(recording, webinar), film)
        wanted = fill(Publish, await read_fields())
        with deleted_meanwhile(no_film()):
            said = await trio.to_thread.run_sync(self.access.library.shelf.publish, found, wanted.viewers)
        return answer(film_out(said))

    async def films_to_see(self, webinar: WebinarId) -> Response:
        limit(self.looks)
        is_host, has_claim = await self.access.may_see(home_of(webinar), self.access.asker(webinar))
        if not is_host and not has_claim:
            raise Refused.by(NOT_ALLOWED)
        try:
            seen = await trio.to_thread.run_sync(self._seen, home_of(webinar), is_host)
        except JournalError as error:
            raise Refused.by(unreadable(error)) from None
        return answer(SeenFilms(seen))

    def _seen(self, webinar: WebinarId, is_host: bool) -> tuple[SeenFilm, ...]:
        recordings = self.access.library.recordings_of(webinar)
        names = self.access.library.room_names(recordings)
        return tuple(
            _seen_film(recording, film, names.get(recording.manifest.room, ""))
            for recording in recordings
            for film in recording.films()
            if shown(film).state == "done" and (is_host or self.access.is_for_all(film))
        )


def _seen_film(recording: Recording, film: Film, room_name: str) -> SeenFilm:
    manifest, order = recording.manifest, film.order
    return SeenFilm(
        recording=recording.id,
        film=film.id,
        room=manifest.room,
        recordedAt=instant(manifest.started_wall_s),
        durationS=film.made.duration_s if film.made else 0,
        layout=order.layout,
        container=order.container,
        roomName=room_name,
    )
