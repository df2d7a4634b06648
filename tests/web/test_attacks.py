"""What has brought down or opened other servers, against ours as a whole. The heads, frames and JSON among these stand
in test_head, test_front, test_websocket and test_strict_json; tokens in test_auth.

It is long because each attack is written out.
"""

import json
from typing import get_args

import attrs
import pytest
import trio

from actors.webinar.commands import SPOKEN, Leave, Reschedule
from actors.webinar.rights import RIGHTS
from actors.words import HOSTS, Role, Source
from tests.web.hall import Webinar, opened
from tests.web.rig import HOST
from web.commands_api import path_of
from web.wire import tag

FOR_HOSTS = [kind for kind in get_args(SPOKEN) if not RIGHTS[kind].roles & {Role.ATTENDEE}]
NAUGHTY = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "__proto__",
    "constructor",
    "{{7*7}} ${7*7} #{7*7}",
    "' OR 1=1 --",
    "\u202egnp.exe",
    "Ｈｅｄｙ",
    "نص עברית",
    "\U0001f469\u200d\U0001f680",
]


def fields_of(kind: type, target: str) -> dict[str, object]:
    """Fields with which the command would do something to the target."""
    given = {
        "participant": target,
        "role": "presenter",
        "source": Source.MICROPHONE.value,
        "poll": "a-poll",
        "question": "a-question",
        "room": "a-room",
        "for_s": 60,
        "text": "Hello",
        "registration": "a-registration",
        "options": ["Yes", "No"],
    }
    known = [field for field in attrs.fields(kind) if kind is not Reschedule or field.name != "registration"]
    return {field.name: given[field.name] for field in known if field.name in given}


# --- who you are: never from the message


@pytest.mark.parametrize("field", ["userId", "user_id", "by", "participantId", "voter_id", "name", "hostId"])
async def test_a_session_cannot_speak_for_somebody_else(field: str) -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        async with hall.session(token) as client:
            for kind in (Leave, *FOR_HOSTS[:3]):
                fields = fields_of(kind, webinar.made["participantId"]) | {field: webinar.made["participantId"]}
                assert await client.refused(type=tag(kind), **fields) == "bad_message"
        people = (await hall.get(f"{webinar.path}/participants", webinar.host)).json()["participants"]
        assert {person["name"] for person in people} == {"Hedy", "Paul"}


# --- what you may do


@pytest.mark.parametrize("way", ["WebSocket", "HTTP"])
async def test_the_audience_can_give_no_hosts_command(way: str) -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        mary, _ = await webinar.join("Mary", "presenter")
        before = hall.journal.appends
        async with hall.session(token) as client:
            before = hall.journal.appends
            for kind in FOR_HOSTS:
                fields = fields_of(kind, mary)
                if way == "WebSocket":
                    code = await client.refused(type=tag(kind), **fields)
                else:
                    response = await hall.post(f"{webinar.path}/{path_of(kind)}", fields, token)
                    assert response.status_code == 403, kind
                    code = response.json()["code"]
                assert code == "not_allowed", kind
            assert hall.journal.appends == before


async def test_a_demoted_host_commands_no_more_through_an_old_socket() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        paul, token = await webinar.join("Paul", "attendee")
        await webinar.call("invite", participant=paul, role="co_host")
        async with hall.session(token) as old, hall.session(token) as other:
            await other.done(type="accept_invitation")
            await old.done(type="lock")
            await webinar.call("demote", participant=paul)
            assert await old.refused(type="unlock") == "not_allowed"
            assert await other.refused(type="turn_on", source="camera") == "not_allowed"


async def test_who_is_banned_has_no_socket_left_and_no_way_back() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        invited = (await webinar.call("issue-invite", role="presenter"))["token"]
        joined = (await hall.post(f"{webinar.path}/join", {"name": "Paul", "invite": invited})).json()
        async with hall.session(joined["token"]) as one, hall.session(joined["token"]) as two:
            await webinar.call("ban", participant=joined["participantId"])
            for client in (one, two):
                assert (await client.next(type="goodbye"))["code"] == "banned"
                assert await client.closed_with() == 1008
        async with hall.socket() as client:
            assert await client.refused(type="hello", token=joined["token"]) == "banned"
        for body, token in (({"name": "Paul"}, joined["token"]), ({"name": "Paul", "invite": invited}, None)):
            response = await hall.post(f"{webinar.path}/join", body, token)
            assert (response.status_code, response.json()["code"]) == (403, "banned")


# --- whose it is


async def test_a_token_of_one_webinar_is_worth_nothing_in_another() -> None:
    async with opened() as hall:
        mine, theirs = await hall.webinar(), await hall.webinar()
        missing = "/api/webinars/no-such-webinar"
        routes: list[tuple[str, str, object]] = [
            ("GET", "", None),
            ("GET", "/participants", None),
            ("GET", "/links", None),
            ("POST", "/join", {"name": "x"}),
            ("PATCH", "/settings", {"chat": "hosts"}),
            ("POST", "/whip", None),
            ("POST", "/whep", None),
            ("DELETE", "/whip/c1", None),
            *(("POST", f"/{path_of(kind)}", fields_of(kind, "p")) for kind in get_args(SPOKEN)),
        ]
        before = hall.journal.appends
        for method, path, body in routes:
            foreign = await hall.call(method, theirs.path + path, body, mine.host)
            unknown = await hall.call(method, missing + path, body, mine.host)
            assert foreign.status_code == unknown.status_code == 404, path
            assert foreign.content == unknown.content, path
        assert hall.journal.appends == before


async def test_a_person_of_another_webinar_cannot_be_acted_upon() -> None:
    async with opened() as hall:
        mine, theirs = await hall.webinar(), await hall.webinar()
        paul, token = await theirs.join("Paul", "attendee")
        for kind in FOR_HOSTS:
            fields = fields_of(kind, paul)
            if "participant" in fields:
                response = await hall.post(f"{mine.path}/{path_of(kind)}", fields, mine.host)
                assert (response.status_code, response.json()["code"]) == (404, "no_such_participant"), kind
        assert (await hall.get(theirs.path, token)).status_code == 200


# --- what people write


@pytest.mark.parametrize("text", NAUGHTY, ids=ascii)
async def test_a_name_stays_text_wherever_it_comes_out(text: str) -> None:
    async with opened() as hall:
        response = await hall.post("/api/webinars", {"title": text, "hostName": text})
        if response.status_code == 400:
            assert response.json()["code"] in ("bad_title", "bad_name")
            return
        webinar = Webinar(hall, response.json())
        shown = await hall.get(webinar.path, webinar.host)
        assert (shown.headers["Content-Type"], shown.headers["X-Content-Type-Options"]) == (
            "application/json",
            "nosniff",
        )
        assert "unsafe" not in (await hall.get("/")).headers["Content-Security-Policy"]
        people = (await hall.get(f"{webinar.path}/participants", webinar.host)).json()["participants"]
        assert people[0]["name"]


# --- how often, how much, how long


async def test_guessing_webinars_is_slowed_down() -> None:
    async with opened() as hall:
        tries = [await hall.post(f"/api/webinars/guess-{n}/join", {"name": "x"}) for n in range(20)]
        assert [answer.status_code for answer in tries] == [404] * 10 + [429] * 10
        assert all(int(answer.headers["Retry-After"]) > 0 for answer in tries[10:])


async def test_webinars_without_end_are_refused() -> None:
    async with opened(create_rate_per_minute=5) as hall:
        codes = [(await hall.post("/api/webinars", {})).status_code for _ in range(50)]
        assert codes.count(201) == 5
        assert set(codes[5:]) == {429}


async def test_a_thousand_slow_strangers_do_not_slow_anybody_else() -> None:
    async with opened(max_connections=600) as hall:
        slow = [await hall.rig.connect("127.0.0.3") for _ in range(500)]
        for n, stream in enumerate(slow):
            await stream.send_all(
                (b"GET / HTTP/1.1\r\nHost: l", b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 9\r\n\r\n")[n % 2]
            )
        with trio.fail_after(5):
            webinar = await hall.webinar()
            _, token = await webinar.join("Paul", "attendee")
            async with hall.session(token):
                pass
        for stream in slow:
            await trio.aclose_forcefully(stream)


async def test_http_2_is_not_spoken() -> None:
    async with opened() as hall:
        preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
        assert b" 400 " in (await hall.rig.talk(preface)).split(b"\r\n")[0]
        upgrade = (
            b"GET /health HTTP/1.1\r\n"
            + HOST
            + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"
        )
        assert b" 200 " in (await hall.rig.talk(upgrade)).split(b"\r\n")[0]


async def test_garbage_of_every_kind_leaves_the_server_alive() -> None:
    garbage = [
        b"GET // HTTP/1.1\r\n" + HOST + b"\r\n",
        b"\0" * 100,
        b"GET / HTTP/1.1\r\nHost: \xff\r\n\r\n",
        b"\r\n" * 50,
    ]
    async with opened() as hall:
        for piece in garbage:
            answer = await hall.rig.talk(piece)
            assert json.loads(answer.partition(b"\r\n\r\n")[2])["code"] == "bad_request"
        async with await hall.rig.connect() as leaves_at_once:
            await leaves_at_once.send_all(b"POST /api/webinars HTTP/1.1\r\n" + HOST + b"Content-Length: 100\r\n\r\n{")
        assert (await hall.get("/health")).status_code == 200


async def test_fifty_commands_at_once_are_slowed_down_per_person() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        async with hall.session(token) as client:
            codes = [await client.refused(type="accept_invitation") for _ in range(150)]
        assert "too_fast" in codes
        assert codes.count("too_fast") < 60


def test_hosts_commands_are_known_here() -> None:
    assert len(FOR_HOSTS) > 15
    assert all(RIGHTS[kind].roles <= HOSTS | {Role.PRESENTER} for kind in FOR_HOSTS)
