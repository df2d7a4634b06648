import random

import pytest

from web import admission
from web.admission import BURST_S, KEPT_S, Admission, Who

RATE_PER_S = 200.0
BURST = int(BURST_S * RATE_PER_S) + 1


def somebody(number: int) -> Who:
    return ("w1", f"p{number}")


@pytest.fixture
def door() -> Admission:
    return Admission(RATE_PER_S)


def fill(door: Admission, now_s: float) -> None:
    for number in range(BURST):
        assert door.wait_ms(("w1", f"early{number}"), now_s) == 0


def test_a_few_come_in_at_once(door: Admission) -> None:
    fill(door, 100)
    assert door.wait_ms(somebody(0), 100) > 0


def test_each_who_comes_too_many_is_told_their_own_turn(door: Admission) -> None:
    fill(door, 100)
    assert [door.wait_ms(somebody(number), 100) for number in range(5)] == [5, 10, 15, 20, 25]


def test_whoever_comes_at_their_turn_or_later_is_let_in(door: Admission) -> None:
    fill(door, 100)
    waits_ms = [door.wait_ms(somebody(number), 100) for number in range(400)]
    assert all(door.wait_ms(somebody(number), 100 + waits_ms[number] / 1000) == 0 for number in reversed(range(400)))


def test_nobody_overtakes_those_who_have_been_told_to_wait(door: Admission) -> None:
    fill(door, 100)
    last_ms = [door.wait_ms(somebody(number), 100) for number in range(400)][-1]
    assert door.wait_ms(("w1", "late"), 101) / 1000 > 100 + last_ms / 1000 - 101


def test_whoever_comes_too_early_is_told_the_rest_of_their_turn(door: Admission) -> None:
    fill(door, 100)
    for number in range(100):
        door.wait_ms(somebody(number), 100)
    waits_ms = [door.wait_ms(somebody(99), 100 + early / 100) for early in range(5)]
    assert waits_ms == [500, 490, 480, 470, 460]


def test_in_no_second_are_more_let_in_than_the_rate_and_the_burst(door: Admission) -> None:
    dice = random.Random(7)
    arrivals = sorted((dice.uniform(0, 4), number) for number in range(2000))
    entered: list[float] = []
    while arrivals:
        arrivals.sort()
        at_s, number = arrivals.pop(0)
        wait_ms = door.wait_ms(somebody(number), at_s)
        if wait_ms:
            arrivals.append((at_s + wait_ms / 1000 + dice.uniform(0, 0.2), number))
        else:
            entered.append(at_s)
    assert len(entered) == 2000
    assert max(entered) < 2000 / RATE_PER_S + 0.3
    for begin_s in range(12):
        assert sum(begin_s <= at_s < begin_s + 1 for at_s in entered) <= RATE_PER_S * 1.2 + BURST


def test_after_a_quiet_time_a_few_come_in_at_once_again(door: Admission) -> None:
    fill(door, 100)
    fill(door, 101)


def test_turns_that_nobody_took_up_are_forgotten(door: Admission, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(door, 100)
    for number in range(50):
        door.wait_ms(somebody(number), 100)
    fill(door, 101 + KEPT_S)
    door.wait_ms(("w1", "late"), 101 + KEPT_S)
    assert list(door._turns) == [("w1", "late")]
    monkeypatch.setattr(admission, "TURNS", 10)
    for number in range(50):
        door.wait_ms(somebody(number), 101 + KEPT_S)
    assert list(door._turns) == [somebody(number) for number in range(40, 50)]
