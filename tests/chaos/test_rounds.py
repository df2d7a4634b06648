"""A few rounds of what `make chaos` does two hundred of."""

from pathlib import Path

import pytest
import trio

from tests.chaos.rounds import Chaos

ROUNDS, LIMIT_S = 4, 280


async def test_a_server_killed_at_random_moments_loses_nothing_it_acknowledged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []
    chaos = Chaos(tmp_path, ROUNDS, "in every test run", told.append)
    with trio.fail_after(LIMIT_S):
        await chaos.run()
    with capsys.disabled():
        print(f" {chaos.summary} ", end="")  # noqa: T201 - the line that `make chaos` ends with
    assert chaos.verdict.is_clean, "\n".join(told)
    assert chaos.process.kills == ROUNDS + 1
    assert chaos.acknowledged > 0
