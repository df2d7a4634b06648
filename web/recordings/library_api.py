"""Recordings for hosts: list them, order films, share and delete.

GET    /api/webinars/<id>/recordings
DELETE /api/webinars/<id>/recordings/<recording>
GET    /api/webinars/<id>/recordings/<recording>/people                      who is in it
POST   /api/webinars/<id>/recordings/<recording>/films                       order one
GET    /api/webinars/<id>/recordings/<recording>/films/<film>                how far it is
DELETE /api/webinars/<id>/recordings/<recording>/films/<film>
POST   /api/webinars/<id>/recordings/<recording>/films/<film>/cancel
GET    /api/webinars/<id>/recordings/<recording>/films/<film>/links          share links
POST   /api/webinars/<id>/recordings/<recording>/films/<film>/links
DELETE /api/webinars/<id>/recordings/<recording>/films/<film>/links/<link>
"""

from functools import partial
from typing import Final, TypeVar

import trio
from attrs import field, frozen
from quart import Response
from quart_trio import QuartTrio

from actors.ports import JournalError
from actors.webinar.room_ids import home_of
from actors.words import WebinarId
from web.api import ROOT
from web.asking import unreadable
from web.bodies import answer, fill, read_fields
from web.errors import Refused
from web.links import base_of_request
from web.recordings import shares
from web.recordings.access import Access, deleted_meanwhile, no_film, no_recording
from web.recordings.jobs import has_ended
from web.recordings.order import SIZES_PX
from web.recordings.shapes import (
    Gone,
    MakeLink,
    OrderFilm,
    RecordedPeople,
    RecordedPerson,
    RecordingOut,
    RecordingsOut,
    SharesOut,
    film_out,
    instant,
    share_out,
)
from web.recordings.shelf import ID, Film, Recording
from web.recordings.states import Going, states

T = TypeVar("T")

MOST_FILMS: Final = 20  # of one recording
MOST_WAITING: Final = 20  # of one webinar, not made yet: other webinars' hosts wait for composers too
MOST_REDACTED: Final = 1000
LONGEST_S: Final = 7 * 86_400
LONGEST_LINK_HOURS: Final = 366 * 24
HOUR_S: Final = 3600


@frozen
class LibraryApi:
    access: Access
    one_order: trio.Lock = field(factory=trio.Lock)  # counted and made in one go

    def add_routes(self, app: QuartTrio) -> None:
        one = f"{ROOT}/<webinar>/recordings/<recording>"
        film = f"{one}/films/<film>"
        for rule, method, handler in (
            (f"{ROOT}/<webinar>/recordings", "GET", self.recordings),
            (one, "DELETE", self.delete_recording),
            (f"{one}/people", "GET", self.people),
            (f"{one}/films", "POST", self.order_film),
            (film, "GET", self.look_at_film),
            (film, "DELETE", self.delete_film),
            (f"{film}/cancel", "POST", self.cancel_film),
            (f"{film}/links", "GET", self.share_links),
            (f"{film}/links", "POST", self.make_share_link),
            (f"{film}/links/<link>", "DELETE", self.revoke_share_link),
        ):
            app.add_url_rule(rule, handler.__name__, handler, methods=[method])

    async def recordings(self, webinar: WebinarId) -> Response:
        await self.access.records.host_asks(webinar)
        return answer(RecordingsOut(await _in_thread(partial(self._listed, webinar))))

    def _listed(self, webinar: WebinarId) -> tuple[RecordingOut, ...]:
        library = self.access.library
        found = library.recordings_of(webinar)
        known = states(library.log_of(found[0])) if found else {}
        names = library.room_names(found)
        listed = [
            _recording_out(each, known.get(each.id, "stopped"), names.get(each.manifest.room, "")) for each in found
        ]
        return tuple(sorted(listed, key=lambda each: each.startedAt, reverse=True))

    async def delete_recording(self, webinar: WebinarId, recording: str) -> Response:
        found = await self.access.host(recording, webinar)
        log = await _in_thread(partial(self.access.library.log_of, found))
        if states(log).get(found.id, "stopped") != "stopped":
            raise Refused("still_recording", "It is being recorded. Stop it first.")
        for film in await trio.to_thread.run_sync(found.films):
            self.access.library.jobs.stop(film.folder)
        await self._put_away(found)
        return answer(Gone(found.id))

    async def people(self, webinar: WebinarId, recording: str) -> Response:
        """Whom a film can be made without."""
        found = await self.access.host(recording, webinar)
        people = await _in_thread(partial(self.access.library.people_of, found))
        return answer(RecordedPeople(tuple(RecordedPerson(who, name) for who, name in people)))

    async def order_film(self, webinar: WebinarId, recording: str) -> Response:
        found = await self.access.host(recording, webinar)
        wanted = fill(OrderFilm, await read_fields())
        _expect_reasonable(wanted)
        async with self.one_order:
            await trio.to_thread.run_sync(self._expect_room, found)
            with deleted_meanwhile(no_recording()):
                film = await _in_thread(partial(self.access.library.order, found, wanted.order()))
        self.access.library.jobs.wake()
        return answer(film_out(film), 201)

    def _expect_room(self, recording: Recording) -> None:
        """Raises `Refused`."""
        if len(recording.films()) >= MOST_FILMS:
            raise Refused("too_many_films", f"There are {MOST_FILMS} films of this recording. Delete one first.")
        others = self.access.library.recordings_of(home_of(recording.manifest.webinar))
        waiting = sum(not has_ended(film) for each in others for film in each.films())
        if waiting >= MOST_WAITING:
            raise Refused("too_many_films", f"{waiting} films of this webinar are waiting to be made. Wait for some.")

    async def look_at_film(self, webinar: WebinarId, recording: str, film: str) -> Response:
        return answer(film_out(await self._film(webinar, recording, film)))

    async def cancel_film(self, webinar: WebinarId, recording: str, film: str) -> Response:
        """Again, or when it has ended: the same answer."""
        found = await self._film(webinar, recording, film)
        if not has_ended(found):
            with deleted_meanwhile(no_film()):
                await trio.Path(found.folder / "cancelled").touch()
            self.access.library.jobs.stop(found.folder)
        return answer(await trio.to_thread.run_sync(film_out, found))

    async def delete_film(self, webinar: WebinarId, recording: str, film: str) -> Response:
        found = await self._film(webinar, recording, film)
        self.access.library.jobs.stop(found.folder)
        await self._put_away(found)
        return answer(Gone(found.id))

    async def share_links(self, webinar: WebinarId, recording: str, film: str) -> Response:
        found = await self._film(webinar, recording, film)
        good = await trio.to_thread.run_sync(shares.of, found.folder, self.access.library.now_s())
        return answer(SharesOut(tuple(map(share_out, good))))

    async def make_share_link(self, webinar: WebinarId, recording: str, film: str) -> Response:
        found = await self._film(webinar, recording, film)
        wanted = fill(MakeLink, await read_fields())
        if not 0 < wanted.hours <= LONGEST_LINK_HOURS:
            raise Refused("bad_expiry", f"A link is good for at most {LONGEST_LINK_HOURS} hours.")
        library = self.access.library
        lifetime_s, chat = wanted.hours * HOUR_S, wanted.chat
        with deleted_meanwhile(no_film()):
            made = shares.make(found.folder, library.new_id(), chat=chat, now_s=library.now_s(), lifetime_s=lifetime_s)
        if made is None:
            raise Refused("too_many_links", f"There are {shares.MOST} links to this film. Revoke one first.")
        share, secret = made
        base, place = base_of_request(self.access.records.api.links), f"recordings/{found.recording}/{found.id}"
        link = f"{base}/w/{home_of(webinar)}/{place}#share={secret}"
        return answer(share_out(share, link), 201)

    async def revoke_share_link(self, webinar: WebinarId, recording: str, film: str, link: str) -> Response:
        found = await self._film(webinar, recording, film)
        with deleted_meanwhile(no_film()):
            was_there = shares.revoke(found.folder, link, self.access.library.now_s())
        if not was_there:
            raise Refused("no_such_link", "There is no such link.")
        return answer(Gone(link))

    async def _film(self, webinar: WebinarId, recording: str, film: str) -> Film:
        return await self.access.film(await self.access.host(recording, webinar), film)

    async def _put_away(self, what: Film | Recording) -> None:
        library = self.access.library
        await trio.to_thread.run_sync(library.shelf.put_away, what.folder)
        library.sweep()


def _recording_out(recording: Recording, state: Going, room_name: str) -> RecordingOut:
    manifest = recording.manifest
    films = tuple(map(film_out, recording.films()))
    started, size = instant(manifest.started_wall_s), recording.bytes()
    return RecordingOut(recording.id, manifest.room, state, started, size, films, room_name)


def _expect_reasonable(order: OrderFilm) -> None:
    """Raises `Refused`."""
    first, last = order.fromS or 0, LONGEST_S if order.untilS is None else order.untilS
    if not 0 <= first < last <= LONGEST_S:
        raise Refused("bad_range", "The film must begin before it ends.")
    if order.widthPx not in SIZES_PX or order.heightPx not in SIZES_PX:
        raise Refused("bad_size", f"A film has {SIZES_PX[0]} to {SIZES_PX[-1]} pixels either way.")
    if len(order.redacted) > MOST_REDACTED or not all(map(ID.fullmatch, order.redacted)):
        raise Refused("bad_redaction", "Those are no participants.")


async def _in_thread(work: "partial[T]") -> T:
    """Reads logs: not on the event loop."""
    try:
        return await trio.to_thread.run_sync(work)
    except JournalError as error:
        raise Refused.by(unreadable(error)) from None
