"""The whole registry of commands against whoever may not send them, and against ids of another webinar.

Generated from the registry: a new command is tried without a line here, unless it has a field of a new kind.
"""

from typing import Any, get_args

import attrs
import pytest

from actors.webinar.commands import SPOKEN, CreatePoll, EditPoll, Reschedule
from actors.webinar.rights import RIGHTS
from actors.words import Role
from tests.web.hall import Hall, Webinar, opened
from web.commands_api import path_of
from web.wire import tag

KINDS: tuple[type[SPOKEN], ...] = get_args(SPOKEN)
PLAIN: dict[str, object] = {
    "role": "presenter",
    "source": "microphone",
    "kind": "clap",
    "text": "Hello",
    "options": ["Yes", "No"],
    "for_s": 60,
}
TEXTS = {(CreatePoll, "question"), (EditPoll, "question")}  # named as an id is elsewhere
NO_SUCH = {"participant": "no_such_participant"} | {
    thing: f"no_such_{thing}" for thing in ("message", "question", "poll", "room", "registration")
}


def fields_of(kind: type, ids: dict[str, str]) -> dict[str, object]:
    """With which the command would do something, if its sender might and the things were here."""
    given = PLAIN | {"options": [0] if tag(kind) == "vote" else PLAIN["options"]} | ids
    known = [field.name for field in attrs.fields(kind) if kind is not Reschedule]
    return {name: given[name] for name in known if name in given}


async def furnished(hall: Hall) -> tuple[Webinar, dict[str, str]]:
    """A webinar with one of each, and their ids."""
    webinar = await hall.webinar()
    await webinar.call("reschedule", registration="open")
    desk = await hall.post(f"{webinar.path}/registrations", {"name": "Ida", "email": "ida@example.org"})
    await webinar.call("reschedule", registration="off")
    ids = {"registration": desk.json()["registration"], "participant": (await webinar.join("Paul"))[0]}
    bodies: dict[str, tuple[str, dict[str, object]]] = {
        "question": ("questions", {"content": "Why?"}),
        "poll": ("polls", {"question": "Tea?", "options": ["Yes", "No"]}),
        "message": ("chat", {"content": "Hello"}),
    }
    for thing, (below, body) in bodies.items():
        ids[thing] = (await hall.post(f"{webinar.path}/{below}", body, webinar.host)).json()["id"]
    rooms = await hall.post(f"{webinar.path}/breakout-rooms", {"count": 1, "assign": "manual"}, webinar.host)
    return webinar, ids | {"room": rooms.json()["rooms"][0]["id"]}


async def somebody(webinar: Webinar, role: Role) -> str:
    """A token of that role."""
    if role is Role.HOST:
        return webinar.host
    participant, token = await webinar.join("Mary", "attendee" if role is Role.ATTENDEE else "presenter")
    if role is Role.CO_HOST:
        await webinar.call("invite", participant=participant, role="co_host")
        await webinar.call("accept-invitation", token)
    return token


async def standing(hall: Hall, webinar: Webinar) -> list[object]:
    """What there is to be seen of a webinar by its host."""
    paths = ("", "/participants", "/questions", "/polls", "/chat", "/hands", "/breakout-rooms", "/settings")
    seen = [(await hall.get(webinar.path + path, webinar.host)).json() for path in paths]
    return [hall.journal.appends, *seen]


@pytest.mark.parametrize("way", ["WebSocket", "HTTP"])
@pytest.mark.parametrize("role", Role)
async def test_no_role_gives_a_command_that_is_not_for_it_and_nothing_comes_of_trying(role: Role, way: str) -> None:
    foreign = [kind for kind in KINDS if role not in RIGHTS[kind].roles]
    async with opened() as hall:
        webinar, ids = await furnished(hall)
        token = await somebody(webinar, role)
        async with hall.session(token) as client:
            before = await standing(hall, webinar)
            for kind in foreign:
                fields = fields_of(kind, ids)
                if way == "WebSocket":
                    code: Any = await client.refused(type=tag(kind), **fields)
                else:
                    response = await hall.post(f"{webinar.path}/{path_of(kind)}", fields, token)
                    assert response.status_code == 403, kind
                    code = response.json()["code"]
                assert code == "not_allowed", kind
            assert await standing(hall, webinar) == before
    assert len(foreign) >= 1


async def test_ids_of_another_webinar_are_nothing_here() -> None:
    async with opened() as hall:
        (mine, _), (theirs, ids) = await furnished(hall), await furnished(hall)
        before = await standing(hall, mine), await standing(hall, theirs)
        tried = 0
        for kind in KINDS:
            fields = fields_of(kind, ids)
            named = [thing for thing in NO_SUCH if thing in fields and (kind, thing) not in TEXTS]
            if named and Role.HOST in RIGHTS[kind].roles:
                response = await hall.post(f"{mine.path}/{path_of(kind)}", fields, mine.host)
                assert (response.status_code, response.json()["code"]) == (404, NO_SUCH[named[0]]), kind
                tried += 1
        body = {"content": "Psst", "to": "direct", "recipient": ids["participant"]}
        assert (await hall.post(f"{mine.path}/chat", body, mine.host)).json()["code"] == "no_such_participant"
        assert (await standing(hall, mine), await standing(hall, theirs)) == before
    assert tried > len(KINDS) / 2
