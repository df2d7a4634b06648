"""Faults other than SIGKILL, by name: each is tried once, on a server of its own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import trio

from tests.chaos.half_open import half_open
from tests.chaos.paused_server import paused_server
from tests.chaos.scene import Outcome
from tests.chaos.slow_reader import slow_reader
from tests.chaos.torn_files import torn_files
from tests.chaos.verdict import Verdict
from tests.sources import ROOT

OWN_MOUNTS: Final = ("unshare", "--mount", "--propagation", "private")


async def full_disk(folder: Path) -> Outcome:
    """In a process of its own, for its own mounts."""
    small = may_mount()
    program = [sys.executable, "-m", "tests.chaos.full_disk", str(folder), "small" if small else "narrow"]
    command = [*OWN_MOUNTS, *program] if small else program
    ran = await trio.run_process(command, cwd=ROOT, capture_stdout=True, capture_stderr=True, check=False)
    assert ran.returncode == 0, ran.stderr.decode()[-8000:]
    outcome = json.loads(ran.stdout.splitlines()[-1])
    verdict = Verdict(**outcome["verdict"])
    if not small and os.environ.get("CI") == "true":
        verdict.wrong.append("no disk of 8 MB could be mounted, and CI=true allows no substitute")
    return verdict, outcome["figures"]


def may_mount() -> bool:
    if shutil.which(OWN_MOUNTS[0]) is None:
        return False
    tried = [*OWN_MOUNTS, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(tried, capture_output=True, timeout=10, check=False).returncode == 0


SCENARIOS: Final[dict[str, Callable[[Path], Awaitable[Outcome]]]] = {
    "half_open": half_open,
    "slow_reader": slow_reader,
    "full_disk": full_disk,
    "paused_server": paused_server,
    "torn_files": torn_files,
}
