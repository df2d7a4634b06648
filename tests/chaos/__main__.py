"""Faults from outside, tried on the real server: `make chaos ROUNDS=200`, or python -m tests.chaos --help.

First each scenario once, then rounds of SIGKILL. The last line says what was acknowledged and what of it was lost. Ends
with status 1 if anything was not as it must be.
"""

import sys
import tempfile
import time
import traceback
from pathlib import Path

import click
import trio

from tests.chaos.rounds import Chaos
from tests.chaos.scenarios import SCENARIOS
from tests.chaos.verdict import Verdict

FAILURE_LINES = 20


@click.command()
@click.option("--rounds", default=200, show_default=True, help="How often the server is killed.")
@click.option("--scenarios/--no-scenarios", default=True, help="The other faults too.")
@click.option("--seed", default="", help="Of what people do and of the moments; made up if not given.")
def main(rounds: int, scenarios: bool, seed: str) -> None:
    seed = seed or f"{time.time_ns():x}"
    with tempfile.TemporaryDirectory(prefix="townhall-chaos-") as folder:
        click.echo(f"chaos seed={seed}")
        are_clean = [try_scenario(name, Path(folder)) for name in SCENARIOS if scenarios]
        chaos = Chaos(Path(folder), rounds, seed, click.echo)
        trio.run(chaos.run)
    if not chaos.verdict.is_clean:
        click.echo(str(chaos.verdict))
    click.echo(chaos.summary)
    sys.exit(not (chaos.verdict.is_clean and all(are_clean)))


def try_scenario(name: str, folder: Path) -> bool:
    """Whether all was well."""
    own = folder / name
    own.mkdir()
    began = time.monotonic()
    try:
        verdict, figures = trio.run(SCENARIOS[name], own)
    except (AssertionError, BaseExceptionGroup) as failure:
        told = "".join(traceback.format_exception(failure, chain=False)[-FAILURE_LINES:])
        verdict, figures = Verdict(wrong=[told]), {}
    measured = " ".join(f"{what}={number:.3g}" for what, number in figures.items())
    click.echo(f"scenario {name}, {time.monotonic() - began:.0f} s: {measured}: {verdict.told}")
    return verdict.is_clean


if __name__ == "__main__":
    main()
