"""Consent to being recorded: asked for at every door behind which there is recording, given once for all."""

from collections.abc import Callable

import pytest

from actors import facts as f
from actors.webinar import commands as c
from actors.webinar.consent import asks_consent, is_to_consent
from actors.words import Assign, Role, WaitingRoom
from tests.actors.webinar.town import Town


def recorded(**settings: object) -> Town:
    town = Town(**settings).live()  # type: ignore[arg-type]
    town.do("host", c.StartRecording())
    return town


def announced() -> Town:
    return Town(recording_announced=True)


@pytest.mark.parametrize("begun", [recorded, announced])
def test_nobody_new_comes_in_without_it_and_of_whom_does_not_nothing_is_kept(begun: Callable[[], Town]) -> None:
    town = begun()
    before = town.state.seq
    assert town.refusal(None, c.Join("Ann")) == "consent_needed"
    assert town.state.seq == before
    joined, agreed = town.do(None, c.Join("Ann", consent=True))
    assert isinstance(joined, f.ParticipantJoined)
    assert agreed == f.ConsentGiven(joined.participant)


def test_what_is_wrong_anyway_is_said_first() -> None:
    town = recorded()
    assert town.refusal(None, c.Join("")) == "bad_name"
    town.do("host", c.Lock())
    assert town.refusal(None, c.Join("Ann")) == "locked"


def test_who_agreed_once_comes_back_without_being_asked() -> None:
    town = recorded()
    ann = town.join(consent=True)
    town.do(ann, c.Leave())
    town.do(None, c.Join("", returning=ann))
    assert not is_to_consent(town.state, ann)


def test_who_was_there_before_is_asked_when_they_come_back() -> None:
    town = Town().live()
    ann = town.join()
    town.do(ann, c.Leave())
    town.do("host", c.StartRecording())
    assert town.refusal(None, c.Join("", returning=ann)) == "consent_needed"
    assert f.ConsentGiven(ann) in town.do(None, c.Join("", returning=ann, consent=True))


def test_who_is_inside_when_it_begins_stays_and_has_yet_to_agree() -> None:
    town = Town().live()
    ann = town.join()
    assert not is_to_consent(town.state, ann)
    town.do("host", c.StartRecording())
    assert is_to_consent(town.state, ann)
    assert not is_to_consent(town.state, "host")  # who starts it agrees
    assert town.do(None, c.Join("", returning=ann)) == []
    assert town.do(ann, c.ConsentToRecording()) == [f.ConsentGiven(ann)]
    assert town.do(ann, c.ConsentToRecording()) == []
    assert not is_to_consent(town.state, ann)


def test_who_resumes_a_recording_agrees_to_it() -> None:
    town = Town().live()
    bob = town.inside(Role.CO_HOST)
    town.do("host", c.StartRecording())
    town.do("host", c.PauseRecording())
    assert town.do(bob, c.StartRecording())[0] == f.ConsentGiven(bob)


def test_it_can_be_given_in_the_waiting_room() -> None:
    town = Town(waiting_room=WaitingRoom.ALWAYS).live()
    ann = town.join()
    assert town.do(ann, c.ConsentToRecording()) == [f.ConsentGiven(ann)]


def test_a_breakout_room_has_a_door_of_its_own() -> None:
    town = Town().live()
    ann = town.inside()
    town.do("host", c.OpenRooms(count=2, assign=Assign.CHOOSE))
    assert town.state.rooms is not None
    red, blue = town.state.rooms.rooms
    town.do("host", c.StartRecording(red))
    assert (asks_consent(town.state), asks_consent(town.state, red), asks_consent(town.state, blue)) == (
        False,
        True,
        False,
    )
    town.do(ann, c.EnterRoom(blue))
    assert town.refusal(ann, c.EnterRoom(red)) == "consent_needed"
    town.do("host", c.MoveToRoom(ann, red))  # does not ask: they are there, and not recorded until they agree
    town.do(ann, c.LeaveRoom())
    town.do(ann, c.ConsentToRecording())
    town.do(ann, c.EnterRoom(red))
