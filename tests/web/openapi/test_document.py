import re

from openapi_spec_validator import validate
from quart_trio import QuartTrio

from tests.web.hall import opened
from web.openapi.document import document

PAGES = ("/client/", "/w/")
NOT_API = {"/", "/ops"}  # pages for people


def test_the_document_is_openapi() -> None:
    made = document("1")
    assert made["openapi"] == "3.1.0"
    validate(made)


async def test_it_has_every_route_and_no_other() -> None:
    async with opened() as hall:
        app = hall.site.front.app
        assert isinstance(app, QuartTrio)
        routes = {
            (method.lower(), re.sub(r"<(?:[a-z]+:)?([a-z]+)>", r"{\1}", rule.rule))
            for rule in app.url_map.iter_rules()
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
            if not rule.rule.startswith(PAGES) and rule.rule not in NOT_API
        }
    documented = {(method, path) for path, methods in document("1")["paths"].items() for method in methods}
    assert documented == routes


def test_every_operation_has_a_name_of_its_own_and_says_how_it_refuses() -> None:
    every = [operation for methods in document("1")["paths"].values() for operation in methods.values()]
    assert len({operation["operationId"] for operation in every}) == len(every) > 100
    assert all({"400", "401", "404", "429"} <= set(operation["responses"]) for operation in every)


async def test_programs_read_it_where_they_look_for_it() -> None:
    async with opened() as hall:
        for path in ("/openapi.json", "/protocol.json"):
            response = await hall.get(path)
            assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json")
        assert (await hall.get("/openapi.json")).json()["openapi"] == "3.1.0"
