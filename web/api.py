"""HTTP for webinars and people: create, look, join, list. What a person does once there is in `commands_api.py`.

The case study's paths, bodies and answers stay valid; who somebody is comes from tokens alone. docs/http.md is the same
in prose.
"""

from collections.abc import Callable

import trio
from attrs import frozen
from quart import Response
from quart_trio import QuartTrio

from actors.directory import Created, CreateWebinar
from actors.ports import Done, Refusal
from actors.runtime import ActorSystem
from actors.webinar.commands import Join, Reschedule
from actors.webinar.messages import Ask, Info, Link, ReadInfo, ReadLink, ReadPeople
from actors.webinar.results import Joined
from actors.words import ParticipantId, Role, WebinarId
from web.asking import NO_SUCH_WEBINAR, TRY_AGAIN, ask, ask_webinar
from web.auth import InviteToken, PersonToken
from web.bodies import Create, Enter, answer, fill, read_fields
from web.errors import Refused
from web.identity import Door, address
from web.limits import RateLimit
from web.links import Invitation, Links, base_of_request

SHARED_LINKS = (Role.PRESENTER, Role.ATTENDEE)
ROOT = "/api/webinars"


@frozen
class Api:
    system: ActorSystem
    door: Door
    links: Links
    creates: RateLimit
    joins: RateLimit
    anyone_may_create: bool
    new_id: Callable[[], str]

    def add_routes(self, app: QuartTrio) -> None:
        for rule, method, handler in (
            (ROOT, "POST", self.create),
            (f"{ROOT}/<webinar>", "GET", self.read),
            (f"{ROOT}/<webinar>/join", "POST", self.join),
            (f"{ROOT}/<webinar>/participants", "GET", self.participants),
            (f"{ROOT}/<webinar>/links", "GET", self.shared_links),
        ):
            app.add_url_rule(rule, handler.__name__, handler, methods=[method])

    async def create(self) -> Response:
        limit(self.creates)
        if not self.anyone_may_create:
            self.door.creator()
        body = fill(Create, await read_fields({"hostId"}))
        created = await ask(self.system.find("directory"), CreateWebinar(body.title, body.hostName, plan_of(body)))
        if not isinstance(created, Created):
            raise refused(created)
        fresh = {role.value: self._invitation(created.webinar, role, epoch=0) for role in SHARED_LINKS}
        identity = {
            "participantId": created.host,
            "hostToken": self.door.tokens.issue(PersonToken(created.webinar, created.host)),
            "invites": {role: invitation.token for role, invitation in fresh.items()},
            "links": {role: invitation.link for role, invitation in fresh.items()},
        }
        body_out = await self.info(created.webinar, created.host) | identity
        return answer(body_out, 201, Location=f"{ROOT}/{created.webinar}")

    async def read(self, webinar: str) -> Response:
        visitor = self.door.visitor(webinar)
        by = visitor.sub if isinstance(visitor, PersonToken) else None
        return answer(await self.info(webinar, by))

    async def info(self, webinar: WebinarId, by: ParticipantId | None) -> dict[str, object]:
        """The case study's shape, as far as `by` may see it. Raises `Refused`."""
        info = await ask_webinar(self.system, webinar, ReadInfo(by))
        if not isinstance(info, Info):
            raise refused(info)
        return {
            "id": info.id,
            "title": info.title,
            "status": info.status,
            "startedAt": info.started_at,
            "locked": info.locked,
            "participantCount": info.inside,
            "waitingRoomCount": info.waiting,
            "presenters": info.presenters,
            "isRecording": info.is_recording,
            "recordingAnnounced": info.recording_announced,
            "consents": info.consents,
            "questionCount": info.questions,
            "activePollCount": info.open_polls,
            "description": info.description,
            "startsAt": info.starts_at,
            "durationMinutes": info.duration_minutes,
            "capacity": info.capacity,
            "registration": info.registration,
            "practice": info.practice,
            "breakoutRoomCount": info.rooms,
        }

    async def join(self, webinar: str) -> Response:
        limit(self.joins)
        body = fill(Enter, await read_fields({"userId"}))
        returning, invite = self.door.returning(webinar), self.door.invite(body.invite, webinar)
        wish = Join(
            name=body.name,
            returning=returning.sub if returning else None,
            role=invite.role if invite else None,
            invite=invite.inv if invite else None,
            link_epoch=invite.epoch if invite else None,
            consent=body.consent,
        )
        done = await ask_webinar(self.system, webinar, Ask(by=None, command_id=self.new_id(), command=wish))
        if done == NO_SUCH_WEBINAR:
            raise self.door.bad_try(NO_SUCH_WEBINAR.code, NO_SUCH_WEBINAR.message)
        if not isinstance(done, Done) or not isinstance(done.result, Joined):
            raise refused(done)
        joined = done.result
        token = self.door.tokens.issue(PersonToken(webinar, joined.participant))
        return answer({"admitted": joined.admitted, "participantId": joined.participant, "token": token})

    async def participants(self, webinar: str) -> Response:
        """The people list as the asker may see it."""
        person = self.door.person(webinar)
        people = await ask_webinar(self.system, webinar, ReadPeople(person.sub))
        if isinstance(people, Refusal):
            raise Refused.by(people)
        return answer({"participants": people})

    async def shared_links(self, webinar: str) -> Response:
        """The links as they are now, for hosts."""
        person = self.door.person(webinar)
        invitations = [await self._shared_link(webinar, person, role) for role in SHARED_LINKS]
        return answer({invitation.role.value: invitation for invitation in invitations})

    async def _shared_link(self, webinar: WebinarId, person: PersonToken, role: Role) -> Invitation:
        link = await ask_webinar(self.system, webinar, ReadLink(person.sub, role))
        if not isinstance(link, Link):
            raise refused(link)
        return self._invitation(webinar, role, link.epoch)

    def _invitation(self, webinar: WebinarId, role: Role, epoch: int) -> Invitation:
        return self.links.make(base_of_request(self.links), InviteToken(webinar, role, epoch=epoch))


def plan_of(body: Create) -> Reschedule:
    return Reschedule(
        description=body.description,
        starts_at=body.startsAt,
        duration_minutes=body.durationMinutes,
        capacity=body.capacity,
        registration=body.registration,
    )


def limit(rate: RateLimit) -> None:
    wait_s = rate.take(address(), trio.current_time())
    if wait_s:
        raise Refused("too_fast", "Too many of these from your address.", wait_s)


def refused(answer: object) -> Refused:
    """What to raise for whatever is not the answer that was hoped for."""
    return Refused.by(answer if isinstance(answer, Refusal) else TRY_AGAIN)
