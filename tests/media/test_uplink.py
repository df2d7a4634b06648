from hypothesis import given
from hypothesis import strategies as st

from media import uplink
from media.uplink import Uplink
from tests.media.plane.oracle.rtp import send_time


def run(link: Uplink, seconds: int, sent_bps: int, capacity_bps: int, loss: float = 0.0) -> list[int]:
    """REMBs of each second, for a sender over a link with a queue."""
    rembs, queue_bits = [], 0.0
    packet_bits = 1200 * 8
    for second in range(seconds):
        count = sent_bps // packet_bits
        for number in range(count):
            now_s = 1000.0 + second + number / count
            queue_bits = max(0.0, queue_bits - capacity_bps / count) + packet_bits
            link.arrived(send_time(now_s), 1200, now_s + queue_bits / capacity_bps)
        rembs.append(link.update(loss, 1001.0 + second))
    return rembs


def test_it_starts_high_enough_for_the_upper_layers_of_both_browsers() -> None:
    assert Uplink().update(0.0, 1.0) >= 3_000_000


def test_a_good_link_keeps_its_rate() -> None:
    assert min(run(Uplink(), 20, 2_500_000, 50_000_000)) >= uplink.START_BPS


def test_growing_delay_lowers_the_rate_below_what_the_link_carries() -> None:
    rembs = run(Uplink(), 12, 2_500_000, 2_000_000)
    assert rembs[-1] < 2_500_000


def test_heavy_loss_lowers_the_rate_and_light_loss_does_not() -> None:
    assert run(Uplink(), 5, 2_500_000, 50_000_000, loss=0.3)[-1] < 3_000_000
    assert run(Uplink(), 5, 2_500_000, 50_000_000, loss=0.05)[-1] == uplink.START_BPS


def test_after_a_bad_time_it_climbs_back() -> None:
    link = Uplink()
    low = run(link, 8, 2_500_000, 50_000_000, loss=0.5)[-1]
    assert link.update(0.0, 1009.0) > low


def test_packets_without_a_send_time_are_counted_all_the_same() -> None:
    link = Uplink()
    link.update(0.0, 1.0)
    link.arrived(None, 1000, 1.5)
    link.arrived(b"odd", 1000, 1.5)
    link.arrived(b"too long", 1000, 1.5)
    assert link.received_bytes == 3000


@given(st.lists(st.tuples(st.binary(min_size=3, max_size=3), st.integers(0, 1500), st.floats(0, 1)), max_size=120))
def test_no_send_times_break_it(packets: list[tuple[bytes, int, float]]) -> None:
    link, now_s = Uplink(), 1.0
    for stamp, size_bytes, wait_s in packets:
        now_s += wait_s
        link.arrived(stamp, size_bytes, now_s)
    assert uplink.MIN_BPS <= link.update(0.0, now_s + 1) <= uplink.MAX_BPS
