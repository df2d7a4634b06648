"""Each fault once. `make chaos` does the same and says what it measured."""

from pathlib import Path

import pytest
import trio

from tests.chaos.scenarios import SCENARIOS

LIMIT_S = 120


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
async def test_a_fault_costs_nothing_that_was_acknowledged(name: str, tmp_path: Path) -> None:
    with trio.fail_after(LIMIT_S):
        verdict, _ = await SCENARIOS[name](tmp_path)
    assert verdict.is_clean, str(verdict)
