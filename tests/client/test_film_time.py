"""A film's time, web/client/film-time.js: pure functions, run in the page."""

from collections.abc import Callable
from typing import Any

import pytest

Js = Callable[..., Any]
CHAPTERS = [{"at_s": 0}, {"at_s": 10}, {"at_s": 20}]
FILE = "film-time.js"


@pytest.mark.parametrize(("at_s", "row"), [(-1, -1), (0, 0), (9.9, 0), (10, 1), (500, 2)])
def test_the_row_that_is_said_now_is_the_last_that_has_begun(js: Js, at_s: float, row: int) -> None:
    assert js(FILE, "(m, rows, at) => m.currentOf(rows, at)", CHAPTERS, at_s) == row


def test_where_nothing_is_said_no_row_is(js: Js) -> None:
    assert js(FILE, "(m) => m.currentOf([], 5)") == -1


@pytest.mark.parametrize(
    ("at_s", "step", "wanted"),
    [
        (0, 1, 10),
        (10, 1, 20),
        (25, 1, None),  # there is none behind the last
        (15, -1, 10),  # into a chapter: to its beginning
        (12.9, -1, 0),  # just begun: to the one before
        (13, -1, 10),
        (1, -1, 0),
        (0, -1, 0),
    ],
)
def test_a_chapter_key_leads_forward_and_back(js: Js, at_s: float, step: int, wanted: float | None) -> None:
    assert js(FILE, "(m, rows, at, step) => m.chapterFrom(rows, at, step)", CHAPTERS, at_s, step) == wanted


def test_without_chapters_a_key_leads_to_the_beginning_or_nowhere(js: Js) -> None:
    assert js(FILE, "(m) => [m.chapterFrom([], 5, -1), m.chapterFrom([], 5, 1)]") == [0, None]


@pytest.mark.parametrize(
    ("words", "texts", "is_found"),
    [
        ("", [None], True),
        ("  HARVEST ", ["When is the harvest?", None], True),
        ("paul", ["Why?", "Paul"], True),
        ("paul", ["Why?", None], False),
        ("(.*", ["anything"], False),
    ],
)
def test_a_search_finds_words_whatever_their_case(js: Js, words: str, texts: list[str | None], is_found: bool) -> None:
    assert js(FILE, "(m, words, texts) => m.isFound(words, ...texts)", words, texts) is is_found


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(-3, "0:00"), (0, "0:00"), (59.9, "0:59"), (65, "1:05"), (3599, "59:59"), (3725, "1:02:05")],
)
def test_a_moment_is_written_as_people_write_it(js: Js, seconds: float, written: str) -> None:
    assert js(FILE, "(m, seconds) => m.clock(seconds)", seconds) == written


@pytest.mark.parametrize(
    ("text", "seconds"), [("", None), ("  ", None), ("5", 5), ("62:05", 3725), (" 1:02:05 ", 3725), ("90", 90)]
)
def test_a_moment_is_read_as_people_write_it(js: Js, text: str, seconds: float | None) -> None:
    assert js(FILE, "(m, text) => m.secondsOf(text)", text) == seconds


@pytest.mark.parametrize("text", ["nonsense", "1:60", "1:2:3:4", "-5", "1.5", "1:", "١:٠٥"])
def test_what_is_no_moment_is_not_taken_for_one(js: Js, text: str) -> None:
    assert js(FILE, "(m, text) => Number.isNaN(m.secondsOf(text))", text) is True
