import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media.plane.oracle import twcc
from tests.media.plane.oracle.twcc import TICK_S, ArrivalLog

arrivals = st.lists(st.none() | st.integers(-0x7FFF, 0x7FFF), max_size=60)


def told(log: ArrivalLog) -> dict[int, int | None]:
    return {number: ticks for body in log.feedback() for number, ticks in twcc.read(body)}


@given(st.integers(0, 0xFFFF), st.integers(0, (1 << 31) - 1), arrivals)
def test_what_is_written_is_read_again(start: int, first: int, deltas: list[int | None]) -> None:
    ticks: list[int | None] = [first]
    last = first
    for delta in deltas:
        last = last if delta is None else last + delta
        ticks.append(None if delta is None else last)
    body = twcc.write(start, ticks, 3)
    assert len(body) % 4 == 0
    assert twcc.read(body) == [(start + offset & 0xFFFF, came) for offset, came in enumerate(ticks)]


def test_feedback_tells_what_came_and_what_did_not() -> None:
    log = ArrivalLog()
    for number, at_s in ((65534, 10.0), (65535, 10.001), (1, 10.004)):
        log.heard(number, 7, at_s)
    seen = told(log)
    assert list(seen) == [65534, 65535, 0, 1]
    assert seen[0] is None
    assert (seen[1] or 0) - (seen[65534] or 0) == round(0.004 / TICK_S)
    assert log.media_ssrc == 7


def test_nothing_new_gives_no_feedback() -> None:
    log = ArrivalLog()
    assert log.feedback() == []
    log.heard(1, 7, 10.0)
    assert len(log.feedback()) == 1
    assert log.feedback() == []


def test_a_late_packet_is_reported_again_with_what_follows_it() -> None:
    log = ArrivalLog()
    log.heard(1, 7, 10.0)
    log.heard(3, 7, 10.01)
    assert told(log)[2] is None
    log.heard(2, 7, 10.02)
    again = told(log)
    assert list(again) == [2, 3]
    assert (again[2] or 0) > (again[3] or 0)


def test_feedback_packets_are_counted() -> None:
    log = ArrivalLog()
    counts = []
    for number in range(3):
        log.heard(number, 7, 10.0 + number)
        counts.append(log.feedback()[0][7])
    assert counts == [0, 1, 2]


def test_a_silence_of_more_than_eight_seconds_begins_a_new_packet() -> None:
    log = ArrivalLog()
    log.heard(1, 7, 10.0)
    log.heard(2, 7, 20.0)
    assert len(log.feedback()) == 2


@given(st.lists(st.tuples(st.integers(0, 0xFFFF), st.floats(0, 0.2)), max_size=200))
def test_any_sequence_numbers_give_bounded_bodies_that_can_be_read(packets: list[tuple[int, float]]) -> None:
    log, now_s = ArrivalLog(), 100.0
    for number, wait_s in packets:
        now_s += wait_s
        log.heard(number, 7, now_s)
    for body in log.feedback():
        assert len(body) <= 1100
        twcc.read(body)
    assert len(log.arrived) <= twcc.KEEP + len(packets)


def test_memory_stays_bounded() -> None:
    log = ArrivalLog()
    for number in range(20_000):
        log.heard(number & 0xFFFF, 7, number / 500)
        if not number % 50:
            log.feedback()
    assert len(log.arrived) <= twcc.KEEP + 50


def test_run_lengths_and_one_bit_vectors_are_read() -> None:
    head = struct.pack("!HHI", 5, 20, 0)
    chunks = struct.pack("!HH", 0x2000 | 6, 0x8000 | 0x3FFF)  # six small ones, then fourteen
    assert [number for number, _ in twcc.read(head + chunks + bytes(20))] == list(range(5, 25))


@given(st.binary(max_size=60))
def test_junk_raises_nothing_but_malformed(junk: bytes) -> None:
    try:
        twcc.read(junk)
    except twcc.MalformedFeedback:
        return


def test_a_body_that_lies_about_its_count_is_malformed() -> None:
    with pytest.raises(twcc.MalformedFeedback):
        twcc.read(struct.pack("!HHIH", 1, 7, 0, 0xD555))
