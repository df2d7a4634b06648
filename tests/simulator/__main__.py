"""`python -m tests.simulator`: many seeds (`--seeds`), one of them seen from near (`--seed`), or the mutation gate."""

import sys
from typing import Final

import click

from tests.simulator.campaign import ALL_FACTS_FROM, Campaign, described, regressions
from tests.simulator.gate import Gate
from tests.simulator.run import simulate

FAILED: Final = 1


@click.command()
@click.option("--seeds", default=2000, show_default=True, help="How many, from --first on.")
@click.option("--first", default=0, show_default=True)
@click.option("--seed", type=int, help="Only this one, with all that happens on stderr.")
@click.option("--mutants", is_flag=True, help="Whether each planted bug is found within --seeds.")
def main(seeds: int, first: int, seed: int | None, mutants: bool) -> None:
    """Simulated webinars in bad weather."""
    if mutants:
        sys.exit(FAILED if find_mutants(seeds) else 0)
    if seed is not None:
        look_at(seed)
    numbers = [seed] if seed is not None else [*dict.fromkeys([*regressions(), *range(first, first + seeds)])]
    sys.exit(FAILED if run_many(numbers) else 0)


def look_at(seed: int) -> None:
    outcome = simulate(seed, is_shown=True)
    if outcome.failures:
        click.echo(described(seed, outcome.failures), err=True)


def run_many(seeds: list[int]) -> bool:
    """Whether anything failed."""
    campaign = Campaign(seeds)
    campaign.run()
    missing = campaign.never_seen if len(seeds) >= ALL_FACTS_FROM else set()
    if missing:
        click.echo(f"in none of these runs happened: {', '.join(sorted(missing))}", err=True)
    click.echo(f"rarest: {campaign.rarest}")
    click.echo(campaign.summary)
    return bool(campaign.failures or missing)


def find_mutants(seeds: int) -> bool:
    """Whether any was missed."""
    gate = Gate(seeds)
    gate.run()
    click.echo(gate.table)
    return bool(gate.missed)


if __name__ == "__main__":
    main()
