"""Film time and wall time: pauses are cut out, idle time is short, ranges are of the recording."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.film.cuts import IDLE_S, IDLE_SHOWN_S, TITLE_S, Cut, cuts, film_at, outside, recorded, union, wall_at
from media.film.edit_list import Span

BUSY = [(0.0, 1000.0)]


def test_pauses_are_cut_out() -> None:
    assert cuts([(10, 20), (50, 60)], BUSY, None, None) == [Cut(TITLE_S, 10, 10), Cut(TITLE_S + 10, 50, 10)]


@pytest.mark.parametrize(
    ("from_s", "until_s", "pieces"),
    [(5, None, [(15, 5), (50, 10)]), (None, 12, [(10, 10), (50, 2)]), (12, 15, [(52, 3)]), (30, None, [])],
)
def test_a_range_is_of_the_recording_without_its_pauses(from_s: float, until_s: float, pieces: object) -> None:
    assert [(cut.wall_s, cut.duration_s) for cut in cuts([(10, 20), (50, 60)], BUSY, from_s, until_s)] == pieces


@pytest.mark.parametrize(
    ("busy", "pieces"),
    [
        ([], [(0, IDLE_SHOWN_S)]),
        ([(0, 10), (90, 100)], [(0, 10 + IDLE_SHOWN_S), (90, 100)]),
        ([(0, 10), (10 + IDLE_S, 100)], [(0, 100)]),
        ([(50, 60)], [(0, IDLE_SHOWN_S), (50, 60 + IDLE_SHOWN_S)]),
    ],
)
def test_long_idle_time_is_short(busy: list[tuple[float, float]], pieces: object) -> None:
    made = cuts([(0, 100)], busy, None, None)
    assert [(cut.wall_s, cut.wall_s + cut.duration_s) for cut in made] == pieces


PIECES = st.lists(
    st.tuples(st.integers(0, 500), st.integers(1, 100)).map(lambda p: (float(p[0]), float(sum(p)))), max_size=9
)


@given(PIECES, PIECES)
def test_cuts_follow_each_other_and_lose_nothing_that_was_busy(
    spans: list[tuple[float, float]], busy: list[tuple[float, float]]
) -> None:
    spans, busy = union(spans), union(busy)
    made, film_s = cuts(spans, busy, None, None), TITLE_S
    for cut in made:
        assert cut.film_s == pytest.approx(film_s)
        assert cut.duration_s > 0
        film_s += cut.duration_s
        middle = cut.film_s + cut.duration_s / 2
        assert film_at(made, wall_at(made, middle) or 0) == pytest.approx(middle)
    for begin, end in busy:
        for at in range(int(begin), int(end)):
            inside = any(span[0] <= at < span[1] for span in spans)
            assert (film_at(made, at) is not None) >= inside


def test_the_title_has_no_wall_time() -> None:
    made = [Cut(TITLE_S, 10, 10)]
    assert wall_at(made, 0) is None
    assert wall_at(made, TITLE_S) == 10


def test_an_open_recording_ends_with_its_last_clip_and_one_without_log_is_its_clips() -> None:
    assert recorded([Span(1000, 2000), Span(3000)], [(0, 9)]) == [(1, 2), (3, 9)]
    assert recorded([], [(4, 9), (2, 5)]) == [(2, 9)]
    assert recorded([], []) == []


@pytest.mark.parametrize(
    ("spans", "pieces"),
    [
        ([Span(0, 5000)], [(0, 30)]),  # set back while it ran: it stopped before it did
        ([Span(10_000, 4000)], [(0, 30)]),
        ([Span(20_000, 50_000)], [(0, 50)]),  # set forward
        ([Span(0, 29_000)], [(0, 29)]),
    ],
)
def test_what_was_recorded_is_in_the_film_whatever_a_clock_that_was_set_says(
    spans: list[Span], pieces: list[tuple[float, float]]
) -> None:
    assert recorded(spans, [(0, 30)]) == pieces


def test_a_pause_is_none_of_the_film() -> None:
    assert recorded([Span(0, 10_000), Span(20_000, 30_000)], [(0, 10.5), (19.5, 30)]) == [(0, 10), (20, 30)]


@given(PIECES, PIECES)
def test_outside_is_all_that_is_in_none_of_the_others(
    pieces: list[tuple[float, float]], of: list[tuple[float, float]]
) -> None:
    found = list(outside(union(pieces), union(of)))
    for at in range(620):
        middle = at + 0.5
        is_in = [any(begin <= middle < end for begin, end in those) for those in (found, pieces, of)]
        assert is_in[0] == (is_in[1] and not is_in[2])
