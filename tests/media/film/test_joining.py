"""Joined parts: chapters cover the film."""

from fractions import Fraction

from media.film.joining import chapter_marks
from media.film.order import Chapter


def test_a_chapter_lasts_until_the_next_and_the_last_until_the_end() -> None:
    marks = chapter_marks([Chapter(0, "Beginning"), Chapter(7.5, "Poll")], 20)
    assert [(mark["start"], mark["end"], mark["metadata"]["title"]) for mark in marks] == [
        (0, 7500, "Beginning"),
        (7500, 20_000, "Poll"),
    ]
    assert {mark["time_base"] for mark in marks} == {Fraction(1, 1000)}
