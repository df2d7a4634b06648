"""Names and titles made fit to be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.webinar.text import NAME_MAX, cleaned, cleaned_lines


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ann  ", "Ann"),
        ("Ann \t\n Lee", "Ann Lee"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("A\u202enn", "Ann"),  # right-to-left override
        ("\u2066Ann\u2069", "Ann"),  # isolates
        ("An\u0000n\u0007", "Ann"),
        ("Ann\ud800", "Ann"),  # a lone surrogate cannot be sent as UTF-8
        ("A\u200bnn\ufeff", "Ann"),  # zero width
        ("👩\u200d💻", "👩\u200d💻"),  # joined emoji stay joined
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\U0001fae8", "\U0001fae8"),  # newer than this Python's tables
        ("<img onerror=x>", "<img onerror=x>"),  # text is text; escaping is the page's
        ("A" * 80, "A" * 80),
    ],
)
def test_a_name_is_kept_in_one_visible_form(typed: str, kept: str) -> None:
    assert cleaned(typed, NAME_MAX) == kept


@pytest.mark.parametrize(
    "typed", ["", "   ", "\u200d", "\u3164", "\u202e", "\u0301", "\u00a0", "\n", "A" * 81, "A" * 10**6]
)
def test_a_name_that_nobody_can_read_is_none(typed: str) -> None:
    assert cleaned(typed, NAME_MAX) is None


@given(st.text(max_size=200))
def test_what_is_kept_is_short_and_stays_the_same_when_cleaned_again(typed: str) -> None:
    kept = cleaned(typed, NAME_MAX)
    assert kept is None or (1 <= len(kept) <= NAME_MAX and cleaned(kept, NAME_MAX) == kept and kept.encode())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" one \n\ttwo  three ", "one\ntwo three"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("one\n\n\n \n\ntwo", "one\n\ntwo"),
        ("\n\none\n\n", "one"),
        ("A\u202enn\u200b\n\ufeff", "Ann"),
        ("A" * 80, "A" * 80),
    ],
)
def test_what_is_written_at_length_keeps_its_lines(typed: str, kept: str) -> None:
    assert cleaned_lines(typed, NAME_MAX) == kept


@pytest.mark.parametrize("typed", ["", " \n ", "\u200d\n\u3164", "A" * 81, "A\n" * 41, "A" * 10**6])
def test_what_nobody_can_read_at_length_is_none_either(typed: str) -> None:
    assert cleaned_lines(typed, NAME_MAX) is None


@given(st.text(max_size=200))
def test_lines_that_are_kept_are_few_and_stay_the_same_when_cleaned_again(typed: str) -> None:
    kept = cleaned_lines(typed, NAME_MAX)
    assert kept is None or (1 <= len(kept) <= NAME_MAX and cleaned_lines(kept, NAME_MAX) == kept and kept.encode())
