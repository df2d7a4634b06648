"""What recording commands come to, and that a recording is never two, and never goes on once it is stopped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors import facts as f
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar import recording
from actors.webinar.results import Recorded, result_of
from actors.words import MAIN, Assign, Role
from tests.actors.webinar.crowd import Crowd
from tests.actors.webinar.town import Town

RECORDING = {c.StartRecording, c.PauseRecording, c.StopRecording, c.OpenRooms, c.CloseRooms, c.CaptureEnded}


def rooms_of(town: Town) -> list[str]:
    town.do(town.host, c.OpenRooms(count=2, assign=Assign.CHOOSE))
    assert town.state.rooms is not None
    return list(town.state.rooms.rooms)


def test_each_command_is_done_once_however_often_it_is_said() -> None:
    town = Town().live()
    facts = town.do("host", c.StartRecording())
    assert [type(fact) for fact in facts] == [f.ConsentGiven, f.RecordingStarted]
    (known,) = town.state.recordings.values()
    assert town.do("host", c.StartRecording()) == []
    assert result_of(town.state, c.StartRecording(), []) == Recorded(known.id)
    assert town.do("host", c.PauseRecording()) == [f.RecordingPaused(known.id, "host")]
    assert town.do("host", c.PauseRecording()) == []
    assert town.do("host", c.StartRecording()) == [f.RecordingResumed(known.id, "host")]
    assert town.do("host", c.StopRecording()) == [f.RecordingStopped(known.id, "host", "host")]
    assert town.do("host", c.StopRecording()) == []


def test_what_is_started_after_a_stop_is_another_recording() -> None:
    town = Town().live()
    ids = set[str]()
    for _ in range(3):
        town.do("host", c.StartRecording())
        ids.add(town.state.recordings[MAIN].id)
        town.do("host", c.StopRecording())
    assert len(ids) == 3


def test_the_time_of_pauses_is_counted_apart() -> None:
    town = Town().live()
    town.do("host", c.StartRecording())
    known = town.state.recordings[MAIN]
    for pause_s in (10, 20):
        town.do("host", c.PauseRecording())
        assert known.paused_at_ms == town.state.at_ms
        town.wait(pause_s)
        town.do("host", c.StartRecording())
    assert known.paused_at_ms is None
    assert known.paused_ms == 32_000  # in a town each fact takes a second


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (c.StartRecording("none"), "no_such_room"),
        (c.PauseRecording(), "not_recording"),
        (c.PauseRecording("none"), "no_such_room"),
    ],
)
def test_what_cannot_be_recorded_is_refused(command: c.SPOKEN, code: str) -> None:
    assert Town().live().refusal("host", command) == code


def test_nothing_is_recorded_before_the_webinar_starts_and_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    town = Town()
    assert town.refusal("host", c.StartRecording()) == "not_started"
    monkeypatch.setattr(recording, "RECORDINGS_MAX", 1)
    town.live().do("host", c.StartRecording())
    assert town.do("host", c.StartRecording()) == []
    town.do("host", c.StopRecording())
    assert town.refusal("host", c.StartRecording()) == "too_many_recordings"


def test_each_room_has_a_recording_of_its_own_which_ends_with_it() -> None:
    town = Town().live()
    red, blue = rooms_of(town)
    for room in (MAIN, red, blue):
        town.do("host", c.StartRecording(room))
    town.do("host", c.PauseRecording(blue))
    ids = {room: known.id for room, known in town.state.recordings.items()}
    assert len(set(ids.values())) == 3
    assert town.do("host", c.CloseRooms()) == [
        f.RecordingStopped(ids[red], None, "room_closed"),
        f.RecordingStopped(ids[blue], None, "room_closed"),
        f.RoomsClosed("host"),
    ]
    assert list(town.state.recordings) == [MAIN]
    assert f.RecordingStopped(ids[MAIN], None, "webinar_ended") in town.do("host", c.End())
    assert town.state.recordings == {}


def test_rooms_whose_time_is_up_are_recorded_no_longer() -> None:
    town = Town().live()
    town.do("host", c.OpenRooms(count=1, for_s=60))
    assert town.state.rooms is not None
    assert town.state.rooms.closes_at_ms is not None
    (red,) = town.state.rooms.rooms
    town.do("host", c.StartRecording(red))
    stopped, closed = town.do(None, c.RoomsTimeUp(town.state.rooms.closes_at_ms))
    assert isinstance(stopped, f.RecordingStopped)
    assert (stopped.reason, closed) == ("room_closed", f.RoomsClosed("time"))


def test_a_recording_that_broke_is_stopped_once_and_an_earlier_one_stops_nothing() -> None:
    town = Town().live()
    town.do("host", c.StartRecording())
    first = town.state.recordings[MAIN].id
    broke = c.CaptureEnded(first, "disk_full")
    assert town.do(None, broke) == [f.RecordingStopped(first, None, "disk_full")]
    town.do("host", c.StartRecording())
    assert town.do(None, broke) == []
    assert MAIN in town.state.recordings


@given(st.integers(0, 2**32))
def test_whatever_a_crowd_says_no_room_has_two_recordings_and_none_comes_back(seed: int) -> None:
    crowd = Crowd.of(seed, RECORDING)
    open_ones, stopped = dict[str, str](), set[str]()
    for _ in range(150):
        _, command, decision = crowd.says()
        for fact in [] if isinstance(decision, Refusal) else decision:
            match fact:
                case f.RecordingStarted(known, room):
                    assert room not in open_ones.values()
                    assert known not in stopped
                    open_ones[known] = room
                case f.RecordingPaused(known) | f.RecordingResumed(known):
                    assert known in open_ones
                case f.RecordingStopped(known):
                    del open_ones[known]
                    stopped.add(known)
        known_rooms = {MAIN, *(crowd.town.state.rooms.rooms if crowd.town.state.rooms else ())}
        assert set(open_ones.values()) == set(crowd.town.state.recordings) <= known_rooms, command


@pytest.mark.parametrize("role", [Role.PRESENTER, Role.ATTENDEE])
def test_recording_is_for_hosts(role: Role) -> None:
    town = Town().live()
    ann = town.inside(role)
    for command in (c.StartRecording(), c.PauseRecording(), c.StopRecording()):
        assert town.refusal(ann, command) == "not_allowed"
