"""What the topics' paths share: who asks, what they see, and commands said in their name."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from attrs import frozen
from quart import Response
from quart_trio import QuartTrio

from actors.webinar.commands import SPOKEN
from actors.webinar.messages import ReadSnapshot
from actors.webinar.snapshots import Snapshot
from actors.words import WebinarId
from web.api import ROOT, Api, refused
from web.asking import ask_webinar
from web.auth import PersonToken
from web.bodies import IDENTITY_FIELDS, fill, read_fields
from web.commands_api import CommandsApi

T = TypeVar("T")
Handler = Callable[..., Awaitable[Response]]


@frozen
class Asker:
    """One request's person. `commands` says things as their own session would."""

    api: Api
    commands: CommandsApi
    person: PersonToken

    async def sees(self) -> Snapshot:
        """Raises `Refused` to whoever is not inside."""
        seen = await ask_webinar(self.api.system, self.person.wid, ReadSnapshot(self.person.sub))
        if not isinstance(seen, Snapshot):
            raise refused(seen)
        return seen

    async def say(self, command: SPOKEN, step: str = "") -> Any:
        """The command's result. `step` tells the commands of one request apart. Raises `Refused`."""
        return (await self.commands.say(self.person, command, step)).result


@frozen
class Asking:
    api: Api
    commands: CommandsApi

    def __call__(self, webinar: WebinarId) -> Asker:
        """Raises `Refused`."""
        return Asker(self.api, self.commands, self.api.door.person(webinar))


def add_topic(app: QuartTrio, rows: tuple[tuple[str, str, Handler], ...]) -> None:
    """Rows of path below a webinar's, method, handler."""
    for path, method, handler in rows:
        app.add_url_rule(f"{ROOT}/<webinar>/{path}", f"{method} {path}", handler, methods=[method])


async def read_body(kind: type[T]) -> T:
    """The body, without the case study's identity fields. Raises `Refused`."""
    return fill(kind, await read_fields(IDENTITY_FIELDS))
