from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from media import bandwidth
from media.bandwidth import Link
from media.layers import Lack, Option, Wish
from media.plane import ViewerReport
from tests.media.lossy_link import LAYERS, WIDE, watch
from tests.media.stage import layers_for, report


def test_a_wide_link_gets_the_largest_layer_within_two_seconds_and_keeps_it() -> None:
    assert watch(lambda _: WIDE, 60, Link()) == [1, 1] + [2] * 58


def test_a_narrow_link_that_is_tried_steps_down_within_two_seconds() -> None:
    assert watch(lambda _: 1_000_000, 6, Link())[:4] == [1, 1, 2, 1]


def test_a_little_loss_among_few_packets_says_nothing() -> None:
    link = Link()
    link.reported(report(0.0))
    link.reported(report(0.3, loss=0.14))
    assert link.budget_bps == bandwidth.START_BPS
    link.reported(report(0.6, loss=0.3))
    assert link.budget_bps < bandwidth.START_BPS


def test_what_a_link_carries_is_known_once_it_was_full_and_until_as_much_has_held() -> None:
    link = Link()
    assert link.known_bps is None
    link.reported(report(0.0, sent_bps=1_000_000, loss=0.5))
    assert link.known_bps == link.budget_bps == 1_000_000 * 0.5 * bandwidth.BACK_OFF
    for second in range(1, 6):
        link.reported(report(second, sent_bps=1_000_000))
    assert link.known_bps is None


def test_a_wide_link_is_not_known_to_be_narrow_though_it_was_full() -> None:
    link = Link()
    link.budget_bps = bandwidth.MAX_BPS
    link.reported(report(0.0, sent_bps=20_000_000, loss=0.2))
    assert link.budget_bps > bandwidth.WIDE_BPS
    assert link.known_bps is None


def staged(at_s: float, arrived_bps: int, loss: float = 0.0, rtt_ms: float = 50.0) -> ViewerReport:
    return ViewerReport(1, at_s, 1_000_000, loss, None, rtt_ms, 0.1, arrived_bps)


def test_less_that_arrives_while_a_queue_stands_lowers_the_budget_before_any_is_lost() -> None:
    link = Link()
    link.reported(staged(0.0, 1_000_000))
    link.reported(staged(1.0, 800_000, rtt_ms=250.0))
    assert link.budget_bps == bandwidth.KEEPS_UP * 800_000
    link.reported(staged(2.0, 500_000, rtt_ms=350.0))
    assert link.budget_bps == bandwidth.STEEP_KEEPS_UP * 500_000, "it falls still"


def test_a_pause_of_the_sender_without_a_queue_is_no_full_link() -> None:
    link = Link()
    for second in range(5):
        link.reported(staged(second, 500_000))
    assert link.budget_bps > bandwidth.START_BPS


def test_no_loss_takes_more_than_what_arrives() -> None:
    blind, staged_link = Link(), Link()
    blind.reported(report(0.0, 1_000_000, loss=0.6))
    staged_link.reported(staged(0.0, 700_000, loss=0.6))
    assert blind.budget_bps < 400_000
    assert staged_link.budget_bps == bandwidth.STEEP_KEEPS_UP * 700_000


def test_a_link_that_becomes_narrow_steps_down_within_two_seconds() -> None:
    flows = watch(lambda second: WIDE if second < 30 else 400_000, 40, Link())
    assert flows[29] == 2
    assert flows[31:35] == [0, 0, 0, 0]
    assert 2 not in flows[31:]
    assert None not in flows


def test_a_link_that_becomes_wide_again_gets_the_largest_layer_back() -> None:
    flows = watch(lambda second: 600_000 if second < 30 else WIDE, 130, Link())
    assert flows[29] == 1
    assert set(flows[110:]) == {2}


def test_a_low_remb_that_does_not_fall_is_no_sign_of_a_full_link() -> None:
    link = Link()
    for second in range(10):
        link.reported(report(second, sent_bps=2_000_000, remb_bps=700_000))
    assert link.budget_bps > bandwidth.START_BPS


def test_a_remb_that_falls_below_what_is_sent_is_obeyed() -> None:
    link = Link()
    link.reported(report(1.0, sent_bps=2_000_000, remb_bps=3_000_000))
    link.reported(report(2.0, sent_bps=2_000_000, remb_bps=900_000))
    assert link.budget_bps == 900_000 * bandwidth.STEEP_BACK_OFF, "it is still falling"


def test_a_remb_that_falls_a_little_is_taken_at_its_word() -> None:
    link = Link()
    link.reported(report(1.0, sent_bps=1_200_000, remb_bps=1_190_000))
    link.reported(report(2.0, sent_bps=1_200_000, remb_bps=800_000))
    assert link.budget_bps == 800_000


def test_a_remb_that_falls_with_what_is_sent_says_nothing() -> None:
    link = Link()
    link.reported(report(1.0, sent_bps=2_000_000, remb_bps=3_000_000))
    link.reported(report(2.0, sent_bps=130_000, remb_bps=200_000))
    assert link.budget_bps >= bandwidth.START_BPS


def test_a_remb_that_falls_behind_a_step_back_is_no_reason_for_another() -> None:
    link = Link()
    link.reported(report(1.0, sent_bps=675_000, loss=0.48, remb_bps=900_000))
    budget = link.budget_bps
    link.reported(report(2.0, sent_bps=135_000, remb_bps=380_000))
    link.reported(report(3.0, sent_bps=135_000, remb_bps=103_000))
    assert link.budget_bps == budget


def test_new_loss_between_the_bounds_neither_raises_nor_lowers() -> None:
    link = Link()
    link.reported(report(0.0))
    for second in range(1, 4):
        link.reported(report(second, loss=0.08))
    assert link.budget_bps == bandwidth.START_BPS


def test_loss_that_stays_whatever_is_sent_is_the_links_own_and_keeps_nobody_small() -> None:
    link = Link()
    link.reported(report(0.0, sent_bps=1_000_000, loss=0.3))
    for second in range(1, 16):
        link.reported(report(second, sent_bps=170_000, loss=(0.03, 0.07, 0.05)[second % 3]))
    assert link.may_probe


def test_nothing_larger_is_tried_while_a_queue_stands() -> None:
    link = Link()
    link.reported(ViewerReport(1, 0.0, 500_000, 0.0, None, 50.0, 0.1))
    for second in range(1, 10):
        link.reported(ViewerReport(1, second, 500_000, 0.0, None, 400.0, 0.1))
    assert link.budget_bps == bandwidth.START_BPS


def test_a_remb_alone_takes_nobodys_picture_away() -> None:
    link = Link()
    link.reported(report(1.0, sent_bps=2_000_000, remb_bps=3_000_000))
    link.reported(report(2.0, sent_bps=2_000_000, remb_bps=50_000))
    assert layers_for([Wish(0, LAYERS, 720)], link.budget_bps - 40_000)[0] == 0


def test_a_try_that_holds_makes_up_for_those_that_failed() -> None:
    link, now_s = Link(), 0.0
    for _ in range(6):
        now_s += 70.0
        link.reported(report(now_s, sent_bps=2_000_000, loss=0.5))
        now_s += 65.0
        link.reported(report(now_s, sent_bps=500_000))
    for _ in range(6):
        now_s += 1.0
        link.reported(report(now_s, sent_bps=2_000_000))
    link.reported(report(now_s + 1, sent_bps=2_000_000, loss=0.5))
    link.reported(report(now_s + 1 + bandwidth.FIRST_WAIT_S, sent_bps=500_000))
    assert link.may_probe


def test_what_is_left_of_a_step_back_is_not_counted_twice() -> None:
    link = Link()
    link.reported(report(1.0, sent_bps=2_000_000, loss=0.5))
    budget = link.budget_bps
    link.reported(report(2.0, sent_bps=750_000, loss=0.3))
    assert link.budget_bps == budget
    link.reported(report(4.0, sent_bps=700_000, loss=0.3))
    assert link.budget_bps < budget


def test_a_step_back_after_which_hardly_anything_comes_is_followed_by_another_at_once() -> None:
    link = Link()
    link.reported(report(1.0, sent_bps=800_000, loss=0.2, remb_bps=500_000))
    assert link.budget_bps == 480_000
    link.reported(report(2.0, sent_bps=400_000, loss=0.9, remb_bps=170_000))
    assert link.budget_bps == bandwidth.SMALL_BPS


@given(
    st.lists(
        st.tuples(
            st.floats(0, 5),
            st.integers(0, 10**8),
            st.floats(0, 1),
            st.none() | st.integers(0, 10**9),
            st.none() | st.integers(0, 10**10),
        ),
        max_size=60,
    )
)
def test_no_feedback_drives_the_budget_out_of_bounds(
    reports: list[tuple[float, int, float, int | None, int | None]],
) -> None:
    link, now_s = Link(), 0.0
    for wait_s, sent_bps, loss, remb_bps, probed_bps in reports:
        now_s += wait_s
        link.reported(evolve(report(now_s, sent_bps, loss, remb_bps), probed_bps=probed_bps))
        probe = link.probe(Lack(300_000, 900_000))
        assert probe is None or probe.bps <= bandwidth.MAX_BPS
        assert bandwidth.MIN_BPS <= link.budget_bps <= bandwidth.MAX_BPS


def test_an_encoder_with_one_large_layer_is_shown_within_three_seconds_on_a_wide_link() -> None:
    link, only = Link(), (Option(0, 1080, 6_000_000),)
    shown = []
    for second in range(4):
        layer = layers_for([Wish(0, only, 720)], link.budget_bps)[0]
        shown.append(layer)
        link.reported(report(second + 1.0, 40_000 if layer is None else 6_000_000))
    assert shown[3] == 0


def test_a_pause_between_reports_makes_room_for_no_more_than_two_seconds_of_trying() -> None:
    rested, steady = Link(), Link()
    rested.reported(report(0.0))
    steady.reported(report(0.0))
    rested.reported(report(100_000.0))
    steady.reported(report(2.0))
    assert rested.budget_bps == steady.budget_bps > bandwidth.START_BPS
