"""docs/http.md names every path that the server answers."""

import re
from typing import get_args

import pytest
from werkzeug.routing import Rule

from actors.webinar.commands import SPOKEN
from tests.sources import ROOT
from tests.web.hall import opened
from web.commands_api import path_of
from web.errors import STATUS

TEXT = (ROOT / "docs" / "http.md").read_text()
COMMANDS = {path_of(kind) for kind in get_args(SPOKEN)}  # named together, by the rule they follow

PAGES = ("/w/", "/client/")


def is_named(rule: Rule) -> bool:
    path = re.sub(r"<[^>]*>", ":id", str(rule.rule))
    last = path.rpartition("/")[2]
    return path in TEXT or last in COMMANDS or f"`/{last}`" in TEXT


async def test_every_path_is_named() -> None:
    async with opened() as hall:
        rules = [
            rule for rule in hall.site.front.app.url_map.iter_rules() if "api" in rule.rule or rule.rule not in pages
        ]
    unnamed = [rule.rule for rule in rules if not is_named(rule) and not rule.rule.startswith(("/w/", "/client/"))]
    assert set(unnamed) <= {"/api/webinars/<webinar>/whip/<resource>", "/api/webinars/<webinar>/whep/<resource>"}


@pytest.mark.parametrize("code", ["no_token", "bad_token", "not_allowed", "no_such_webinar", "too_fast", "try_again"])
def test_the_codes_everybody_meets_are_named(code: str) -> None:
    assert code in STATUS
    assert f"`{code}`" in TEXT
