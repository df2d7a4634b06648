"""In order, whatever came when; what does not come is given up."""

from media.recording.reorder import PATIENCE_S, Reorder
from media.recording.tape import Record


def record(number: int) -> Record:
    return Record(1, 5, number, number * 960, 0, 0, 6, 0, 255, b"x")


def numbers(order: Reorder, now_s: float) -> list[tuple[int, int]]:
    return [(lost, each.number) for lost, each in order.ready(now_s)]


def test_a_late_one_is_waited_for() -> None:
    order = Reorder()
    for number in (7, 9, 10):
        order.take(record(number), 0.0)
    assert numbers(order, 0.0) == [(0, 7)]
    order.take(record(8), 0.5)
    order.take(record(7), 0.5)
    assert numbers(order, 0.5) == [(0, 8), (0, 9), (0, 10)]


def test_a_lost_one_is_given_up_after_a_while_and_counted() -> None:
    order = Reorder()
    for number in (7, 10):
        order.take(record(number), 0.0)
    assert numbers(order, 0.0) == [(0, 7)]
    assert numbers(order, PATIENCE_S - 0.1) == []
    assert numbers(order, PATIENCE_S + 0.1) == [(2, 10)]
    order.take(record(9), 2.0)
    assert numbers(order, 9.0) == []


def test_it_never_holds_more_than_its_bound() -> None:
    order = Reorder()
    order.take(record(0), 0.0)
    order.take(record(1), 0.0)
    assert len(numbers(order, 0.0)) == 2
    for number in range(3, 3000):
        order.take(record(number), 0.0)
    assert numbers(order, 0.0)[0] == (1, 3)
