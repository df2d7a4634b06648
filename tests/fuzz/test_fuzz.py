"""A short round of fuzzing, and the corpus as it stands. `make fuzz` goes on for longer."""

import re
import subprocess
import sys
from importlib.util import find_spec

import pytest

from tests.fuzz.targets import TARGETS, seeds
from tests.sources import ROOT

SECONDS = 6


@pytest.mark.parametrize("name", TARGETS)
def test_each_target_survives_its_corpus_whole_and_cut_short(name: str) -> None:
    assert seeds(name)
    for seed in seeds(name):
        for size in {len(seed), len(seed) // 2, len(seed) - 1}:
            TARGETS[name](seed[:size])


@pytest.mark.skipif(find_spec("atheris") is None, reason="there is no fuzzer (atheris) for this machine")
def test_a_short_round_finds_nothing() -> None:
    command = [sys.executable, "-m", "tests.fuzz.one", "any", f"-max_total_time={SECONDS}"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-4000:]
    done = re.search(r"Done (\d+) runs", ran.stderr)
    assert done is not None
    assert int(done[1]) > 100
