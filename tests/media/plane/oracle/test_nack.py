import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media.plane.oracle import nack
from tests.media.plane.oracle.nack import NackList


def asked(losses: NackList, until_s: float, highest: int = 100) -> list[tuple[int, list[int]]]:
    """(milliseconds, numbers) of every ask, looked at each 10 ms."""
    asks = [(now_ms, losses.due(highest, now_ms / 1000)) for now_ms in range(0, round(until_s * 1000), 10)]
    return [(now_ms, numbers) for now_ms, numbers in asks if numbers]


def test_reordering_by_a_few_milliseconds_asks_for_nothing() -> None:
    losses = NackList()
    losses.gap(5, 7, 0.0)
    assert losses.due(7, 0.005) == []
    losses.came(5, 0.006)
    losses.came(6, 0.008)
    assert losses.due(7, 1.0) == []


def test_a_missing_packet_is_asked_for_ten_times_and_then_given_up() -> None:
    losses = NackList()
    losses.gap(5, 6, 0.0)
    assert [numbers for _, numbers in asked(losses, 3.0)] == [[5]] * nack.MAX_TRIES
    assert losses.missing == {}


def test_the_timer_follows_how_long_answers_take() -> None:
    losses = NackList()
    for number in range(40):
        losses.gap(number, number + 1, number)
        losses.due(number + 1, number + 0.02)
        losses.came(number, number + 0.025)
    losses.gap(100, 101, 50.0)
    assert losses.due(101, 50.01) == [100]
    assert losses.due(101, 50.04) == []
    assert losses.due(101, 50.051) == [100]
    assert losses.answer_s == pytest.approx(0.005, abs=0.001)


def test_before_the_first_answer_a_round_trip_of_100_ms_is_assumed() -> None:
    losses = NackList()
    losses.gap(5, 6, 0.0)
    times_ms = [now_ms for now_ms, _ in asked(losses, 0.35)]
    assert times_ms[:2] == [10, 110]
    assert len(times_ms) == 4


def test_too_many_missing_packets_are_given_up_for_a_key_frame() -> None:
    losses = NackList()
    assert losses.gap(0, 600, 0.0)
    assert not losses.gap(700, 1200, 0.0)
    assert losses.missing == {}


def test_one_datagram_asks_for_a_bounded_number() -> None:
    losses = NackList()
    losses.gap(0, 600, 0.0)
    first = losses.due(600, 0.02)
    assert len(first) == nack.MAX_ASKED
    assert losses.due(600, 0.02)[0] == nack.MAX_ASKED


def test_what_is_far_behind_is_given_up() -> None:
    losses = NackList()
    losses.gap(5, 6, 0.0)
    assert losses.due(5 + nack.MAX_AGE + 1, 1.0) == []
    assert losses.missing == {}


@given(st.lists(st.tuples(st.sampled_from(["gap", "came", "due"]), st.integers(0, 300)), max_size=60))
def test_only_missing_packets_are_asked_for(steps: list[tuple[str, int]]) -> None:
    losses, highest, came, now_s = NackList(), 0, set[int](), 0.0
    for step, value in steps:
        now_s += 0.015
        if step == "gap":
            losses.gap(highest, highest + value, now_s)
            highest += value + 1
            came.add(highest - 1)
        elif step == "came" and value < highest:
            losses.came(value, now_s)
            came.add(value)
        elif step == "due":
            numbers = losses.due(highest, now_s)
            assert numbers == sorted(set(numbers))
            assert not came & set(numbers)
