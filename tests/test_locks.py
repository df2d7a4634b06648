"""The locks: every package pinned and hashed, the same versions in both, all that pyproject.toml asks for."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.sources import ROOT

PINNED = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[\w.!+]+)(?P<marker> ;[^\\]+)? \\\n(?P<hashes>(?: +--hash=.*\n)+)", re.MULTILINE
)
HASH = re.compile(r" +--hash=sha256:[0-9a-f]{64}( \\)?")


def pins(lock: str) -> dict[tuple[str, str], str]:
    """Name and marker to version: one package may be pinned twice, for older and newer Pythons."""
    found = PINNED.finditer((ROOT / lock).read_text())
    return {(canonicalize_name(pin["name"]), (pin["marker"] or "").strip(" ;")): pin["version"] for pin in found}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_a_lock_holds_pins_and_hashes_and_nothing_else(lock: str) -> None:
    rest = PINNED.sub("", (ROOT / lock).read_text())
    assert rest.strip() == ""
    hashes = "".join(pin["hashes"] for pin in PINNED.finditer((ROOT / lock).read_text()))
    assert all(HASH.fullmatch(line) for line in hashes.splitlines())


def test_checks_run_against_the_versions_that_are_served() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-test.lock").items()


def test_the_locks_hold_everything_that_is_asked_for_and_new_enough() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = {
        "requirements.lock": project["dependencies"],
        "requirements-test.lock": project["dependencies"] + project["optional-dependencies"]["test"],
    }
    for lock, requirements in asked.items():
        held: dict[str, list[str]] = {}
        for (name, _), version in pins(lock).items():
            held.setdefault(name, []).append(version)
        for requirement in map(Requirement, requirements):
            versions = held.get(canonicalize_name(requirement.name), [])
            assert versions, f"{lock} lacks {requirement}: run make lock"
            assert all(requirement.specifier.contains(version) for version in versions), f"{lock}: {requirement}"
