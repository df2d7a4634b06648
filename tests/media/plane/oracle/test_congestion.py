import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media.narrow_link import NarrowLink
from tests.media.plane.oracle import congestion
from tests.media.plane.oracle.congestion import Congestion
from tests.media.plane.oracle.twcc import TICK_S

PACKET, FEEDBACK_S, TURN_S = 1200, 0.1, 0.005


def steered(link: NarrowLink, seconds: float, most_bps: float = 3_000_000.0) -> list[float]:
    """The estimate at each feedback, while as much is sent as it says but no more than `most_bps`."""
    control, estimates, now_s, owed, sequence = Congestion(), list[float](), 0.0, 0.0, 65_000
    flying: list[tuple[int, float | None]] = []
    due_s = FEEDBACK_S
    while now_s < seconds:
        owed += min(control.bps, most_bps) * TURN_S / 8
        while owed >= PACKET:
            owed -= PACKET
            sequence += 1
            control.sent(sequence & 0xFFFF, PACKET, now_s)
            flying.append((sequence & 0xFFFF, link.send(PACKET, now_s)))
        now_s += TURN_S
        if now_s >= due_s:
            due_s += FEEDBACK_S
            newest = max((at for at, (_, arrives) in enumerate(flying) if arrives and arrives <= now_s), default=-1)
            told, flying = flying[: newest + 1], flying[newest + 1 :]
            estimates.append(
                control.told([(each, None if at is None else round(at / TICK_S)) for each, at in told], now_s)
            )
    return estimates


def test_a_wide_link_is_filled_up_to_what_is_sent_and_a_little_more() -> None:
    estimates = steered(NarrowLink(lambda _: 50_000_000.0), 30)
    assert estimates[-1] > 3_000_000
    assert max(estimates) <= congestion.ROOM * 3_100_000 + congestion.ROOM_BPS


@pytest.mark.parametrize("rate_bps", [300_000.0, 1_000_000.0, 2_000_000.0])
def test_a_narrow_link_is_neither_drowned_nor_left_empty(rate_bps: float) -> None:
    later = steered(NarrowLink(lambda _: rate_bps), 40)[100:]
    assert 0.5 * rate_bps < sum(later) / len(later) < 1.1 * rate_bps


def falling(at_s: float) -> float:
    return 300_000.0 if 20 <= at_s < 40 else 3_000_000.0


def test_a_link_that_falls_is_followed_within_two_seconds_and_back_within_thirty() -> None:
    estimates = steered(NarrowLink(falling), 75)
    assert estimates[195] > 1_500_000
    assert estimates[220] < 450_000
    assert estimates[-1] > 1_000_000


def test_loss_that_comes_from_no_queue_is_borne_while_it_is_light() -> None:
    steady = steered(NarrowLink(lambda _: 50_000_000.0, loss=0.01), 20)
    heavy = steered(NarrowLink(lambda _: 50_000_000.0, loss=0.25), 20)
    assert steady[-1] > 2_000_000
    assert heavy[-1] < 500_000


def test_feedback_on_what_was_never_sent_changes_nothing() -> None:
    control = Congestion()
    assert control.told([(7, 100), (8, None)], 1.0) == congestion.START_BPS


@given(
    st.lists(
        st.tuples(st.integers(0, 0xFFFF), st.none() | st.integers(-(1 << 31), 1 << 31), st.floats(0, 1)), max_size=80
    )
)
def test_no_feedback_drives_the_estimate_out_of_bounds(packets: list[tuple[int, int | None, float]]) -> None:
    control, now_s = Congestion(), 1.0
    for sequence, ticks, wait_s in packets:
        control.sent(sequence, PACKET, now_s)
        now_s += wait_s
        control.told([(sequence, ticks), (sequence + 1 & 0xFFFF, None)], now_s)
        assert congestion.MIN_BPS <= control.bps <= congestion.MAX_BPS
