from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.media.plane.oracle.keyframes import QUIET_S, KeyFrames


def asks(frames: KeyFrames, from_ms: int, until_ms: int) -> list[int]:
    return [now_ms for now_ms in range(from_ms, until_ms, 20) if frames.due(now_ms / 1000)]


def test_the_first_wish_is_asked_for_at_once() -> None:
    frames = KeyFrames()
    frames.wanted(2)
    assert frames.due(10.0) == (2,)


def test_many_wishes_are_one_ask() -> None:
    frames = KeyFrames()
    for _ in range(500):
        frames.wanted(0)
        frames.wanted(2)
    assert frames.due(10.0) == (0, 2)
    assert frames.due(10.1) == ()


def test_a_wish_in_the_quiet_period_is_put_off_and_not_forgotten() -> None:
    frames = KeyFrames()
    frames.seen(0, 10.0)
    frames.wanted(0)
    assert asks(frames, 10_000, 11_000) == [10_500]


def test_an_ask_is_repeated_until_the_key_frame_is_seen() -> None:
    frames = KeyFrames()
    frames.wanted(1)
    assert asks(frames, 10_000, 14_000) == [10_000, 10_500, 11_000, 12_000, 13_000]
    frames.seen(1, 14.0)
    assert asks(frames, 14_000, 20_000) == []


def test_an_ask_that_was_answered_is_followed_by_another_a_second_later() -> None:
    frames = KeyFrames()
    frames.wanted(0)
    assert frames.due(10.0) == (0,)
    frames.seen(0, 10.1)
    frames.wanted(0)
    assert asks(frames, 10_100, 11_200) == [11_000]


def test_the_key_frame_of_another_layer_fulfils_no_wish() -> None:
    frames = KeyFrames()
    frames.wanted(1)
    frames.seen(0, 10.0)
    assert asks(frames, 10_000, 10_600) == [10_500]


def test_a_wish_may_be_for_later() -> None:
    frames = KeyFrames()
    frames.wanted(1, 12.0)
    assert asks(frames, 10_000, 12_200) == [12_000]
    frames.wanted(1, 13.0)
    frames.wanted(1, 12.6)
    assert asks(frames, 12_220, 12_700) == [12_500], "an earlier wish is not put off by later ones"


def test_what_nobody_waits_for_is_not_asked_for() -> None:
    frames = KeyFrames()
    frames.wanted(1)
    frames.unwanted(1)
    assert frames.due(10.0) == ()


steps = st.lists(st.tuples(st.sampled_from(["wanted", "seen", "tick"]), st.integers(0, 2), st.integers(0, 300)))


@given(steps)
def test_asks_keep_their_distance_and_every_wish_is_asked_for_or_fulfilled(script: list[tuple[str, int, int]]) -> None:
    frames, now_ms, asked_ms, open_wishes = KeyFrames(), 10_000, list[int](), set[int]()
    for step, layer, wait_ms in script:
        now_ms += wait_ms
        if step == "wanted":
            frames.wanted(layer)
            open_wishes.add(layer)
        elif step == "seen":
            frames.seen(layer, now_ms / 1000)
            open_wishes.discard(layer)
        elif frames.due(now_ms / 1000):
            asked_ms.append(now_ms)
    assert all(later - earlier >= QUIET_S * 1000 - 1 for earlier, later in pairwise(asked_ms))
    final = [frames.due((now_ms + more_ms) / 1000) for more_ms in range(0, 1100, 10)]
    assert {layer for layers in final for layer in layers} == open_wishes
