import json

import pytest
import structlog
from quart import Response
from quart_trio import QuartTrio
from structlog.testing import capture_logs

from tests.web.rig import HOST, fronted, statuses
from web.app import make_app
from web.errors import Refused
from web.origins import Origins


@pytest.fixture
def app() -> QuartTrio:
    app = make_app(Origins([]), iter(f"r{n}" for n in range(100)).__next__)

    async def fails() -> Response:
        raise RuntimeError("our insides")

    async def refuses() -> Response:
        raise Refused("too_fast", "Slow down.", 3)

    async def unknown() -> Response:
        raise Refused("no_token", "Who are you?")

    async def good() -> str:
        structlog.get_logger().info("within")
        return "good"

    app.add_url_rule("/fails", "fails", fails)
    app.add_url_rule("/refuses", "refuses", refuses)
    app.add_url_rule("/unknown", "unknown", unknown)
    app.add_url_rule("/good", "good", good, methods=["GET", "POST"])
    return app


async def test_a_fault_of_ours_is_told_without_its_insides(app: QuartTrio) -> None:
    response = await app.test_client().get("/fails")
    assert response.status_code == 500
    assert await response.get_json() == {"error": "Something went wrong on our side.", "code": "internal_error"}


async def test_a_refusal_says_when_to_come_back(app: QuartTrio) -> None:
    response = await app.test_client().get("/refuses")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "3")
    assert (await response.get_json())["code"] == "too_fast"


async def test_who_lacks_a_token_is_told_which_kind(app: QuartTrio) -> None:
    response = await app.test_client().get("/unknown")
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("path", ["/nothing", "/good/more", "/%2e%2e/x", "/%00", "/%ff", "/a//b"])
async def test_an_unknown_path_is_404_in_json(app: QuartTrio, path: str) -> None:
    response = await app.test_client().get(path)
    assert response.status_code == 404
    assert (await response.get_json())["code"] == "not_found"


async def test_a_wrong_method_is_405_with_the_right_ones(app: QuartTrio) -> None:
    response = await app.test_client().delete("/good")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    assert (await response.get_json())["code"] == "wrong_method"


async def test_options_names_the_methods(app: QuartTrio) -> None:
    response = await app.test_client().options("/good")
    assert response.status_code == 200
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


async def test_a_foreign_page_can_change_nothing(app: QuartTrio) -> None:
    client = app.test_client()
    refused = await client.post("/good", headers={"Origin": "https://evil.example"})
    assert (refused.status_code, (await refused.get_json())["code"]) == (403, "bad_origin")
    assert (await client.post("/good", headers={"Origin": "http://localhost"})).status_code == 200
    assert (await client.post("/good")).status_code == 200
    assert (await client.get("/good", headers={"Origin": "https://evil.example"})).status_code == 200


async def test_an_answer_is_not_kept_by_caches_and_has_an_id(app: QuartTrio) -> None:
    response = await app.test_client().get("/good")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Request-Id"] == "r0"


async def test_a_request_is_one_line_in_the_log_without_path_or_query(app: QuartTrio) -> None:
    with capture_logs() as lines:
        await app.test_client().get("/good?token=abc")
    line = next(line for line in lines if line["event"] == "request")
    assert (line["method"], line["route"], line["status"]) == ("GET", "/good", 200)
    assert "abc" not in json.dumps(line)


async def test_head_has_no_body_on_the_wire(app: QuartTrio) -> None:
    async with fronted(app) as rig:
        answer = await rig.talk(b"HEAD /good HTTP/1.1\r\n" + HOST + b"\r\nGET /good HTTP/1.1\r\n" + HOST + b"\r\n")
        assert statuses(answer) == [200, 200]
        assert answer.count(b"good") == 1
        assert answer.count(b"content-length: 4") == 2
