"""What everybody is shown of the recordings that have not been stopped."""

from actors.shown import RecordingView
from actors.webinar.recording_state import Recording
from actors.webinar.state import State
from actors.webinar.view import instant, moment


def recordings(state: State) -> tuple[RecordingView, ...]:
    return tuple(_view(room, recording) for room, recording in state.recordings.items())


def _view(room: str, recording: Recording) -> RecordingView:
    return RecordingView(
        id=recording.id,
        room=room,
        started_at=moment(recording.started_at_ms),
        paused_at=instant(recording.paused_at_ms),
        paused_ms=recording.paused_ms,
    )
