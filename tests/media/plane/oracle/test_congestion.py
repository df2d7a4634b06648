from hypothesis import given
from hypothesis import strategies as st

from tests.media.plane.oracle import congestion
from tests.media.plane.oracle.congestion import Congestion
from tests.media.plane.oracle.twcc import TICK_S

PACKET = 1200
TICKS_S = round(1 / TICK_S)


def sent(count: int, first: int = 65_500) -> Congestion:
    control = Congestion(number=first)
    for _ in range(count):
        control.sent(PACKET)
    return control


def test_the_rate_is_of_what_came_by_the_far_ends_clock_whenever_it_was_told() -> None:
    control = sent(101)
    control.told([(65_500 + at & 0xFFFF, 7 * TICKS_S + at * TICKS_S // 100) for at in range(101)], 3.0)
    arrived_bps = control.arrived_bps(3.0)
    assert arrived_bps is not None
    assert abs(arrived_bps - 100 * PACKET * 8) < 1000


def test_a_rate_that_fell_is_that_of_the_newest_quarter_of_a_second() -> None:
    control = sent(200)
    fast = [(65_500 + at & 0xFFFF, at * TICKS_S // 100) for at in range(100)]
    slow = [(65_600 + at & 0xFFFF, TICKS_S + at * TICKS_S // 20) for at in range(12)]
    control.told(fast + slow, 3.0)
    arrived_bps = control.arrived_bps(3.0)
    assert arrived_bps is not None
    assert arrived_bps < 25 * PACKET * 8


def test_a_packet_counts_once_however_often_it_is_told_of() -> None:
    once, often = sent(60), sent(60)
    told = [(65_500 + at & 0xFFFF, at * TICKS_S // 100) for at in range(60)]
    once.told(told, 3.0)
    often.told([each for each in told for _ in range(3)], 3.0)
    assert once.arrived_bps(3.0) == often.arrived_bps(3.0)


def test_feedback_on_what_was_never_sent_tells_nothing() -> None:
    control = Congestion()
    control.told([(0xFFFF, 100), (7, 100), (8, None)], 1.0)
    assert control.arrived_bps(1.0) is None


def test_a_rate_is_told_while_feedback_comes() -> None:
    control = sent(3)
    control.told([(65_500, 4200)], 1.1)
    assert control.arrived_bps(1.2) == 0
    assert control.arrived_bps(1.2 + congestion.FRESH_S) is None


@given(
    st.lists(
        st.tuples(st.integers(0, 0xFFFF), st.none() | st.integers(-(1 << 31), 1 << 31), st.floats(0, 1)), max_size=80
    )
)
def test_no_feedback_drives_the_rate_out_of_bounds(packets: list[tuple[int, int | None, float]]) -> None:
    control, now_s = Congestion(), 1.0
    for sequence, ticks, wait_s in packets:
        control.number = sequence
        control.sent(PACKET)
        now_s += wait_s
        control.told([(sequence, ticks), (sequence + 1 & 0xFFFF, None)], now_s)
        assert 0 <= (control.arrived_bps(now_s) or 0) <= congestion.MOST_BPS
