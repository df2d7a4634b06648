"""Faults from outside, tried on the real server: `make chaos ROUNDS=200`, or python -m tests.chaos --help.

First each scenario once, then rounds of SIGKILL. The last line says what was acknowledged and what of it was lost. Ends
with status 1 if anything was not as it must be.
"""

import sys
import tempfile
import time
from pathlib import Path

import click
import trio

from tests.chaos.rounds import Chaos


@click.command()
@click.option("--rounds", default=200, show_default=True, help="How often the server is killed.")
@click.option("--seed", default="", help="Of what people do and of the moments; made up if not given.")
def main(rounds: int, seed: str) -> None:
    seed = seed or f"{time.time_ns():x}"
    with tempfile.TemporaryDirectory(prefix="townhall-chaos-") as folder:
        click.echo(f"chaos seed={seed}")
        chaos = Chaos(Path(folder), rounds, seed, click.echo)
        trio.run(chaos.run)
    if not chaos.verdict.is_clean:
        click.echo(str(chaos.verdict))
    click.echo(chaos.summary)
    sys.exit(not chaos.verdict.is_clean)


if __name__ == "__main__":
    main()
