"""Recordings as everybody is shown them."""

from datetime import timedelta

from actors.webinar import commands as c
from actors.webinar.recording_view import recordings
from tests.actors.webinar.town import Town


def test_a_recording_is_shown_until_it_is_stopped() -> None:
    town = Town().live()
    assert recordings(town.state) == ()
    town.do("host", c.StartRecording())
    (running,) = recordings(town.state)
    assert (running.room, running.paused_at, running.paused_ms) == ("main", None, 0)
    town.do("host", c.PauseRecording())
    (paused,) = recordings(town.state)
    assert paused.id == running.id
    assert paused.paused_at is not None
    assert paused.paused_at - paused.started_at == timedelta(seconds=2)  # in a town each fact takes one
    town.do("host", c.StopRecording())
    assert recordings(town.state) == ()
