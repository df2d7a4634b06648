"""HTTP before a webinar: its announcement, registration, the calendar file.

    GET    /api/webinars/<id>/registrations/form    anybody: what is announced, where one can register
    POST   /api/webinars/<id>/registrations         anybody: {name, email}
    GET    /api/webinars/<id>/registrations         hosts: all of them
    GET    /api/webinars/<id>/registrations/mine    registration token: what became of it, and the invite
    DELETE /api/webinars/<id>/registrations/mine    registration token: name and address are destroyed
    GET    /api/webinars/<id>/calendar.ics          whoever holds any token of the webinar

We send no mail: the operator's own mailer hears of registrations by webhook. An address that is known is given no
second token, for it would be somebody else's way in.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from attrs import field, frozen
from email_validator import EmailNotValidError, validate_email
from icalendar import Calendar, Event
from quart import Response
from quart_trio import QuartTrio

from actors.ports import Done, Refusal
from actors.webinar.commands import Register, WithdrawRegistration
from actors.webinar.messages import Ask, Info, ReadInfo, ReadRegistration, ReadRegistrations
from actors.webinar.registrations import BAD_EMAIL, REGISTRATION_OFF, RegistrationView
from actors.webinar.results import Registered
from actors.words import InviteId, Registering, RegistrationStatus, Role, WebinarId
from web.api import ROOT, Api, limit, refused
from web.asking import ask_webinar
from web.auth import InviteToken, RegistrationToken
from web.bodies import answer, fill, read_fields
from web.errors import Refused
from web.limits import RateLimit
from web.links import base_of_request

NOT_SCHEDULED: Final = Refusal("not_scheduled", "Nobody has said yet when this webinar begins.")
DEFAULT_MINUTES: Final = 60


@frozen
class Desk:
    """What somebody writes into the form."""

    name: str
    email: str


@frozen
class RegistrationsApi:
    api: Api
    registers: RateLimit
    looks: RateLimit = field(factory=lambda: RateLimit(60))

    def add_routes(self, app: QuartTrio) -> None:
        desk = f"{ROOT}/<webinar>/registrations"
        for rule, method, handler in (
            (desk, "POST", self.register),
            (desk, "GET", self.registrations),
            (f"{desk}/form", "GET", self.form),
            (f"{desk}/mine", "GET", self.my_registration),
            (f"{desk}/mine", "DELETE", self.withdraw_my_registration),
            (f"{ROOT}/<webinar>/calendar.ics", "GET", self.calendar),
        ):
            app.add_url_rule(rule, handler.__name__, handler, methods=[method])

    async def form(self, webinar: WebinarId) -> Response:
        """Who can register may read what for; of other webinars strangers learn nothing."""
        limit(self.looks)
        info = await self._info(webinar)
        if info.registration is Registering.OFF:
            raise Refused.by(REGISTRATION_OFF)
        return answer({"id": info.id, "title": info.title, "status": info.status} | announcement(info))

    async def register(self, webinar: WebinarId) -> Response:
        limit(self.registers)
        desk = fill(Desk, await read_fields())
        wish = Register(desk.name, email_of(desk.email))
        done = await ask_webinar(self.api.system, webinar, Ask(None, self.api.new_id(), wish))
        if not isinstance(done, Done) or not isinstance(done.result, Registered):
            raise refused(done)
        made = done.result
        status = RegistrationStatus.APPROVED if made.is_approved and made.is_new else RegistrationStatus.PENDING
        return answer({"registration": made.registration, "status": status} | self._token(webinar, made), 201)

    def _token(self, webinar: WebinarId, made: Registered) -> dict[str, str]:
        if not made.is_new:
            return {}
        token = self.api.door.tokens.issue(RegistrationToken(webinar, made.registration))
        return {"token": token, "link": f"{base_of_request(self.api.links)}/w/{webinar}#registration={token}"}

    async def registrations(self, webinar: WebinarId) -> Response:
        person = self.api.door.person(webinar)
        found = await ask_webinar(self.api.system, webinar, ReadRegistrations(person.sub))
        if isinstance(found, Refusal):
            raise refused(found)
        return answer({"registrations": found})

    async def my_registration(self, webinar: WebinarId) -> Response:
        registration = self.api.door.registrant(webinar).reg
        mine = await ask_webinar(self.api.system, webinar, ReadRegistration(registration))
        if not isinstance(mine, RegistrationView):
            raise refused(mine)
        told = {"registration": mine.id, "name": mine.name, "email": mine.email, "status": mine.status}
        return answer(announcement(await self._info(webinar)) | told | self._invitation(webinar, mine))

    def _invitation(self, webinar: WebinarId, mine: RegistrationView) -> dict[str, str]:
        if mine.status is not RegistrationStatus.APPROVED:
            return {}
        personal = InviteToken(webinar, Role.ATTENDEE, inv=mine.id)
        made = self.api.links.make(base_of_request(self.api.links), personal)
        return {"invite": made.token, "link": made.link}

    async def withdraw_my_registration(self, webinar: WebinarId) -> Response:
        registration: InviteId = self.api.door.registrant(webinar).reg
        done = await ask_webinar(self.api.system, webinar, Ask(None, "", WithdrawRegistration(registration)))
        if not isinstance(done, Done):
            raise refused(done)
        return answer({"withdrawn": registration})

    async def calendar(self, webinar: WebinarId) -> Response:
        self.api.door.holder(webinar)
        info = await self._info(webinar)
        if info.starts_at is None:
            raise Refused.by(NOT_SCHEDULED)
        page = f"{base_of_request(self.api.links)}/w/{webinar}"
        headers = {"Content-Disposition": 'attachment; filename="webinar.ics"'}
        return Response(calendar_of(info, info.starts_at, page), 200, headers, mimetype="text/calendar")

    async def _info(self, webinar: WebinarId) -> Info:
        info = await ask_webinar(self.api.system, webinar, ReadInfo(None))
        if not isinstance(info, Info):
            raise refused(info)
        return info


def announcement(info: Info) -> dict[str, object]:
    return {
        "title": info.title,
        "description": info.description,
        "startsAt": info.starts_at,
        "durationMinutes": info.duration_minutes,
        "registration": info.registration,
    }


def email_of(text: str) -> str:
    """As it is kept. Nobody is asked whether there is such a mailbox. Raises `Refused`."""
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        raise Refused.by(BAD_EMAIL) from None


def calendar_of(info: Info, starts_at: datetime, page: str) -> bytes:
    """ICalendar (RFC 5545). The same webinar is the same entry, however often it is moved."""
    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//Townhall//EN")
    calendar.add("version", "2.0")
    event.add("uid", f"{info.id}@townhall")
    event.add("dtstamp", starts_at.astimezone(UTC))
    event.add("dtstart", starts_at.astimezone(UTC))
    event.add("duration", timedelta(minutes=info.duration_minutes or DEFAULT_MINUTES))
    event.add("summary", info.title)
    event.add("description", info.description)
    event.add("url", page)
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
