"""Pseudonyms."""

import pytest

from actors.webinar.pseudonyms import pseudonym, recogniser


def test_the_same_person_has_the_same_pseudonym_about_the_same_thing_and_no_other() -> None:
    every = {pseudonym(secret, who, about) for secret in ("s", "t") for who in ("a", "b") for about in ("p", "q")}
    assert len(every) == 8
    assert pseudonym("s", "a", "p") == pseudonym("s", "a", "p")


def test_it_is_128_bits_that_may_stand_in_an_address() -> None:
    made = pseudonym("secret", "participant", "poll")
    assert len(made) == 22
    assert set(made) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_two_names_run_together_are_no_other_two() -> None:
    assert pseudonym("s", "ab", "c") != pseudonym("s", "b", "ca")
    assert pseudonym("s", "b", "ca") != pseudonym("s", "cab", "")


def test_without_a_secret_there_is_no_pseudonym() -> None:
    with pytest.raises(AssertionError):
        pseudonym("", "ann", "poll")


def test_it_stays_the_same_from_one_version_to_the_next() -> None:
    """A recovered webinar must know the ballots of its open polls again."""
    assert pseudonym("secret", "participant", "poll") == "aP6D1YNc9gEuuDmYb8HrJA"


def test_one_pseudonym_is_recognised_among_many_people() -> None:
    for about in ("p", "q"):
        is_of = recogniser("s", about, pseudonym("s", "ann", "p"))
        assert [who for who in ("ann", "bob", "an", "") if is_of(who.encode())] == (["ann"] if about == "p" else [])
