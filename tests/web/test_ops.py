import pytest
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from actors.webinar.actor import Webinar
from actors.webinar.messages import Ask
from tests.web.hall import OPERATOR, opened
from web.auth import CreatorToken


async def test_health_and_readiness() -> None:
    async with opened() as hall:
        assert (await hall.get("/health")).json() == {"status": "ok"}
        assert (await hall.get("/ready")).json() == {"status": "ready"}
        directory = hall.system.find("directory")
        assert directory is not None
        directory.kill()
        assert (await hall.get("/ready")).status_code == 503
        assert (await hall.get("/health")).status_code == 200


async def test_metrics_count_and_name_nobody() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        async with hall.session(token):
            response = await hall.get("/metrics")
        assert response.headers["Content-Type"].startswith("text/plain")
        read = {
            sample.name: sample.value
            for family in text_string_to_metric_families(response.text)
            for sample in family.samples
        }
        assert read["townhall_sessions"] == 1
        assert read["townhall_webinars"] == 1
        assert read["townhall_webinars_damaged"] == 0
        assert read["townhall_media_total"] == 7
        for secret in (webinar.id, token, "Paul", "Hedy"):
            assert secret not in response.text


async def test_metrics_do_without_a_directory() -> None:
    async with opened() as hall:
        directory = hall.system.find("directory")
        assert directory is not None
        directory.kill()
        response = await hall.get("/metrics")
        assert response.status_code == 200
        assert "townhall_webinars" not in response.text


async def test_the_tree_of_actors_is_for_the_operator() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        await webinar.join("Paul", "attendee")
        shown = (await hall.get("/ops/actors", OPERATOR)).json()
        kinds = [row["kind"] for row in shown["actors"]]
        assert {"directory", "webinar", "participant", "router"} <= set(kinds)
        assert shown["count"] == len(kinds)
        row = next(row for row in shown["actors"] if row["kind"] == "webinar")
        wanted = {"name", "parent", "mailbox_depth", "oldest_message_age_s", "handled", "restarts", "last_failure"}
        assert wanted <= set(row)
        under = (await hall.get(f"/ops/actors?under=webinar:{webinar.id}", OPERATOR)).json()["actors"]
        assert {row["kind"] for row in under} == {"webinar", "participant", "router"}
        assert (await hall.get("/ops/actors?under=nobody", OPERATOR)).json()["actors"] == []


async def test_a_message_that_was_given_up_on_is_shown_without_what_people_wrote(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stumble(_: object, ask: Ask) -> None:
        raise KeyError(ask.command.text)  # type: ignore[union-attr]

    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        async with hall.session(token) as session:
            with monkeypatch.context() as patched, capture_logs():
                patched.setattr(Webinar, "obey", stumble)
                code = await session.refused(type="send_message", text="a secret")
            shown = (await hall.get("/ops/actors", OPERATOR)).json()
        assert code == "try_again"
        (parked,) = shown["parked"]
        assert (parked["actor"], parked["message"]) == (f"webinar:{webinar.id}", "Ask")
        assert parked["failure"]["type"] == "KeyError"
        assert parked["failure"]["where"].startswith("web/test_ops.py")
        assert not any(word in str(shown) for word in ("a secret", "Paul", token))


@pytest.mark.parametrize(("method", "path"), [("GET", "/ops/actors"), ("POST", "/ops/creators")])
async def test_nobody_but_the_operator(method: str, path: str) -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        assert (await hall.call(method, path)).status_code == 401
        for token in (webinar.host, OPERATOR[:-1], OPERATOR + "x"):
            assert (await hall.call(method, path, None, token)).status_code == 401


async def test_guessing_the_operators_token_is_slowed_down() -> None:
    async with opened() as hall:
        codes = [(await hall.get("/ops/actors", f"guess{n}")).status_code for n in range(12)]
        assert codes == [401] * 10 + [429] * 2


async def test_the_operator_makes_creators() -> None:
    async with opened(who_may_create="token") as hall:
        response = await hall.post("/ops/creators", {"note": "for the office"}, OPERATOR)
        assert response.status_code == 201
        token = response.json()["token"]
        assert hall.site.sessions.house.entrance.tokens.read(token) == CreatorToken("for the office")
        assert (await hall.post("/api/webinars", {}, token)).status_code == 201


async def test_the_tree_does_not_move_when_one_person_does_one_thing() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        paul, token = await webinar.join("Paul", "attendee")
        name = f"webinar:{webinar.id}/participant:{paul}"

        async def row() -> dict[str, object]:
            (shown,) = (await hall.get(f"/ops/actors?under={name}", OPERATOR)).json()["actors"]
            return {key: shown[key] for key in ("handled", "busy_s")}

        before = await row()
        await webinar.call("raise-hand", token)
        assert await row() == before
        ref = hall.system.find(name)
        assert ref is not None
        assert ref.cell.tally.handled > 0
