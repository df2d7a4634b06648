"""An audience comes back after a restart: what pages do (web/client/backoff.js) against the door (web/admission.py).

In virtual time: nothing here runs a server. bench/recovery.py does the same with real ones.
"""

import random
from collections import Counter

import pytest

from config import read
from tests.returning import Herd
from web.admission import BURST_S, Admission

RATE_PER_S = read([], {}).web.hello_rate_per_s
DOWN_S = [0.2, 1.0, 3.0, 10.0, 60.0]


def come_back(people: int, up_s: float, *, on_stage: int = 0, seed: int = 1) -> Herd:
    door = Admission(RATE_PER_S)

    def wait_ms(person: int, now_s: float) -> int:
        return 0 if person < on_stage else door.wait_ms(("w1", str(person)), now_s)

    herd = Herd(people, up_s, wait_ms, random.Random(seed), on_stage)
    herd.come_back()
    assert len(herd.entered_s) == people
    return herd


def per_second(times_s: list[float], since_s: float) -> Counter[int]:
    return Counter(int(at_s - since_s) for at_s in times_s)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("up_s", DOWN_S)
def test_a_thousand_are_back_within_fifteen_seconds_and_spread_out(up_s: float, seed: int) -> None:
    herd = come_back(1000, up_s, seed=seed)
    assert max(herd.entered_s.values()) - up_s < 15
    assert max(per_second(herd.arrivals_s, up_s).values()) <= RATE_PER_S
    assert sum(herd.refusals.values()) < 10  # they come more slowly than they are let in
    by_then = sum(at_s - up_s < 6 for at_s in herd.entered_s.values())
    assert 450 < by_then < 800


@pytest.mark.parametrize("up_s", DOWN_S)
def test_three_times_as_many_as_come_in_at_once_are_told_one_turn_each(up_s: float) -> None:
    herd = come_back(3000, up_s)
    entered = per_second(list(herd.entered_s.values()), up_s)
    assert max(entered.values()) <= RATE_PER_S * (1 + BURST_S)
    assert set(herd.refusals.values()) == {1}
    assert max(herd.entered_s.values()) - up_s < 3000 / RATE_PER_S + 1


@pytest.mark.parametrize("people", [1000, 10_000])
@pytest.mark.parametrize("up_s", DOWN_S)
def test_the_stage_is_back_in_time_to_connect_within_two_seconds_however_large_the_audience(
    people: int, up_s: float
) -> None:
    herd = come_back(people, up_s, on_stage=25)
    assert max(herd.entered_s[person] for person in range(25)) - up_s < 1.1


@pytest.mark.parametrize("up_s", DOWN_S)
def test_a_small_webinar_waits_no_longer_than_it_must(up_s: float) -> None:
    herd = come_back(30, up_s, on_stage=3)
    assert max(herd.entered_s.values()) - up_s < 3.1


def test_a_server_that_stays_away_is_asked_by_each_every_six_seconds() -> None:
    assert come_back(1000, 600).in_vain / 600 == pytest.approx(1000 / 6, rel=0.05)
