"""The two commands, tried in a copy of the project."""

import os
import re
import shutil
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.waiting import wait_until
from tests.sources import ROOT, written

READY = re.compile(r"^Townhall is ready at (http://\S+)$", re.MULTILINE)
INSTALL_AND_START_S = 300


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The project's own files and nothing that was made from them."""
    for path in written():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, tmp_path / path)
    return tmp_path


def run(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in {"CI", "MAKEFLAGS", "VIRTUAL_ENV"}}
    env = inherited | environment
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=False)


def test_a_python_that_is_too_old_is_told_so(clone: Path) -> None:
    old = clone / "old-python"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\nexit 1\n')
    old.chmod(0o755)
    ran = run(["make", f"PYTHON={old}", "run"], clone)
    assert ran.returncode != 0
    assert "needs Python 3.11 or newer. This is Python 3.9.2; name another: make PYTHON=" in ran.stderr


def test_a_python_that_is_not_there_is_told_so(clone: Path) -> None:
    ran = run(["make", "PYTHON=no-such-python", "run"], clone)
    assert ran.returncode != 0
    assert "needs Python 3.11 or newer; no-such-python was not found" in ran.stderr


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("true", 1)])
def test_browsers_that_cannot_be_installed_fail_continuous_integration_alone(
    tmp_path: Path, ci: str, status: int
) -> None:
    ran = run(["/bin/sh", str(ROOT / "tests" / "browser" / "install")], tmp_path, CI=ci, PATH=str(tmp_path))
    assert "lack chromium fonts-liberation firefox-esr" in ran.stderr
    assert "there is no apt-get here" in ran.stderr
    assert ran.returncode == status


@pytest.fixture
def serving(clone: Path) -> Iterator[tuple["subprocess.Popen[bytes]", Path]]:
    output = clone / "output.txt"
    own = {"PORT": "0", "TOWNHALL_MEDIA_PORT": "0", "PIP_NO_CACHE_DIR": "1"}
    inherited = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "MAKEFLAGS"}}
    with output.open("wb") as out:
        command = ["make", "run"]
        make = subprocess.Popen(command, cwd=clone, env=inherited | own, stdout=out, stderr=out, start_new_session=True)
        yield make, output
        if make.poll() is None:
            os.killpg(make.pid, signal.SIGKILL)
        make.wait(10)


@pytest.mark.slow
def test_make_run_serves_from_a_clean_clone(serving: tuple["subprocess.Popen[bytes]", Path]) -> None:
    make, output = serving
    wait_until(lambda: READY.search(output.read_text()) or make.poll() is not None, INSTALL_AND_START_S)
    ready = READY.search(output.read_text())
    assert ready, output.read_text()
    with urllib.request.urlopen(f"{ready[1]}/health", timeout=10) as answer:
        assert answer.status == 200
    os.killpg(make.pid, signal.SIGTERM)
    make.wait(30)
