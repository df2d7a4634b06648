"""docs/http.md names every path that the server answers."""

import re
from typing import get_args

import pytest
from quart_trio import QuartTrio

from actors.webinar.commands import SPOKEN
from tests.sources import ROOT
from tests.web.hall import opened
from web.commands_api import path_of
from web.errors import STATUS

TEXT = re.sub(r":[a-z]?id\b", ":id", (ROOT / "docs" / "http.md").read_text())
BELOW = "/api/webinars/:id"
COMMANDS = {path_of(kind) for kind in get_args(SPOKEN)}  # named together, by the rule they follow
PAGES = ("/w/", "/client/")
RESOURCES = ("/whip/<resource>", "/whep/<resource>")  # a client learns them from Location


def is_named(rule: str) -> bool:
    last, path = rule.rpartition("/")[2], re.sub(r"<[^>]*>", ":id", rule)
    is_topic = re.search(re.escape(path.removeprefix(BELOW)) + "[`?]", TEXT) is not None
    return path in TEXT or is_topic or last in COMMANDS or f"`/{last}`" in TEXT


async def test_every_path_is_named() -> None:
    async with opened() as hall:
        app = hall.site.front.app
        assert isinstance(app, QuartTrio)
        rules = [rule.rule for rule in app.url_map.iter_rules()]
    ours = [rule for rule in rules if not rule.startswith(PAGES) and not rule.endswith(RESOURCES)]
    assert len(ours) > 30
    assert [rule for rule in ours if not is_named(rule)] == []


@pytest.mark.parametrize("code", ["no_token", "bad_token", "not_allowed", "no_such_webinar", "too_fast", "try_again"])
def test_the_codes_everybody_meets_are_named(code: str) -> None:
    assert code in STATUS
    assert f"`{code}`" in TEXT
