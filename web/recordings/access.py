"""Who may see a film: its webinar's hosts; where one of them has published it, or by a setting, everybody who was in it
or registered for it; whoever holds a share link.

A page cannot give its player a header, so it changes its token or its link's secret for a cookie that opens this film
alone. What stands behind the cookie is looked at anew with each request: a link revoked is a film that stops.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import trio
from attrs import frozen
from quart import Response, request

from actors.webinar.room_ids import home_of
from actors.words import HOSTS, InviteId, ParticipantId, WebinarId
from web.auth import FilmPass, PersonToken, RegistrationToken
from web.errors import Refused
from web.recordings import shares
from web.recordings.library import Library
from web.recordings.shelf import Film, Recording
from web.records_api import NOT_ALLOWED, TRUSTED, RecordsApi

COOKIE: Final = "townhall_film"


@frozen
class Seen:
    """A film that the asker may see. `chat`: and what was said beside it."""

    recording: Recording
    film: Film
    chat: bool


@frozen
class Asker:
    """A person, or the holder of a personal invite or registration."""

    sub: ParticipantId | None = None
    inv: InviteId | None = None


@frozen
class Access:
    records: RecordsApi
    library: Library
    also_participants: bool

    async def host(self, recording: str, webinar: WebinarId) -> Recording:
        """The webinar's recording, for its hosts. Raises `Refused`."""
        await self.records.host_asks(webinar)
        found = await self.recording(recording)
        if home_of(found.manifest.webinar) != home_of(webinar):
            raise no_recording()
        return found

    async def recording(self, recording: str) -> Recording:
        found = await trio.to_thread.run_sync(self.library.shelf.recording, recording)
        if found is None:
            raise no_recording()
        return found

    async def film(self, recording: Recording, film: str) -> Film:
        found = await trio.to_thread.run_sync(self.library.shelf.film, recording.id, film)
        if found is None:
            raise no_film()
        return found

    async def admit(self, recording: str, film: str, secret: str | None) -> FilmPass:
        """By the token of the request, or a share link's secret. Raises `Refused`."""
        if secret is not None:
            folder = self.library.shelf.film(recording, film)
            good = shares.of(folder.folder, self.library.now_s()) if folder else ()
            share = shares.by_secret(good, secret)
            if share is None:  # also where there is no such film: nobody learns which there are
                raise self.records.api.door.bad_try("link_expired", "This link is not valid, or no longer.")
            return FilmPass(recording, film, share=share.id)
        found = await self.recording(recording)
        asker = self.asker(home_of(found.manifest.webinar))
        admitted = FilmPass(recording, film, sub=asker.sub, inv=asker.inv)
        await self._see(admitted)
        return admitted

    def asker(self, webinar: WebinarId) -> Asker:
        """Whose token this is. Raises `Refused`."""
        shown = self.records.api.door.holder(webinar)
        match shown:
            case PersonToken():
                return Asker(sub=shown.sub)
            case RegistrationToken():
                return Asker(inv=shown.reg)
            case _ if shown.inv is None:  # a link that is everybody's
                raise Refused.by(NOT_ALLOWED)
            case _:
                return Asker(inv=shown.inv)

    async def may_see(self, webinar: WebinarId, asker: Asker) -> tuple[bool, bool]:
        """Films for hosts, and those for everybody who was there or registered."""
        if asker.sub is not None:
            standing = await self.records.standing(webinar, asker.sub)
            if standing.place in TRUSTED and standing.role in HOSTS:
                return True, True
        return False, await self.records.has_claim(webinar, asker.sub, asker.inv)

    def is_for_all(self, film: Film) -> bool:
        return self.also_participants if film.viewers is None else film.viewers == "participants"

    async def see(self, recording: str, film: str) -> Seen:
        """By the cookie. Raises `Refused`."""
        shown = request.cookies.get(COOKIE)
        given = self.records.api.door.identity(shown) if shown else None
        if not isinstance(given, FilmPass) or (given.recording, given.film) != (recording, film):
            raise Refused("no_token", "This film needs a pass.")
        return await self._see(given)

    async def _see(self, given: FilmPass) -> Seen:
        recording = await self.recording(given.recording)
        film = await self.film(recording, given.film)
        if given.share is not None:
            good = await trio.to_thread.run_sync(shares.of, film.folder, self.library.now_s())
            share = next((share for share in good if share.id == given.share), None)
            if share is None:
                raise Refused("link_expired", "This link is not valid, or no longer.")
            return Seen(recording, film, share.chat)
        webinar = home_of(recording.manifest.webinar)
        is_host, has_claim = await self.may_see(webinar, Asker(given.sub, given.inv))
        if not is_host and not (has_claim and self.is_for_all(film)):
            raise Refused.by(NOT_ALLOWED)
        return Seen(recording, film, chat=True)

    def hand(self, response: Response, given: FilmPass) -> Response:
        links = self.records.api.links
        is_secure = (links.public_url or request.url).startswith("https:")
        response.set_cookie(
            COOKIE,
            links.tokens.issue(given),
            path=f"/api/films/{given.recording}/{given.film}",
            secure=is_secure,
            httponly=True,
            samesite="Strict",
        )
        return response


@contextmanager
def deleted_meanwhile(refused: Refused) -> Iterator[None]:
    """Around what is written of a film or recording: raises `refused` where its folder is gone."""
    try:
        yield
    except FileNotFoundError:
        raise refused from None


def no_recording() -> Refused:
    return Refused("no_such_recording", "There is no such recording.")


def no_film() -> Refused:
    return Refused("no_such_film", "There is no such film.")
