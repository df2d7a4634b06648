"""Resume tokens: each once, and again until the next one has been used."""

import pytest

from actors import facts as f
from actors.webinar import commands as c
from actors.webinar.resuming import PAGES_KEPT, next_number
from tests.actors.webinar.town import Town


@pytest.fixture
def town() -> Town:
    return Town().live()


def test_a_page_resumes_with_one_token_after_the_other(town: Town) -> None:
    ann = town.inside()
    for number in (1, 2, 3):
        assert next_number(town.person(ann), "page") == number
        assert town.do(ann, c.Resume("page", number)) == [f.SessionResumed(ann, "page", number)]


def test_a_token_whose_answer_was_lost_is_good_again_and_changes_nothing(town: Town) -> None:
    ann = town.inside()
    town.do(ann, c.Resume("page", 1))
    assert town.do(ann, c.Resume("page", 1)) == []
    assert next_number(town.person(ann), "page") == 2


@pytest.mark.parametrize("number", [-1, 0, 1, 4, 5])
def test_a_token_used_up_or_never_given_out_is_stale(town: Town, number: int) -> None:
    ann = town.inside()
    for used in (1, 2):
        town.do(ann, c.Resume("page", used))
    assert town.refusal(ann, c.Resume("page", number)) == "stale_token"
    assert next_number(town.person(ann), "page") == 3


@pytest.mark.parametrize("number", [-1, 0, 2])
def test_a_new_page_begins_with_its_first_token(town: Town, number: int) -> None:
    assert town.refusal(town.inside(), c.Resume("page", number)) == "stale_token"


def test_pages_and_people_count_apart(town: Town) -> None:
    ann, bob = town.inside(), town.inside()
    town.do(ann, c.Resume("page", 1))
    assert town.refusal(bob, c.Resume("page", 2)) == "stale_token"
    assert town.refusal(ann, c.Resume("another", 2)) == "stale_token"


def test_the_page_that_resumed_longest_ago_is_forgotten_and_no_token_of_it_is_good_a_second_time(town: Town) -> None:
    ann = town.inside()
    for number in (1, 2, 3):
        town.do(ann, c.Resume("old", number))
    for n in range(PAGES_KEPT):
        page = f"page{n}"
        town.do(ann, c.Resume(page, next_number(town.person(ann), page)))
    assert list(town.person(ann).pages) == [f"page{n}" for n in range(PAGES_KEPT)]
    assert [town.refusal(ann, c.Resume("old", number)) for number in (1, 2, 3)] == ["stale_token"] * 3
    assert town.do(ann, c.Resume("old", 4)) == [f.SessionResumed(ann, "old", 4)]  # that one has never been used


def test_a_page_in_use_is_not_forgotten_for_others(town: Town) -> None:
    ann = town.inside()
    for number in range(1, PAGES_KEPT + 3):
        town.do(ann, c.Resume("busy", next_number(town.person(ann), "busy")))
        town.do(ann, c.Resume(f"page{number}", next_number(town.person(ann), f"page{number}")))
    assert "busy" in town.person(ann).pages


def test_who_is_not_here_resumes_nothing(town: Town) -> None:
    ann, bob = town.inside(), town.inside()
    town.do(ann, c.Leave())
    town.do(town.host, c.Ban(bob))
    assert [town.refusal(who, c.Resume("page", 1)) for who in (ann, bob, "nobody", None)] == [
        "left",
        "banned",
        "no_such_participant",
        "no_such_participant",
    ]


def test_who_waits_at_the_door_may_resume() -> None:
    town = Town()
    assert town.do(town.join(), c.Resume("page", 1))


def test_when_all_is_over_nobody_resumes(town: Town) -> None:
    ann = town.inside()
    town.do(town.host, c.End())
    assert town.refusal(ann, c.Resume("page", 1)) == "ended"
