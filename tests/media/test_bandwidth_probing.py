"""A link that was found full is probed before more is tried."""

from itertools import pairwise

import pytest
from attrs import evolve

from media import bandwidth
from media.bandwidth import Link
from media.layers import Lack
from tests.media.lossy_link import watch_probed
from tests.media.stage import report

SOME = Lack(400_000, 400_000)


def test_what_failed_is_probed_ever_more_rarely_and_not_tried() -> None:
    seconds = watch_probed(lambda _: 1_000_000, 300, Link())
    probed = [second for second, (_, probe) in enumerate(seconds) if probe is not None]
    gaps = [later - earlier for earlier, later in pairwise(probed)]
    assert 5 <= len(probed) <= 12
    assert gaps[-1] >= 60
    assert all(later >= earlier for earlier, later in pairwise(gaps))
    assert [second for second, (layer, _) in enumerate(seconds) if layer != 1] == [2]


def narrowed(sent_bps: int = 500_000) -> Link:
    """Found full in second 0, and well since; its wait is over."""
    link = Link()
    link.reported(report(0.0, sent_bps, loss=0.5))
    for second in range(1, 6):
        link.reported(report(second, 150_000))
    return link


def test_a_link_that_was_full_is_probed_for_what_is_lacking_and_a_little_more() -> None:
    link = narrowed()
    probe = link.probe(SOME)
    assert probe is not None
    assert probe.bps == round(bandwidth.PROBE_MARGIN * (link.budget_bps + 400_000))
    assert bandwidth.SHORTEST_PROBE_S <= probe.seconds <= bandwidth.LONGEST_PROBE_S
    assert link.probe(SOME) is None, "one at a time"


def test_several_small_steps_are_probed_at_once_and_no_more_than_is_wanted() -> None:
    few, many = narrowed().probe(Lack(20_000, 70_000)), narrowed().probe(Lack(20_000, 9_000_000))
    assert few is not None
    assert many is not None
    assert few.bps == round(bandwidth.PROBE_MARGIN * (narrowed().budget_bps + 70_000))
    assert many.bps == round(bandwidth.PROBE_MARGIN * bandwidth.PROBE_REACH * narrowed().budget_bps)


def test_the_more_a_probe_is_above_what_is_proven_the_shorter_it_is() -> None:
    small, large = narrowed().probe(Lack(100_000, 100_000)), narrowed().probe(Lack(5_000_000, 5_000_000))
    assert small is not None
    assert large is not None
    assert small.seconds > large.seconds == bandwidth.SHORTEST_PROBE_S


def test_no_probe_where_nothing_is_lacking_or_no_limit_known_or_the_last_report_was_bad() -> None:
    assert narrowed().probe(Lack(0, 0)) is None
    unknown = Link()
    unknown.reported(report(0.0))
    assert unknown.probe(SOME) is None
    bad = narrowed()
    bad.reported(report(6.0, loss=0.06))
    assert bad.probe(SOME) is None


def test_room_is_proven_by_a_probe_that_does_no_harm() -> None:
    link = narrowed()
    before = link.budget_bps
    for second in range(6, 10):
        link.reported(report(second, 150_000))
    assert link.budget_bps == before
    probe = link.probe(SOME)
    assert probe is not None
    link.reported(evolve(report(11.0, 150_000), probed_bps=probe.bps))
    assert link.budget_bps >= before + 400_000


@pytest.mark.parametrize(("loss", "rtt_ms"), [(0.2, 50.0), (0.0, 50.0 + 1.1 * bandwidth.PROBE_QUEUED_MS)])
def test_a_probe_that_loses_packets_or_lets_a_queue_grow_proves_nothing_and_takes_nothing(
    loss: float, rtt_ms: float
) -> None:
    link = narrowed()
    before = link.budget_bps
    assert link.probe(SOME) is not None
    link.reported(evolve(report(7.0, 150_000, loss), probed_bps=600_000, rtt_ms=rtt_ms))
    assert link.budget_bps == before
    link.reported(report(8.0, 150_000))
    assert link.probe(SOME) is None, "it waits again"


def test_a_little_loss_in_a_probe_says_nothing_once_and_is_a_sign_twice() -> None:
    link = narrowed()
    before = link.budget_bps
    for second in (7.0, 9.0):
        assert link.probe(SOME) is not None
        link.reported(evolve(report(second, 150_000, 0.05), probed_bps=600_000))
        link.reported(report(second + 1, 150_000))
    assert link.probe(SOME) is None, "it waits again"
    assert link.budget_bps == before


def test_a_probe_of_which_nothing_is_told_is_not_waited_for_long() -> None:
    link = narrowed()
    assert link.probe(SOME) is not None
    link.reported(report(6.0 + bandwidth.PROBE_LOST_S, 150_000))
    assert link.probe(SOME) is not None


def test_where_nothing_flowed_that_could_be_repeated_more_is_tried() -> None:
    link = narrowed()
    before = link.budget_bps
    assert link.probe(SOME) is not None
    link.reported(evolve(report(7.0, 0), probed_bps=0))
    assert link.budget_bps > before


def test_silence_makes_up_for_what_was_full_once_and_gives_no_more_than_a_newcomer_has() -> None:
    link = narrowed()
    before = link.budget_bps
    for second in range(6, 12):
        link.reported(report(second, 0), is_tried=False)
    assert link.budget_bps == before
    for second in range(12, 100):
        link.reported(report(second, 0), is_tried=False)
    assert link.budget_bps == bandwidth.START_BPS
