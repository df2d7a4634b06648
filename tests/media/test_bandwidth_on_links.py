"""The budget and the allocator together, over links that fill, on a virtual clock."""

from collections.abc import Callable
from random import Random

import pytest

from tests.media.link_model import Watching
from tests.media.narrow_link import NarrowLink
from tests.media.plane.oracle.congestion import Congestion

WIDE = 100_000_000.0
DIP_BPS, FALLS_S, RISES_S = 300_000.0, 20.0, 40.0
MOST_QUEUE_S = 0.8  # behind a probe: bandwidth.PROBE_QUEUE_S, and half as much where less is carried than was believed
SLACK_S = 0.4  # two moments of one fall differ by more


def dipping(usual_bps: float, loss: float = 0.0, queue_s: float = 0.3, *, on_stage: bool = False) -> Watching:
    """A link that falls to 300 kbit/s for 20 s and comes back."""

    def rate_bps(at_s: float) -> float:
        return DIP_BPS if FALLS_S <= at_s < RISES_S else usual_bps

    return Watching(NarrowLink(rate_bps, loss=loss, queue_s=queue_s), congestion=Congestion() if on_stage else None)


@pytest.mark.parametrize("on_stage", [False, True])
@pytest.mark.parametrize("queue_s", [0.1, 0.3, 1.0])
@pytest.mark.parametrize("loss", [0.0, 0.05])
def test_a_link_that_falls_for_a_while_steps_down_within_two_seconds_and_up_within_fifteen(
    queue_s: float, loss: float, *, on_stage: bool
) -> None:
    watching = dipping(WIDE, loss, queue_s, on_stage=on_stage)
    watching.run(70)
    assert watching.layer_at(FALLS_S) == 2
    assert watching.layer_at(FALLS_S + 2) == 0
    assert watching.layer_at(RISES_S + 15) == 2
    assert watching.layer_at(69) == 2
    assert watching.audio_gap_s() < 0.2


@pytest.mark.parametrize("on_stage", [False, True])
@pytest.mark.parametrize("shift_s", range(10))
def test_it_is_up_again_within_fifteen_seconds_however_its_end_meets_the_tries(shift_s: int, *, on_stage: bool) -> None:
    link = NarrowLink(lambda at_s: DIP_BPS if FALLS_S <= at_s < RISES_S - shift_s else WIDE)
    watching = Watching(link, congestion=Congestion() if on_stage else None)
    watching.run(70)
    assert watching.layer_at(RISES_S - shift_s + 15) == 2


def falling(shift_s: float) -> Callable[[float], float]:
    return lambda at_s: DIP_BPS if FALLS_S <= at_s - shift_s < RISES_S else WIDE


def narrow(bps: float) -> Callable[[float], Callable[[float], float]]:
    return lambda _: lambda _: bps


@pytest.mark.parametrize("queue_s", [0.1, 1.0])
@pytest.mark.parametrize("loss", [0.0, 0.05])
@pytest.mark.parametrize("way", [falling, narrow(500_000.0), narrow(1_000_000.0)])
def test_on_stage_a_picture_stands_still_no_longer_than_in_the_audience(
    way: Callable[[float], Callable[[float], float]], queue_s: float, loss: float
) -> None:
    freezes_s = {True: 0.0, False: 0.0}
    for meeting in range(4):  # the fall meets the reports at another moment each time
        for on_stage in freezes_s:
            link = NarrowLink(way(0.17 * meeting), loss=loss, queue_s=queue_s, dice=Random(meeting))
            watching = Watching(link, congestion=Congestion() if on_stage else None)
            watching.run(45)
            freezes_s[on_stage] += watching.longest_freeze_s(5.0) / 4
            assert not on_stage or all(option is not None for _, option in watching.flows)
    assert freezes_s[True] <= freezes_s[False] + SLACK_S


@pytest.mark.parametrize(("queue_s", "on_stage"), [(0.1, False), (0.3, False), (0.1, True), (0.3, True), (1.0, True)])
def test_a_link_of_500_kbit_that_loses_five_in_a_hundred_keeps_a_small_picture_and_its_sound(
    queue_s: float, *, on_stage: bool
) -> None:
    link = NarrowLink(lambda _: 500_000.0, loss=0.05, queue_s=queue_s)
    watching = Watching(link, congestion=Congestion() if on_stage else None)
    watching.run(120)
    small_s = sum(watching.layer_at(at_s) == 0 for at_s in range(120))
    assert small_s >= 100
    assert watching.audio_gap_s() < 0.2


@pytest.mark.parametrize("on_stage", [False, True])
def test_a_narrow_link_is_tried_once_and_then_probed_ever_more_rarely(*, on_stage: bool) -> None:
    watching = Watching(NarrowLink(lambda _: 1_000_000.0), congestion=Congestion() if on_stage else None)
    watching.run(300)
    tries = [at_s for at_s, option in watching.flows if option is not None and option.layer == 2]
    probed = [at_s for at_s, *_ in watching.probes]
    assert len(tries) == 1
    assert 5 <= len(probed) <= 12
    assert probed[-1] - probed[-2] >= 30


@pytest.mark.parametrize("on_stage", [False, True])
@pytest.mark.parametrize("queue_s", [0.1, 0.3, 1.0])
@pytest.mark.parametrize("loss", [0.0, 0.05])
@pytest.mark.parametrize("bps", [400_000.0, 700_000.0, 1_500_000.0])
def test_where_there_is_no_room_probes_move_nobody_and_stop_no_picture(
    bps: float, loss: float, queue_s: float, *, on_stage: bool
) -> None:
    watching = Watching(
        NarrowLink(lambda _: bps, loss=loss, queue_s=queue_s), congestion=Congestion() if on_stage else None
    )
    watching.run(60)
    assert len(watching.probes) >= 3
    assert [option for at_s, option in watching.flows if at_s > 25] == []
    assert watching.longest_freeze_s(25.0) < 0.9
    assert max(probe.queue_s for probe in watching.probes) < MOST_QUEUE_S
    assert sum(probe.seconds for probe in watching.probes) < 5


@pytest.mark.parametrize("dips", [{20: 100_000}, {20: 900_000}, {20: 100_000, 21: 120_000, 22: 200_000}])
def test_a_page_without_time_that_asks_for_less_gets_its_picture_back_within_fifteen_seconds(
    dips: dict[int, int],
) -> None:
    watching = Watching(NarrowLink(lambda _: WIDE), remb_dips=dips)
    watching.run(60)
    assert watching.layer_at(20) == 2
    assert watching.layer_at(max(dips) + 15) == 2
    assert all(option is not None for _, option in watching.flows)


def test_a_page_that_has_no_time_again_and_again_is_kept_small_no_longer_each_time() -> None:
    watching = Watching(NarrowLink(lambda _: WIDE), remb_dips={20: 100_000, 34: 100_000, 50: 300_000, 70: 300_000})
    watching.run(100)
    for dip_s in (20, 34, 50, 70):
        assert watching.layer_at(dip_s + 12) == 2


def test_who_rests_from_the_beginning_starts_as_a_newcomer_does_and_is_up_within_three_seconds() -> None:
    watching = Watching(NarrowLink(lambda _: WIDE), rests=(0.0, 100.0))
    watching.run(110)
    assert watching.budgets[0][0] > 100, "no report came before"
    assert watching.layer_at(100.5) == 1
    assert watching.layer_at(103) == 2


def test_who_has_seen_the_large_picture_gets_it_back_at_once_after_a_rest() -> None:
    watching = Watching(NarrowLink(lambda _: WIDE), rests=(30.0, 100.0))
    watching.run(110)
    assert watching.layer_at(29) == watching.layer_at(101) == 2
    assert not [at_s for at_s, _ in watching.budgets if 40 < at_s < 100], "and costs nothing meanwhile"


@pytest.mark.parametrize("rate_bps", [300_000.0, 700_000.0, 1_500_000.0])
@pytest.mark.parametrize("since_s", [0.0, 30.0])
def test_on_a_narrow_link_the_picture_after_a_rest_stands_still_no_longer_than_a_newcomers(
    rate_bps: float, since_s: float
) -> None:
    fresh = Watching(NarrowLink(lambda _: rate_bps))
    fresh.run(20)
    rested = Watching(NarrowLink(lambda _: rate_bps), rests=(since_s, 200.0))
    rested.run(220)
    assert rested.longest_freeze_s(200.0) <= fresh.longest_freeze_s() + 0.5
