"""Chapters are few, in order, and those that matter."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from actors.timeline.chapters import APART_MS, MOST, TITLE_MAX, chapters, few, titled
from actors.timeline.values import Answering, Chapter, Polling, Room, Shared, Timeline

TOLD = Timeline(
    names=(("p", "Piet"), ("h", "Hana")),
    answering=(Answering("q", "Do bees sleep?", 300_000),),
    polling=(Polling("x", 1, "Honey?", 100_000),),
    shared=(Shared("p", "screen", 0), Shared("p", "camera", 50_000), Shared("gone", "screen", 70_000)),
    rooms=(Room("w.1", "One", 400_000), Room("w.2", "Two", 400_000)),
)


def test_what_happened_has_a_title_each() -> None:
    titles = [(chapter.at_ms, chapter.title) for chapter in chapters(TOLD, [("h", 200_000), ("gone", 220_000)])]
    assert titles == [
        (0, "Piet shares a screen"),
        (100_000, "Poll: Honey?"),
        (200_000, "Hana hosts"),
        (300_000, "Do bees sleep?"),
        (400_000, "Breakout rooms"),
    ]


def test_of_two_near_each_other_the_weightier_stays() -> None:
    host, poll = Chapter(1000, "host", "Hana hosts"), Chapter(1500, "poll", "Poll: Honey?")
    assert few([host, poll]) == [poll]


def test_a_long_title_is_cut_and_on_one_line() -> None:
    assert titled(0, "question", "a\n b  c").title == "a b c"
    assert len(titled(0, "question", "word " * 100).title) <= TITLE_MAX


@given(
    st.lists(
        st.builds(Chapter, st.integers(0, 10**7), st.sampled_from(["question", "poll", "host"]), st.text(max_size=3))
    )
)
def test_chapters_are_apart_in_order_and_bounded(all_: list[Chapter]) -> None:
    kept = few(all_)
    assert len(kept) <= MOST
    assert all(then.at_ms - first.at_ms >= APART_MS for first, then in pairwise(kept))
    assert bool(kept) == bool(all_)
