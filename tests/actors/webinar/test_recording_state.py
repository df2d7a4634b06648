"""How recordings end that end with what they record."""

from actors import facts as f
from actors.webinar.recording_state import Recording, all_stopped, rooms_stopped

RECORDINGS = {"main": Recording("c1", 0), "w.r1": Recording("c2", 0, paused_at_ms=5)}


def test_with_its_webinar_every_recording_ends_also_one_that_is_paused() -> None:
    ends = [f.RecordingStopped(known, None, "webinar_ended") for known in ("c1", "c2")]
    assert all_stopped(RECORDINGS) == ends


def test_with_the_rooms_that_of_the_main_room_goes_on() -> None:
    assert rooms_stopped(RECORDINGS) == [f.RecordingStopped("c2", None, "room_closed")]
    assert rooms_stopped({}) == []
