"""How far recordings are."""

from actors import facts as f
from actors.ports import StoredFact
from web.recordings.states import states


def test_a_recording_is_as_its_last_fact_left_it() -> None:
    facts = [
        *(f.RecordingStarted("a", "main", "hedy"), f.RecordingPaused("a", "hedy"), f.RecordingResumed("a", "hedy")),
        *(f.RecordingStarted("b", "main", "hedy"), f.RecordingPaused("b", "hedy")),
        *(f.RecordingStarted("c", "main", "hedy"), f.RecordingStopped("c", None, "disk_full")),
    ]
    log = [StoredFact(seq, 0, fact) for seq, fact in enumerate(facts)]
    assert states(log) == {"a": "recording", "b": "paused", "c": "stopped"}
