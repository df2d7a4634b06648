"""Lock, settings, links, invites."""

from typing import Any

import pytest
from attrs import fields

from actors import facts as f
from actors.webinar import commands as c
from actors.webinar import house
from actors.webinar.state import Settings
from actors.words import Place, Role, WaitingRoom, Who
from tests.actors.webinar.town import Town


def test_a_lock_is_turned_once() -> None:
    town = Town()
    assert town.do("host", c.Lock()) == [f.WebinarLocked()]
    assert town.do("host", c.Lock()) == []
    assert town.do("host", c.Unlock()) == [f.WebinarUnlocked()]
    assert town.do("host", c.Unlock()) == []


def test_only_the_settings_named_change() -> None:
    town = Town()
    town.do("host", c.ChangeSettings(share=Who.HOSTS))
    town.do("host", c.ChangeSettings(chat=Who.STAGE))
    assert town.state.settings == Settings(share=Who.HOSTS, chat=Who.STAGE)
    assert town.do("host", c.ChangeSettings()) == town.do("host", c.ChangeSettings(chat=Who.STAGE)) == []


@pytest.mark.parametrize(("room", "live"), [(WaitingRoom.OFF, False), (WaitingRoom.UNTIL_START, True)])
def test_opening_the_waiting_room_lets_in_whom_it_held(room: WaitingRoom, live: bool) -> None:
    town = Town(waiting_room=WaitingRoom.ALWAYS)
    if live:
        town.live()
    ann = town.join()
    facts = town.do("host", c.ChangeSettings(waiting_room=room))
    assert facts[-1] == f.EveryoneAdmitted()
    assert town.person(ann).place is Place.IN


def test_closing_the_waiting_room_lets_nobody_in() -> None:
    town = Town()
    ann = town.join()
    assert len(town.do("host", c.ChangeSettings(waiting_room=WaitingRoom.ALWAYS))) == 1
    assert town.person(ann).place is Place.WAITING


def test_rotated_links_are_dead_and_the_new_ones_work() -> None:
    town = Town()
    assert town.do("host", c.RotateLinks(Role.PRESENTER)) == [f.LinksRotated(Role.PRESENTER, 1)]
    assert town.refusal(None, c.Join("Ann", role=Role.PRESENTER, link_epoch=0)) == "invite_expired"
    assert town.join(role=Role.PRESENTER, link_epoch=1)
    assert town.join()  # the audience's way in is another matter


def test_after_rotating_the_audiences_link_nobody_comes_in_without_one() -> None:
    town = Town()
    facts = town.do("host", c.RotateLinks(Role.ATTENDEE))
    assert [type(fact) for fact in facts] == [f.LinksRotated, f.SettingsChanged]
    assert town.refusal(None, c.Join("Ann")) == "invite_required"
    assert town.do("host", c.RotateLinks(Role.ATTENDEE)) == [f.LinksRotated(Role.ATTENDEE, 2)]


def test_there_is_no_shared_link_for_co_hosts() -> None:
    assert Town().refusal("host", c.RotateLinks(Role.CO_HOST)) == "no_such_link"


def test_an_invite_has_an_id_of_its_own_a_role_and_a_clean_label() -> None:
    town = Town()
    facts = [town.do("host", c.IssueInvite(Role.CO_HOST, label))[0] for label in (" Bob \u202e", "")]
    assert [(fact.role, fact.label) for fact in facts if isinstance(fact, f.InviteIssued)] == [
        (Role.CO_HOST, "Bob"),
        (Role.CO_HOST, ""),
    ]
    assert len(town.state.invites) == 2
    assert town.refusal("host", c.IssueInvite(Role.PRESENTER, "x" * 81)) == "bad_label"


def test_invites_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "INVITES_MAX", 1)
    town = Town()
    town.do("host", c.IssueInvite(Role.PRESENTER))
    assert town.refusal("host", c.IssueInvite(Role.PRESENTER)) == "too_many_invites"


@pytest.mark.parametrize("slow_mode_s", [-1, 3601, 10**9])
def test_slow_mode_is_an_hour_at_most_and_a_bad_one_changes_nothing_else(slow_mode_s: int) -> None:
    town = Town()
    assert town.refusal("host", c.ChangeSettings(chat=Who.HOSTS, slow_mode_s=slow_mode_s)) == "bad_slow_mode"
    assert town.state.settings == Settings()


def test_every_setting_can_be_changed_and_is_told_whole() -> None:
    town = Town()
    wished: dict[str, Any] = {
        **dict.fromkeys(("unmute", "share", "chat", "ask", "see_people", "direct"), Who.HOSTS),
        "waiting_room": WaitingRoom.ALWAYS,
        "invite_required": True,
        "slow_mode_s": 3600,
        "review_questions": True,
        "anonymous_questions": False,
        "reactions": False,
        "recording_announced": True,
    }
    assert wished.keys() == {field.name for field in fields(Settings)}
    town.do("host", c.ChangeSettings(**{**wished, "direct": Who.EVERYONE}))
    assert town.do("host", c.ChangeSettings(**wished)) == [f.SettingsChanged(**wished)]
    assert town.state.settings == Settings(**wished)
