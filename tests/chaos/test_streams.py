"""Planted lies in what a page was shown: a gap, something that never happened, something else than happened."""

import pytest

from actors import facts as f
from tests.chaos.made_up import Story, found, judged, message_shown


def test_a_gap_in_what_was_shown_is_found(story: Story) -> None:
    base = story.end
    story.says("ada", "one")
    story.says("bob", "two")
    story.is_shown("ada", base, message_shown(story.end, "bob", "two"))
    assert found(story) == {"wrong"}


@pytest.mark.parametrize(("was_away", "faults"), [(True, set()), (False, {"wrong"})])
def test_only_who_was_away_need_not_be_shown_what_was_deleted(story: Story, was_away: bool, faults: set[str]) -> None:
    base = story.end
    sent = story.says("ada", "one")
    deletion = story.sends("ada", "delete_message", message=sent.replies[0].result["message"])
    story.hears(deletion, story.happens(f.MessageDeleted(sent.replies[0].result["message"], "ada")))
    story.says("bob", "two")
    shown = message_shown(story.end, "bob", "two")
    story.is_shown("bob", base, shown, met_seq=story.end if was_away else base)
    assert found(story) == faults


def test_facts_that_a_page_was_shown_whole_are_no_fault(story: Story) -> None:
    base = story.end
    story.says("ada", "one")
    story.happens(f.HandRaised("bob"))  # not for everybody
    story.says("bob", "two")
    story.is_shown("ada", base, message_shown(base + 1, "ada", "one"), message_shown(base + 3, "bob", "two"))
    assert judged(story).is_clean


def test_something_shown_that_the_log_does_not_have_is_found(story: Story) -> None:
    story.is_shown("ada", story.end, message_shown(story.end + 1, "bob", "before it was durable"))
    assert found(story) == {"lost"}


def test_something_shown_that_the_log_has_otherwise_is_found(story: Story) -> None:
    base = story.end
    story.says("ada", "one")
    story.is_shown("bob", base, message_shown(story.end, "ada", "another"))
    assert found(story) == {"wrong"}


def test_a_hole_in_the_log_is_found(story: Story) -> None:
    story.says("ada", "one")
    story.says("ada", "two")
    del story.log[-2]
    assert "wrong" in found(story)


def test_what_a_page_noticed_itself_is_told(story: Story) -> None:
    story.history.faults.append("went backwards")
    assert judged(story).wrong == ["went backwards"]
