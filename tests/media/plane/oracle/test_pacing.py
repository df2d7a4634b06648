from hypothesis import given
from hypothesis import strategies as st

from tests.media.narrow_link import NarrowLink
from tests.media.plane.oracle.pacing import BURST_S, FASTER, LONGEST_S, MOST_WAITING, Pacer

PACKET = 1000


def sent(pacer: Pacer[int], packets: dict[int, list[int]], until_ms: int) -> list[tuple[int, int]]:
    """(millisecond, size) of what leaves, released each 20 ms; `packets` come by millisecond."""
    left: list[tuple[int, int]] = []
    for now_ms in range(until_ms):
        for size in packets.get(now_ms, ()):
            pacer.put(size, size)
            left += [(now_ms, size) for size in pacer.due(now_ms / 1000)]
        if now_ms % 20 == 0:
            left += [(now_ms, size) for size in pacer.due(now_ms / 1000)]
    return left


def test_a_link_of_which_nothing_is_known_is_not_paced() -> None:
    assert {at_ms for at_ms, _ in sent(Pacer[int](), {5: [PACKET] * 500}, 100)} == {5}


def test_a_key_frame_is_spread_over_the_time_that_the_link_takes() -> None:
    pacer = Pacer[int]()
    pacer.set_link(400_000)
    left = sent(pacer, {20: [PACKET] * 10}, 400)
    assert len(left) == 10
    assert 100 <= left[-1][0] - left[0][0] <= 10 * PACKET * 8 / (FASTER * 400)


def test_a_key_frame_that_is_spread_passes_a_short_queue_whole() -> None:
    lost = []
    for link_bps in (None, 400_000):
        pacer, link = Pacer[int](), NarrowLink(lambda _: 500_000.0, queue_s=0.06)
        pacer.set_link(link_bps)
        left = sent(pacer, {20: [PACKET] * 10}, 400)
        lost.append(sum(link.send(size, at_ms / 1000) is None for at_ms, size in left))
    assert lost[0] >= 5
    assert lost[1] == 0


def test_frames_of_a_fitting_layer_leave_as_they_came() -> None:
    pacer = Pacer[int]()
    pacer.set_link(1_000_000)
    left = sent(pacer, {at_ms: [PACKET] * 3 for at_ms in range(40, 1000, 33)}, 1000)
    assert {at_ms for at_ms, _ in left} == set(range(40, 1000, 33))


def test_nothing_waits_for_ever_and_nothing_is_dropped() -> None:
    pacer = Pacer[int]()
    pacer.set_link(100_000)
    left = sent(pacer, {0: [PACKET] * 100}, 2000)
    assert len(left) == 100
    assert left[-1][0] <= 1000 * LONGEST_S + 100


def test_a_link_that_is_well_again_is_no_longer_paced() -> None:
    pacer = Pacer[int]()
    pacer.set_link(100_000)
    assert len(sent(pacer, {20: [PACKET] * 7}, 21)) == 1
    pacer.set_link(None)
    assert not pacer.is_idle
    assert len(list(pacer.due(0.021))) == 6
    assert pacer.is_idle


def test_what_is_gone_does_not_leave_and_makes_room() -> None:
    pacer = Pacer[int]()
    pacer.set_link(100_000)
    for size in (500, 500, 501, 500, 501):
        pacer.put(size, size)
    assert list(pacer.due(1.0)) == [500, 500]
    assert pacer.forget(lambda item: item == 501)
    assert not pacer.forget(lambda item: item == 501)
    assert list(pacer.due(5.0)) == [500]


def test_no_more_than_so_many_wait_however_small() -> None:
    pacer = Pacer[int]()
    pacer.set_link(30_000_000)
    left = sent(pacer, {0: [1] * 200_000}, 1)
    assert len(left) >= 200_000 - MOST_WAITING


@given(st.integers(50_000, 5_000_000), st.lists(st.tuples(st.integers(0, 1999), st.integers(1, 1500)), max_size=150))
def test_no_more_leaves_in_any_time_than_the_budget_and_one_burst_unless_it_waited_long(
    bps: int, packets: list[tuple[int, int]]
) -> None:
    pacer = Pacer[int]()
    pacer.set_link(bps)
    due: dict[int, list[int]] = {}
    for at_ms, size in packets:
        due.setdefault(at_ms, []).append(size)
    left = sent(pacer, due, 8000)
    assert sum(size for _, size in left) == sum(size for _, size in packets)
    allowed = FASTER * bps / 8
    if sum(size for _, size in packets) * 8 < LONGEST_S * FASTER * bps:
        for at_ms, _ in left:
            within = sum(size for when, size in left if at_ms <= when < at_ms + 100)
            assert within <= allowed * (0.1 + BURST_S) + 1500
