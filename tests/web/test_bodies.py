import pytest
from quart import Response
from quart_trio import QuartTrio

from web.app import make_app
from web.bodies import Create, Enter, answer, fill, read_fields
from web.errors import Refused
from web.origins import Origins


@pytest.fixture
def app() -> QuartTrio:
    app = make_app(Origins([]), lambda: "r1")

    async def echo() -> Response:
        return answer(await read_fields({"hostId"}), 202, X_Mine="yes")

    app.add_url_rule("/echo", "echo", echo, methods=["POST"])
    return app


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (b"", {}),
        (b"{}", {}),
        (b'{"title":"Hall"}', {"title": "Hall"}),
        (b'{"title":"Hall","hostId":"host"}', {"title": "Hall"}),
    ],
)
async def test_fields_are_read_and_ignored_ones_left_out(app: QuartTrio, body: bytes, fields: object) -> None:
    response = await app.test_client().post("/echo", data=body, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.headers["X-Mine"]) == (202, "yes")
    assert await response.get_json() == fields


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b'{"a":1,"a":2}', "application/json", 400, "bad_json"),
        (b"null", "application/json", 400, "bad_json"),
        (b"[]", "application/json", 400, "bad_json"),
        (b"{", "application/json", 400, "bad_json"),
        (b"\xff", "application/json", 400, "bad_json"),
        (b"[" * 100_000, "application/json", 400, "bad_json"),
        (b"{}", "text/plain", 415, "wrong_content_type"),
        (b"title=Hall", "application/x-www-form-urlencoded", 415, "wrong_content_type"),
        (b"{}", None, 415, "wrong_content_type"),
    ],
)
async def test_what_is_no_json_object_is_refused(
    app: QuartTrio, body: bytes, kind: str | None, status: int, code: str
) -> None:
    headers = {"Content-Type": kind} if kind else {}
    response = await app.test_client().post("/echo", data=body, headers=headers)
    assert (response.status_code, (await response.get_json())["code"]) == (status, code)


async def test_a_charset_does_no_harm(app: QuartTrio) -> None:
    kind = "application/json; charset=utf-8"
    assert (await app.test_client().post("/echo", data=b"{}", headers={"Content-Type": kind})).status_code == 202


def test_fields_that_fit_are_filled_in() -> None:
    assert fill(Create, {"title": "Hall"}) == Create(title="Hall", hostName="")
    assert fill(Enter, {"name": "Paul", "invite": None}) == Enter("Paul", None)


@pytest.mark.parametrize("fields", [{"titel": "Hall"}, {"title": 5}, {"title": None}, {"hostName": ["x"]}])
def test_fields_that_do_not_fit_are_refused_by_name(fields: dict[str, object]) -> None:
    with pytest.raises(Refused, match=next(iter(fields))) as refused:
        fill(Create, fields)
    assert refused.value.code == "bad_body"
