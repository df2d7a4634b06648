"""The case study's endpoints of these topics, minus its defects; numbers in brackets are the defects."""

import pytest
import trio

from tests.web.hall import OPERATOR, SIGNING_KEY, opened
from web.auth import CreatorToken, InviteToken, PersonToken

INFO = {
    "id",
    "title",
    "status",
    "startedAt",
    "locked",
    "participantCount",
    "waitingRoomCount",
    "presenters",
    "isRecording",
    "recordingAnnounced",
    "consents",
    "questionCount",
    "activePollCount",
    "breakoutRoomCount",
    *("description", "startsAt", "durationMinutes", "capacity", "registration", "practice"),
}
GIVEN = {"participantId", "hostToken", "invites", "links"}


async def test_creating_answers_the_info_and_what_its_host_needs() -> None:
    async with opened() as hall:
        response = await hall.post("/api/webinars", {"title": "Hall", "hostName": "Hedy"})
        made = response.json()
        assert response.status_code == 201
        assert response.headers["Location"] == f"/api/webinars/{made['id']}"
        assert set(made) == INFO | GIVEN
        assert (made["title"], made["status"], made["startedAt"]) == ("Hall", "waiting", None)
        tokens = hall.site.sessions.house.entrance.tokens
        assert tokens.read(made["hostToken"]) == PersonToken(made["id"], made["participantId"])
        for role in ("presenter", "attendee"):
            invite = tokens.read(made["invites"][role])
            assert isinstance(invite, InviteToken)
            assert (invite.wid, invite.role) == (made["id"], role)
            assert made["links"][role] == f"{hall.url}/w/{made['id']}#invite={made['invites'][role]}"


@pytest.mark.parametrize("body", [None, {}, {"hostId": "host"}, {"title": "", "hostName": "", "hostId": ""}])
async def test_a_webinar_needs_no_words(body: object) -> None:
    async with opened() as hall:
        made = (await hall.post("/api/webinars", body)).json()
        assert made["title"]


async def test_who_created_it_is_host_and_no_id_makes_anybody_one() -> None:
    """[1, 2, 6] Host authority is the token, never a `hostId`."""
    async with opened() as hall:
        webinar = await hall.webinar(start=False)
        _, token = await webinar.join("Paul", "attendee")
        for host_id in ("host", "", webinar.made["participantId"]):
            response = await hall.post(f"{webinar.path}/start", {"hostId": host_id})
            assert (response.status_code, response.json()["code"]) == (401, "no_token")
            response = await hall.post(f"{webinar.path}/end", {"hostId": host_id}, token)
            assert response.status_code in (403, 409)
        assert (await webinar.call("start", hostId="somebody else"))["status"] == "live"


async def test_joining_tells_nobody_the_hosts_secrets() -> None:
    """[2] The answer to a join holds the joiner's own things alone."""
    async with opened() as hall:
        webinar = await hall.webinar()
        invite = webinar.made["invites"]["attendee"]
        response = await hall.post(f"{webinar.path}/join", {"name": "Paul", "invite": invite, "userId": "u1"})
        assert set(response.json()) == {"admitted", "participantId", "token"}
        assert response.json()["admitted"] is True
        assert response.json()["participantId"] != "u1"


async def test_joining_before_the_start_is_waiting() -> None:
    async with opened() as hall:
        webinar = await hall.webinar(start=False)
        response = await hall.post(
            f"{webinar.path}/join", {"name": "Paul", "invite": webinar.made["invites"]["attendee"]}
        )
        assert response.json()["admitted"] is False
        info = (await hall.get(webinar.path, webinar.host)).json()
        assert (info["participantCount"], info["waitingRoomCount"]) == (1, 1)
        for outsider in (response.json()["token"], webinar.made["invites"]["attendee"]):
            info = (await hall.get(webinar.path, outsider)).json()
            assert (info["participantCount"], info["waitingRoomCount"], info["presenters"]) == (0, 0, [])


async def test_joining_with_ones_token_is_coming_back() -> None:
    """[10, 11] The same person with the same role, also as host and before the start."""
    async with opened() as hall:
        webinar = await hall.webinar(start=False)
        back = await hall.post(f"{webinar.path}/join", {"name": "Somebody Else"}, webinar.host)
        assert (back.json()["admitted"], back.json()["participantId"]) == (True, webinar.made["participantId"])
        await webinar.call("start", back.json()["token"])
        paul, token = await webinar.join("Paul", "presenter")
        await webinar.call("leave", token)
        back = await hall.post(
            f"{webinar.path}/join", {"name": "x", "invite": webinar.made["invites"]["attendee"]}, token
        )
        assert back.json()["participantId"] == paul
        people = (await hall.get(f"{webinar.path}/participants", webinar.host)).json()["participants"]
        assert [(p["name"], p["role"]) for p in people if p["id"] == paul] == [("Paul", "presenter")]


async def test_an_ended_webinar_stays_ended() -> None:
    """[12, 13]"""
    async with opened() as hall:
        webinar = await hall.webinar()
        started = (await hall.get(webinar.path, webinar.host)).json()["startedAt"]
        assert (await hall.post(f"{webinar.path}/start", {}, webinar.host)).json()["code"] == "already_started"
        assert (await hall.get(webinar.path, webinar.host)).json()["startedAt"] == started
        assert (await webinar.call("end"))["status"] == "ended"
        for what, body in (("start", {}), ("join", {"name": "Late", "invite": webinar.made["invites"]["attendee"]})):
            response = await hall.post(f"{webinar.path}/{what}", body, webinar.host if what == "start" else None)
            assert (response.status_code, response.json()["code"]) == (409, "ended")


async def test_an_unknown_webinar_is_404_everywhere() -> None:
    """[39]"""
    async with opened() as hall:
        token = hall.site.sessions.house.entrance.tokens.issue(PersonToken("nowhere", "p1"))
        assert (await hall.get("/api/webinars/nowhere", token)).status_code == 404
        for what in ("join", "leave", "start", "end", "promote", "demote", "admit"):
            response = await hall.post(f"/api/webinars/nowhere/{what}", {"name": "x"} if what == "join" else {}, token)
            assert response.status_code in (400, 404), what
        response = await hall.post("/api/webinars/nowhere/join", {"name": "x"})
        assert (response.status_code, response.json()["code"]) == (404, "no_such_webinar")


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("GET", "/api/webinars", "OPTIONS, POST"),
        ("DELETE", "/api/webinars/x", "GET, HEAD, OPTIONS"),
        ("GET", "/api/webinars/x/join", "OPTIONS, POST"),
        ("GET", "/api/webinars/x/start", "OPTIONS, POST"),
        ("POST", "/api/webinars/x/participants", "GET, HEAD, OPTIONS"),
        ("PUT", "/api/webinars/x/settings", "GET, HEAD, OPTIONS, PATCH"),
        ("PATCH", "/api/webinars/x/whip/y", "DELETE, OPTIONS"),
        ("POST", "/health", "GET, HEAD, OPTIONS"),
    ],
)
async def test_a_wrong_method_is_405_and_names_the_right_ones(method: str, path: str, allow: str) -> None:
    """[34, 40] Nothing is done by GET that changes anything."""
    async with opened() as hall:
        response = await hall.call(method, path)
        assert (response.status_code, response.headers["Allow"]) == (405, allow)
        assert response.json()["code"] == "wrong_method"


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b"null", "application/json", 400, "bad_json"),
        (b"x" * 200_000, "application/json", 413, "body_too_large"),
        (b"{}", "text/plain", 415, "wrong_content_type"),
        (b'{"name":"a","name":"b"}', "application/json", 400, "bad_json"),
        (b'{"name":"a","admin":true}', "application/json", 400, "bad_body"),
        (b'{"name":5}', "application/json", 400, "bad_body"),
        (b'{"name":"\\u0000"}', "application/json", 400, "bad_name"),
        (b'{"name":""}', "application/json", 400, "bad_name"),
    ],
)
async def test_a_bad_body_is_told_what_is_wrong_and_nothing_of_our_insides(
    content: bytes, kind: str, status: int, code: str
) -> None:
    """[38]"""
    async with opened() as hall:
        webinar = await hall.webinar()
        response = await hall.http.post(f"{webinar.path}/join", content=content, headers={"Content-Type": kind})
        assert (response.status_code, response.json()["code"]) == (status, code)
        assert "Traceback" not in response.text


async def test_info_is_for_those_who_joined_or_may() -> None:
    """[8]"""
    async with opened() as hall:
        webinar, other = await hall.webinar(), await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        for good in (token, webinar.host, webinar.made["invites"]["attendee"]):
            assert set((await hall.get(webinar.path, good)).json()) == INFO
        assert (await hall.get(webinar.path)).status_code == 401
        assert (await hall.get(webinar.path, other.host)).status_code == 404
        assert (await hall.get(webinar.path, other.made["invites"]["attendee"])).status_code == 404


async def test_people_are_shown_as_the_asker_may_see_them() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, paul = await webinar.join("Paul", "attendee")
        await webinar.join("Mary", "attendee")
        await webinar.call("change-settings", see_people="hosts")
        seen = {
            who: {
                person["name"]
                for person in (await hall.get(f"{webinar.path}/participants", token)).json()["participants"]
            }
            for who, token in (("host", webinar.host), ("paul", paul))
        }
        assert seen == {"host": {"Hedy", "Paul", "Mary"}, "paul": {"Hedy", "Paul"}}


async def test_shared_links_are_for_hosts_and_are_those_that_work() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, paul = await webinar.join("Paul", "attendee")
        assert (await hall.get(f"{webinar.path}/links", paul)).status_code == 403
        await webinar.call("rotate-links", role="attendee")
        links = (await hall.get(f"{webinar.path}/links", webinar.host)).json()
        assert links["presenter"]["link"] == webinar.made["links"]["presenter"]
        old, new = webinar.made["invites"]["attendee"], links["attendee"]["token"]
        assert (await hall.post(f"{webinar.path}/join", {"name": "A", "invite": old})).json()[
            "code"
        ] == "invite_expired"
        assert (await hall.post(f"{webinar.path}/join", {"name": "A", "invite": new})).status_code == 200


async def test_creating_can_be_kept_to_holders_of_a_token() -> None:
    async with opened(who_may_create="token") as hall:
        tokens = hall.site.sessions.house.entrance.tokens
        assert (await hall.post("/api/webinars", {})).json()["code"] == "no_token"
        assert (await hall.post("/api/webinars", {}, tokens.issue(PersonToken("w", "p")))).json()["code"] == "bad_token"
        assert (await hall.post("/api/webinars", {}, tokens.issue(CreatorToken("office")))).status_code == 201


async def test_creating_and_joining_have_a_rate(autojump_clock: trio.testing.MockClock) -> None:
    """[42]"""
    async with opened(create_rate_per_minute=2, join_rate_per_minute=3) as hall:
        webinar = await hall.webinar()
        await hall.webinar()
        refused = await hall.post("/api/webinars", {})
        assert (refused.status_code, refused.json()["code"]) == (429, "too_fast")
        await trio.sleep(int(refused.headers["Retry-After"]))
        assert (await hall.post("/api/webinars", {})).status_code == 201
        codes = [(await hall.post(f"{webinar.path}/join", {"name": f"P{n}"})).status_code for n in range(4)]
        assert codes == [200, 200, 200, 429]


async def test_secrets_of_these_tests_are_in_use() -> None:
    async with opened() as hall:
        assert (await hall.get("/ops/actors", OPERATOR)).status_code == 200
        assert hall.site.sessions.house.entrance.tokens._key.raw_value == SIGNING_KEY.encode()
