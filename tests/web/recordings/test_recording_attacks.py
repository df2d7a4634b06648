"""Whatever is asked of recordings by whoever may not, or with what is no id of ours, over HTTP.

Nothing of it may answer 500, change anything, or tell more than what is not there would tell.
"""

from pathlib import Path

import pytest

from tests.web.hall import OPERATOR
from tests.web.recordings.attacking import ask, body_of, code, everything, theirs
from tests.web.recordings.rooms import filmed
from web.auth import FilmPass

NO_IDS = ("%2e%2e", "%2e", "..%2f..%2frec", "rec%00", "rec%0a", "%ff", ".deleting-rec", "r" * 65, "r" * 4000, "é")


HOSTS_ASK = (
    *(("DELETE", ""), ("POST", "/films"), ("GET", "/films/film"), ("DELETE", "/films/film")),
    *(("POST", "/films/film/cancel"), ("PUT", "/films/film/viewers"), ("GET", "/films/film/links")),
    *(("POST", "/films/film/links"), ("DELETE", "/films/film/links/one")),
)


async def test_a_host_of_another_webinar_finds_nothing_whichever_way_the_ids_are_mixed(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        other, _ = await theirs(made)
        before = everything(tmp_path)
        mixed = (
            *((f"{other.path}/recordings/rec", other.host), (f"{made.webinar.path}/recordings/rec", other.host)),
            (f"{made.webinar.path}/recordings/other", made.webinar.host),
        )
        for base, token in mixed:
            for method, below in HOSTS_ASK:
                answered = await code(made, method, base + below, token, body_of(below))
                assert answered in {"no_such_recording", "no_such_webinar"}, (method, base + below)
        unknown = await ask(made, "GET", f"{made.webinar.path}/recordings/nothing/films/film", made.webinar.host)
        foreign = await ask(made, "GET", f"{made.webinar.path}/recordings/other/films/film", made.webinar.host)
        assert (unknown.status_code, unknown.content) == (foreign.status_code, foreign.content)
        assert everything(tmp_path) == before


async def test_a_film_of_another_recording_is_not_in_mine(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        await theirs(made)
        path = f"{made.webinar.path}/recordings/rec/films/foreign"
        for method, below in (("GET", ""), ("DELETE", ""), ("POST", "/cancel"), ("PUT", "/viewers"), ("GET", "/links")):
            assert await code(made, method, path + below, made.webinar.host, body_of(below)) == "no_such_film"
        for shown in ("/api/films/rec/foreign/pass", "/api/films/other/film/pass"):
            assert await code(made, "POST", shown, made.webinar.host) in {"no_such_film", "no_such_webinar"}


@pytest.mark.parametrize("role", [None, "person", "invite", "registration", "operator", "film"])
async def test_who_is_no_host_is_told_so_and_nothing_changes(tmp_path: Path, role: str | None) -> None:
    async with filmed(tmp_path) as made:
        tokens: dict[str | None, str | None] = {
            None: None,
            "person": (await made.webinar.join("Paul", "presenter"))[1],
            "invite": made.webinar.made["invites"]["presenter"],
            "operator": OPERATOR,
            "film": made.hall.site.sessions.house.entrance.tokens.issue(FilmPass("rec", "film", sub="p1")),
            "registration": None,
        }
        if role == "registration":
            await made.webinar.call("reschedule", registration="open")
            desk = await made.hall.post(f"{made.webinar.path}/registrations", {"name": "Ida", "email": "i@example.org"})
            tokens["registration"] = desk.json()["token"]
        before = everything(tmp_path)
        wanted = {None: {"no_token"}, "person": {"not_allowed"}}.get(role, {"bad_token", "too_many_tries"})
        for method, below in (("GET", ""), *HOSTS_ASK):
            path = f"{made.webinar.path}/recordings{'/rec' if (method, below) != ('GET', '') else ''}{below}"
            assert await code(made, method, path, tokens[role], body_of(below)) in wanted, (method, path)
        assert everything(tmp_path) == before


@pytest.mark.parametrize("name", NO_IDS)
async def test_no_name_in_a_path_leads_anywhere(tmp_path: Path, name: str) -> None:
    async with filmed(tmp_path) as made:
        (tmp_path / "secret.json").write_text("{}")
        before = everything(tmp_path)
        base, host = f"{made.webinar.path}/recordings", made.webinar.host
        for method, path in (
            *(("GET", f"{base}/{name}/films/film"), ("DELETE", f"{base}/{name}"), ("POST", f"{base}/{name}/films")),
            *(("GET", f"{base}/rec/films/{name}"), ("DELETE", f"{base}/rec/films/{name}")),
            *(("DELETE", f"{base}/rec/films/film/links/{name}"), ("PUT", f"{base}/rec/films/{name}/viewers")),
            *(("POST", f"/api/films/{name}/film/pass"), ("POST", f"/api/films/rec/{name}/pass")),
        ):
            answered = await ask(made, method, path, host, body_of(path))
            assert answered.status_code in {404, 405}, (method, path, answered.text)
        for path in (f"/api/films/{name}/film", f"/api/films/rec/{name}", f"/api/films/rec/{name}/media"):
            answered = await ask(made, "GET", path, None)
            assert answered.status_code in {401, 404, 405}, path
        assert everything(tmp_path) == before


@pytest.mark.parametrize(
    "way", ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "/etc/passwd", "%2e%2e/%2e%2e/secret.json"]
)
async def test_paths_written_by_hand_are_not_followed(tmp_path: Path, way: str) -> None:
    """No client tidies these."""
    async with filmed(tmp_path) as made:
        (tmp_path / "secret.json").write_text("the secret")
        for path in (f"/api/films/rec/{way}", f"/api/films/{way}/media", f"{made.webinar.path}/recordings/{way}"):
            head = f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {made.webinar.host}\r\n"
            answered = await made.hall.rig.talk(f"{head}Connection: close\r\n\r\n".encode())
            status = int(answered.split(b" ", 2)[1])
            assert status in {400, 401, 404, 405}, (path, answered[:80])
            assert b"the secret" not in answered
            assert b"root:" not in answered


@pytest.mark.parametrize(
    ("method", "below"), [("PUT", "/viewers"), ("POST", "/links"), ("POST", "/cancel"), ("DELETE", "")]
)
async def test_a_page_of_somebody_else_s_origin_changes_nothing(tmp_path: Path, method: str, below: str) -> None:
    async with filmed(tmp_path) as made:
        before = everything(tmp_path)
        told = await code(
            *(made, method, made.path + below, made.webinar.host, body_of(below)), Origin="https://evil.example"
        )
        assert told == "bad_origin"
        assert everything(tmp_path) == before
