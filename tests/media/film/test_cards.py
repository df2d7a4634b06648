"""What is drawn: of the size asked for, and kept."""

import pytest

from media.film import cards


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada Lovelace", "AL"),
        ("björn", "B"),
        ("Jan van der Berg", "JB"),
        ("(Guest) 7", "7"),
        ("", "?"),
        ("李 小龙", "李小"),
    ],
)
def test_initials_are_of_the_first_and_last_word(name: str, letters: str) -> None:
    assert cards.initials(name) == letters


def test_cards_and_tiles_have_the_size_asked_for_and_show_something() -> None:
    for planes in (cards.card("Bees " * 60, "below", 320, 180), cards.initials_tile("Ada", 320, 180)):
        assert [plane.shape for plane in planes] == [(180, 320), (90, 160), (90, 160)]
        assert planes[0].max() > 150
        assert planes[0].min() < 60


def test_a_name_that_is_too_long_ends_with_a_whole_letter_and_dots() -> None:
    type_ = cards.font(12)
    short = cards.shortened("Ada Lovelace of London", type_, 80)
    assert short.endswith("…")
    assert type_.getlength(short) <= 80 < type_.getlength(f"{short[:-1]}ace…")
    assert cards.shortened("Ada", type_, 80) == "Ada"


def test_a_name_tag_is_as_wide_as_its_name_but_not_wider_than_its_tile() -> None:
    assert cards.tag("Ada", 20, 300)[0].shape[1] < cards.tag("Ada Lovelace", 20, 300)[0].shape[1] < 300
    assert 80 <= cards.tag("A" * 200, 20, 100)[0].shape[1] <= 100
    assert cards.tag("Ada", 20, 300) is cards.tag("Ada", 20, 300)


def test_a_title_is_broken_between_words() -> None:
    lines = cards.wrapped("one two three four", cards.font(20), 100)
    assert len(lines) > 1
    assert " ".join(lines) == "one two three four"


def test_the_date_is_in_utc() -> None:
    assert cards.date(1_800_000_000) == "15 January 2027, 08:00 UTC"
