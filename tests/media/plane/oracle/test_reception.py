import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media.plane.oracle.reception import WINDOW, Arrival, Reception


def took(reception: Reception, *sequences: int) -> list[str]:
    return [reception.arrived(reception.number(sequence)).value for sequence in sequences]


def test_new_late_and_repeated_packets_are_told_apart() -> None:
    assert took(Reception(90_000), 5, 7, 6, 6, 7, 8) == ["new", "new", "late", "stale", "stale", "new"]


def test_numbers_go_on_through_the_wrap() -> None:
    reception = Reception(90_000)
    assert took(reception, 65534, 1, 65535, 0) == ["new", "new", "late", "late"]
    assert reception.highest == 65537
    assert reception.block(7, 1.0).highest_sequence == 65537


def test_what_is_too_old_to_tell_is_stale() -> None:
    reception = Reception(90_000)
    took(reception, 0, WINDOW + 10)
    assert took(reception, 10, 11) == ["stale", "late"]


@given(st.lists(st.integers(-40, 40), max_size=200), st.integers(0, 0xFFFF))
def test_no_packet_is_taken_twice(steps: list[int], first: int) -> None:
    reception, sent, taken = Reception(90_000), first, list[int]()
    for step in steps:
        sent += step
        number = reception.number(sent & 0xFFFF)
        if reception.arrived(number) is not Arrival.STALE:
            taken.append(number)
    assert len(taken) == len(set(taken)) == reception.received


def test_a_report_block_tells_the_loss_since_the_last_one() -> None:
    reception = Reception(90_000)
    took(reception, 0, 1, 3)
    first = reception.block(7, 1.0)
    assert (first.ssrc, first.lost_fraction, first.lost, first.highest_sequence) == (7, 64, 1, 3)
    took(reception, 4, 5)
    assert reception.block(7, 2.0).lost_fraction == 0
    assert reception.block(7, 3.0).lost_fraction == 0  # nothing expected


def test_packets_that_repair_brought_still_count_as_lost() -> None:
    reception = Reception(90_000)
    took(reception, 0, 2)
    assert reception.arrived(1, repair=True) is Arrival.LATE
    assert (reception.block(7, 1.0).lost, reception.mended) == (1, 1)


def test_a_packet_before_the_first_one_moves_the_beginning() -> None:
    reception = Reception(90_000)
    took(reception, 10, 9)
    assert (reception.expected, reception.block(7, 1.0).lost) == (2, 0)


def test_delay_since_the_last_sender_report_is_told_in_65536ths() -> None:
    reception = Reception(90_000)
    assert (reception.block(7, 1.0).last_sr, reception.block(7, 1.0).delay) == (0, 0)
    reception.sender_report(0x0001_2222_3333_4444, 1.0)
    block = reception.block(7, 1.5)
    assert (block.last_sr, block.delay) == (0x2222_3333, 32768)


def test_even_spacing_has_no_jitter_and_uneven_has() -> None:
    even, uneven = Reception(1000), Reception(1000)
    for tick in range(200):
        even.timed(tick * 20, 5 + tick * 0.02)
        uneven.timed(tick * 20, 5 + tick * 0.02 + (0.01 if tick % 2 else 0.0))
    assert even.jitter == pytest.approx(0, abs=1)
    assert uneven.jitter == pytest.approx(10, abs=1)


def test_jitter_survives_the_wrap_of_timestamps() -> None:
    reception = Reception(1000)
    for tick in range(100):
        reception.timed((0xFFFFFFFF - 900 + tick * 20) & 0xFFFFFFFF, 5 + tick * 0.02)
    assert reception.jitter == pytest.approx(0, abs=1)
