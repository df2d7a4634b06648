from hypothesis import given
from hypothesis import strategies as st

from tests.media.plane.oracle.numbering import REMEMBERED, DenseNumbers


@given(st.lists(st.booleans(), max_size=120), st.integers(0, 70_000))
def test_packets_that_are_forwarded_get_numbers_without_holes(is_skipped: list[bool], first: int) -> None:
    numbers, kept = DenseNumbers(), list[int]()
    for number, skip in enumerate(is_skipped, first):
        if skip:
            numbers.skip(number)
        else:
            kept.append(number)
    assert [numbers.index(number) for number in kept] == list(range(first, first + len(kept)))


def test_a_packet_that_comes_late_gets_the_number_it_would_have_had() -> None:
    numbers = DenseNumbers()
    assert numbers.index(10) == 10
    numbers.skip(12)
    assert numbers.index(13) == 12
    assert numbers.index(11) == 11


def test_memory_of_skipped_packets_is_bounded_and_numbers_stay_the_same() -> None:
    numbers = DenseNumbers()
    for forwarded in range(20_000):
        numbers.skip(2 * forwarded)
        assert numbers.index(2 * forwarded + 1) == forwarded
    assert len(numbers.skipped) <= REMEMBERED // 2 + 1
