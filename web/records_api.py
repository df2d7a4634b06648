"""What of a webinar outlives it: its provable record for hosts, an incident bundle for the operator, and forgetting.

    GET    /api/webinars/<id>/record                              hosts: the signed record; see web/proof.py
    GET    /api/proof-key                                         anybody: the key it is signed with
    DELETE /api/webinars/<id>/participants/<person>/personal      the person, or a host
    DELETE /ops/webinars/<id>/participants/<person>/personal      the operator
    GET    /ops/webinars/<id>/bundle?personal=yes                 the operator: for `make replay`

All work for an ended webinar too, as long as the journal has it. Forgetting covers the breakout rooms; each of them
has a record of its own.
"""

from collections.abc import Callable, Iterable
from typing import Protocol

import structlog
import trio
from attrs import field, frozen
from quart import Response, request
from quart_trio import QuartTrio

from actors.directory import Reopen
from actors.journal import bundle
from actors.ports import Done, JournalError, Refusal, Remembered, StoredFact
from actors.webinar.commands import ForgetPerson
from actors.webinar.messages import Ask, ReadClaim, ReadRooms, ReadStanding, Standing
from actors.webinar.rights import NO_SUCH_PARTICIPANT
from actors.webinar.room_ids import home_of
from actors.words import HOSTS, RANK, InviteId, ParticipantId, Place, RoomId, WebinarId
from web.api import ROOT, Api, limit, refused
from web.asking import NO_SUCH_WEBINAR, ask, ask_webinar, unreadable
from web.bodies import answer
from web.errors import Refused
from web.limits import RateLimit
from web.proof import ProofKey, Record, record_file

NOT_ALLOWED = Refusal("not_allowed", "You may not do this.")
ASKS_PER_MINUTE = 30  # from one address: each reads a whole log, or rewrites keys
JSON_LINES = "application/jsonl"
TRUSTED = frozenset({Place.IN, Place.LEFT})  # whoever was sent away has their role still, but no right by it

log = structlog.get_logger(__name__)


class Archive(Protocol):
    """What a journal offers of a webinar, from its beginning and in any thread. Each raises JournalError."""

    def records(self, webinar: WebinarId) -> Iterable[Record]: ...

    def history(self, webinar: WebinarId) -> Iterable[StoredFact | Remembered]: ...


class Films(Protocol):
    """What else there is of a person: their tracks, and films that show them."""

    def forget(self, webinar: WebinarId, participant: ParticipantId) -> None:
        """Marks them, in a thread; `sweep` begins to delete."""

    def sweep(self) -> None: ...


@frozen
class RecordsApi:
    api: Api
    archive: Archive
    key: ProofKey
    films: Films
    asks: RateLimit = field(factory=lambda: RateLimit(ASKS_PER_MINUTE))
    one_at_a_time: trio.CapacityLimiter = field(factory=lambda: trio.CapacityLimiter(1))

    def add_routes(self, app: QuartTrio) -> None:
        person = "participants/<participant>/personal"
        for rule, method, handler in (
            (f"{ROOT}/<webinar>/record", "GET", self.record),
            ("/api/proof-key", "GET", self.proof_key),
            (f"{ROOT}/<webinar>/{person}", "DELETE", self.forget),
            (f"/ops/webinars/<webinar>/{person}", "DELETE", self.forget_for_operator),
            ("/ops/webinars/<webinar>/bundle", "GET", self.incident),
        ):
            app.add_url_rule(rule, handler.__name__, handler, methods=[method])

    async def record(self, webinar: WebinarId) -> Response:
        await self.host_asks(webinar)
        return _download(
            "record", await self.read(lambda: record_file(webinar, self.archive.records(webinar), self.key))
        )

    async def host_asks(self, webinar: WebinarId) -> None:
        """Raises `Refused` to everybody else, and to whoever asks too often."""
        limit(self.asks)
        person = self.api.door.person(webinar)
        await self._host(home_of(webinar), person.sub)
        await self._known(webinar)

    async def proof_key(self) -> Response:
        return answer({"key": self.key.public, "algorithm": "Ed25519"})

    async def forget(self, webinar: WebinarId, participant: ParticipantId) -> Response:
        """Oneself; or, for hosts, somebody of a lower role."""
        limit(self.asks)
        asker, webinar = self.api.door.person(webinar).sub, home_of(webinar)
        if asker != participant:
            mine, theirs = await self._host(webinar, asker), await self.standing(webinar, participant)
            if RANK[theirs.role] >= RANK[mine.role]:
                raise Refused.by(NOT_ALLOWED)
        return await self._forget(webinar, participant)

    async def forget_for_operator(self, webinar: WebinarId, participant: ParticipantId) -> Response:
        self.api.door.operator()
        return await self._forget(webinar, participant)

    async def incident(self, webinar: WebinarId) -> Response:
        self.api.door.operator()
        await self._reopen(webinar)
        await self._known(webinar)
        is_personal = request.args.get("personal") == "yes"
        log.info("bundle_exported", personal=is_personal)
        log_of = self.archive.history
        lines = await self.read(lambda: bundle.write(webinar, log_of(webinar), personal=is_personal))
        return _download("bundle", lines)

    async def _forget(self, webinar: WebinarId, participant: ParticipantId) -> Response:
        await self._reopen(webinar)
        done = await ask_webinar(self.api.system, webinar, Ask(None, "", ForgetPerson(participant)))
        if not isinstance(done, Done):
            raise refused(done)
        for room in await self._rooms(webinar):
            done = await ask_webinar(self.api.system, room, Ask(None, "", ForgetPerson(participant)))
            if not isinstance(done, Done) and done != NO_SUCH_PARTICIPANT:
                raise refused(done)
        await trio.to_thread.run_sync(self.films.forget, home_of(webinar), participant)
        self.films.sweep()
        return answer({"forgotten": participant})

    async def _known(self, webinar: WebinarId) -> None:
        """A breakout room has a record of its own, which its webinar's names."""
        if webinar != home_of(webinar) and webinar not in await self._rooms(home_of(webinar)):
            raise Refused.by(NO_SUCH_WEBINAR)

    async def _rooms(self, webinar: WebinarId) -> tuple[RoomId, ...]:
        rooms = await ask_webinar(self.api.system, webinar, ReadRooms())
        if not isinstance(rooms, tuple):
            raise refused(rooms)
        return rooms

    async def _host(self, webinar: WebinarId, participant: ParticipantId) -> Standing:
        standing = await self.standing(webinar, participant)
        if standing.role not in HOSTS or standing.place not in TRUSTED:
            raise Refused.by(NOT_ALLOWED)
        return standing

    async def standing(self, webinar: WebinarId, participant: ParticipantId) -> Standing:
        await self._reopen(webinar)
        standing = await ask_webinar(self.api.system, webinar, ReadStanding(participant))
        if not isinstance(standing, Standing):
            raise refused(standing)
        return standing

    async def has_claim(self, webinar: WebinarId, participant: ParticipantId | None, invite: InviteId | None) -> bool:
        await self._reopen(webinar)
        return await ask_webinar(self.api.system, webinar, ReadClaim(participant, invite)) is True

    async def _reopen(self, webinar: WebinarId) -> None:
        done = await ask(self.api.system.find("directory"), Reopen(home_of(webinar)))
        if not isinstance(done, Done):
            raise refused(done)

    async def read(self, read: Callable[[], Iterable[bytes]]) -> bytes:
        """In a thread, one at a time: long records must not hold up everybody else, nor fill the memory together."""
        try:
            return await trio.to_thread.run_sync(lambda: b"".join(read()), limiter=self.one_at_a_time)
        except JournalError as error:
            log.exception("record_not_read")
            raise Refused.by(unreadable(error)) from None


def _download(name: str, lines: bytes) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.jsonl"'}
    return Response(lines, 200, headers, mimetype=JSON_LINES)
