"""The pages themselves: each names every module its script needs, so that a browser fetches them all at once."""

import re
from pathlib import Path

import pytest

from tests.sources import ROOT
from tests.test_client_modules import imported, place

CLIENT = Path("web/client")
PRELOADED = re.compile(r'<link rel="modulepreload" href="/client/([^"]+)"')
SCRIPT = re.compile(r'<script type="module" src="/client/([^"]+)"')
LINKED = re.compile(r'(?:href|src)="/client/([^"]+)"')

PAGES = ["index.html", "webinar.html", "ops.html", "film.html", "recordings.html"]


def needed(script: Path) -> set[Path]:
    found: set[Path] = set()
    waiting = [script]
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting += [place(module, name) for name in imported((ROOT / module).read_text())]
    return found - {script}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_preloads_exactly_the_modules_it_needs(page: str) -> None:
    text = (ROOT / CLIENT / page).read_text()
    (script,) = SCRIPT.findall(text)
    assert {CLIENT / name for name in PRELOADED.findall(text)} == needed(CLIENT / script)


@pytest.mark.parametrize("page", PAGES)
def test_everything_a_page_links_to_exists(page: str) -> None:
    names = LINKED.findall((ROOT / CLIENT / page).read_text())
    assert [name for name in names if not (ROOT / CLIENT / name).is_file()] == []
