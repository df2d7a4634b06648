"""Recordings: at most one of each room at a time, and one that is stopped never goes on."""

from actors import facts as f
from actors.webinar.recording_state import Recording
from actors.webinar.state import State
from actors.words import RecordingId


def started(state: State, fact: f.RecordingStarted) -> None:
    state.recordings[fact.room] = Recording(fact.recording, state.at_ms)


def paused(state: State, fact: f.RecordingPaused) -> None:
    state.recordings[_room_of(state, fact.recording)].paused_at_ms = state.at_ms


def resumed(state: State, fact: f.RecordingResumed) -> None:
    recording = state.recordings[_room_of(state, fact.recording)]
    if recording.paused_at_ms is not None:
        recording.paused_ms += max(0, state.at_ms - recording.paused_at_ms)
        recording.paused_at_ms = None


def stopped(state: State, fact: f.RecordingStopped) -> None:
    del state.recordings[_room_of(state, fact.recording)]


def consented(state: State, fact: f.ConsentGiven) -> None:
    state.people[fact.participant].consents = True


def _room_of(state: State, recording: RecordingId) -> str:
    return next(room for room, known in state.recordings.items() if known.id == recording)
