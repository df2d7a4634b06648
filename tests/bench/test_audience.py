"""The benches at a small size: what they assert themselves, and the facts they print; no times."""

import os
from collections.abc import Iterator

import pytest

from bench import audience, webinars

SMALL = audience.Size(
    people=200,
    storm_s=2,
    questions=20,
    questions_s=1,
    upvotes=400,
    slow=4,
    filling=10,
    marks=3,
    mark_every_s=0.05,
    rest_s=0.2,
)

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def cores() -> Iterator[None]:
    """A bench keeps to some of them; what comes after it does not."""
    own = os.sched_getaffinity(0)
    yield
    os.sched_setaffinity(0, own)


def test_an_audience_loses_no_vote_and_no_upvote_and_hears_every_change_once() -> None:
    figures = audience.run(SMALL)
    assert (figures["votes"], figures["refused"], figures["absorbed"]) == ("200", "5", "10")
    assert (figures["questions"], figures["upvotes"]) == ("20", "400")


def test_commands_in_many_webinars_are_all_answered() -> None:
    assert webinars.run(webinars.Size(webinars=5, storm_s=1, rest_s=0.2))["people"] == "50"
