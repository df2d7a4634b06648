"""Schemathesis asks a real server all that its OpenAPI document promises: as a host, as an attendee, as nobody.

Each operation is asked of webinars of its own, for some of them end one. Seeded: every run asks the same.
"""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from attrs import frozen
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.browser.server import Server
from web.openapi.document import document

EXAMPLES = 3  # requests per operation
PATIENCE_S = 30  # a busy machine may keep one of a thousand requests waiting for longer than the usual five
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
MEDIA = ("/whip", "/whep")  # an offer is no JSON; foreign peers try these

SCHEMA = schemathesis.openapi.from_dict(document("1")).exclude(path_regex="|".join(MEDIA))


@frozen
class Place:
    """A live webinar with things in it. `tokens`: of a host, of an attendee, and none."""

    ids: dict[str, str]
    tokens: tuple[str | None, ...]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("data"), "127.0.0.1")
    yield server
    server.stop()


@pytest.fixture
def place(server: Server) -> Place:
    with httpx.Client(base_url=server.url, timeout=PATIENCE_S) as http:
        made = http.post("/api/webinars", json={"title": "T", "startsAt": "2030-01-01T10:00:00Z"}).json()
        path, host = f"/api/webinars/{made['id']}", {"Authorization": f"Bearer {made['hostToken']}"}
        http.post(f"{path}/start", headers=host)
        joined = http.post(f"{path}/join", json={"name": "Ada"}).json()
        ids = {"webinar": made["id"], "participant": joined["participantId"], "name": "chat.csv"}
        for thing, below, body in (
            ("question", "questions", {"content": "Why?"}),
            ("poll", "polls", {"question": "?", "options": ["a", "b"]}),
            ("message", "chat", {"content": "Hello"}),
        ):
            ids[thing] = http.post(f"{path}/{below}", json=body, headers=host).json()["id"]
    return Place(ids, (made["hostToken"], joined["token"], None))


@SCHEMA.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_server_keeps_what_the_document_promises(
    case: schemathesis.Case[Any], server: Server, place: Place
) -> None:
    for name in case.path_parameters or {}:
        if name in place.ids:
            case.path_parameters[name] = place.ids[name]
    asked = 0
    for token in place.tokens:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        response = case.call(base_url=server.url, headers=headers)
        case.validate_response(response, checks=CHECKS)
        asked += 1
    assert asked == len(place.tokens)
