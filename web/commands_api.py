"""HTTP for everything a person can do: one POST per command, derived from the SPOKEN union.

    POST /api/webinars/<id>/<command-in-kebab-case>   {fields of the class}   ->   {"seq": 41, ...fields of the result}

`Idempotency-Key` is the command's id: the same key twice has one effect and the same answer. The few whose answers the
case study fixed stand in a table. A new command needs no line here.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import get_args

import attrs
from attrs import frozen
from quart import Response, request
from quart_trio import QuartTrio

from actors.participant import Do
from actors.ports import Done
from actors.webinar.commands import SPOKEN, ChangeSettings, Demote, End, Invite, Leave, Start
from actors.webinar.messages import Ask
from web.api import ROOT, Api, refused
from web.asking import NO_SUCH_WEBINAR, ask, ask_webinar, participant_of
from web.auth import PersonToken
from web.bodies import IDENTITY_FIELDS, answer, fill, read_fields
from web.errors import Refused
from web.links import base_of_request
from web.wire import ID_CHARS, tag

KINDS: tuple[type[SPOKEN], ...] = get_args(SPOKEN)


def path_of(kind: type) -> str:
    return tag(kind).replace("_", "-")


@frozen
class CommandsApi:
    api: Api

    def add_routes(self, app: QuartTrio) -> None:
        for kind in KINDS:
            self._add(app, path_of(kind), "POST", partial(self.obey, kind))
        self._add(app, "promote", "POST", partial(self.obey, Invite))
        self._add(app, "settings", "PATCH", partial(self.obey, ChangeSettings))

    def _add(self, app: QuartTrio, path: str, method: str, handler: Callable[[str], Awaitable[Response]]) -> None:
        async def view(webinar: str) -> Response:
            return await handler(webinar)

        app.add_url_rule(f"{ROOT}/<webinar>/{path}", f"{method} {path}", view, methods=[method])

    async def obey(self, kind: type[SPOKEN], webinar: str) -> Response:
        person = self.api.door.person(webinar)
        command = fill(kind, case_study_fields(kind, await read_fields()))
        done = await self.say(person, command)
        shaped = SHAPES.get(kind)
        if shaped is not None:
            return answer(await shaped(self.api, person, command))
        result = self.api.links.signed(base_of_request(self.api.links), webinar, done)
        fields = {} if done.result is None else attrs.asdict(result.result, recurse=False)  # type: ignore[union-attr,arg-type]
        return answer({"seq": done.seq} | fields)

    async def say(self, person: PersonToken, command: SPOKEN, step: str = "") -> Done:
        """As the person's own session would. `step` tells several commands of one request apart. Raises `Refused`."""
        system, command_id = self.api.system, self._command_id() + step
        done = await ask(participant_of(system, person.wid, person.sub), Do(command_id, command))
        if done == NO_SUCH_WEBINAR:  # or no such person there: the webinar knows what became of them
            done = await ask_webinar(system, person.wid, Ask(person.sub, command_id, command))
        if not isinstance(done, Done):
            raise refused(done)
        return done

    def _command_id(self) -> str:
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return self.api.new_id()
        if not 0 < len(key) <= ID_CHARS or not key.isascii() or not key.isprintable():
            raise Refused("bad_request", f"The Idempotency-Key must have 1 to {ID_CHARS} printable ASCII characters.")
        return key


def case_study_fields(kind: type[SPOKEN], fields: dict[str, object]) -> dict[str, object]:
    """`userId` names whom to promote or demote; everywhere else the case study's identity fields mean nothing."""
    known = {field.name for field in attrs.fields(kind)}
    if kind in (Invite, Demote) and "participant" not in fields and "userId" in fields:
        fields = fields | {"participant": fields["userId"]}
    return {name: value for name, value in fields.items() if name in known or name not in IDENTITY_FIELDS}


async def _info(api: Api, person: PersonToken, _: object) -> object:
    return await api.info(person.wid, person.sub)


async def _left(_: Api, __: PersonToken, ___: object) -> object:
    return {"left": True}


async def _promoted(_: Api, __: PersonToken, command: SPOKEN) -> object:
    """An invitation, which the person has yet to accept."""
    assert isinstance(command, Invite)
    return {"promoted": command.participant, "accepted": False}


async def _demoted(_: Api, __: PersonToken, command: SPOKEN) -> object:
    assert isinstance(command, Demote)
    return {"demoted": command.participant}


SHAPES: dict[type, Callable[[Api, PersonToken, SPOKEN], Awaitable[object]]] = {
    Start: _info,
    End: _info,
    Leave: _left,
    Invite: _promoted,
    Demote: _demoted,
}
