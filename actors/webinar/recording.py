"""Recordings, decided: at most one of each room at a time, and one that is stopped never goes on.

Nobody is recorded without their consent, which holds for all of this webinar. Whoever comes in, into the webinar or
into a breakout room, while it is recorded is asked for it first; whoever is inside already when it begins is not
recorded until they have given it. Who starts a recording agrees to it with that.
"""

from actors import facts as f
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.breakouts import NO_SUCH_ROOM
from actors.webinar.breakouts_opening import NOT_STARTED
from actors.webinar.consent import consenting
from actors.webinar.decision import Context, Decision
from actors.webinar.recording_state import Recording
from actors.webinar.state import State
from actors.words import MAIN, RecordingId, Status

NOT_RECORDING = Refusal("not_recording", "This is not being recorded.")
TOO_MANY_RECORDINGS = Refusal("too_many_recordings", "This webinar has been recorded very often. Make a new one.")
RECORDINGS_MAX = 500  # begun in one webinar, whenever: each is a folder


def start(state: State, command: c.StartRecording, ctx: Context) -> Decision:
    if state.status is not Status.LIVE:
        return NOT_STARTED
    if not _is_room(state, command.room):
        return NO_SUCH_ROOM
    recording = state.recordings.get(command.room)
    if recording is None and state.recordings_made >= RECORDINGS_MAX:
        return TOO_MANY_RECORDINGS
    by = ctx.by or ""
    agreed = consenting(state.people[by])
    if recording is None:
        return [*agreed, f.RecordingStarted(ctx.new_id(), command.room, by)]
    return [] if recording.paused_at_ms is None else [*agreed, f.RecordingResumed(recording.id, by)]


def pause(state: State, command: c.PauseRecording, ctx: Context) -> Decision:
    recording = state.recordings.get(command.room)
    if recording is None:
        return NOT_RECORDING if _is_room(state, command.room) else NO_SUCH_ROOM
    return [f.RecordingPaused(recording.id, ctx.by or "")] if recording.paused_at_ms is None else []


def stop(state: State, command: c.StopRecording, ctx: Context) -> Decision:
    recording = state.recordings.get(command.room)
    if recording is None:
        return [] if _is_room(state, command.room) else NO_SUCH_ROOM
    return [f.RecordingStopped(recording.id, ctx.by or "", "host")]


def consent(state: State, _: c.ConsentToRecording, ctx: Context) -> Decision:
    return consenting(state.people[ctx.by or ""])


def capture_ended(state: State, command: c.CaptureEnded, _: Context) -> Decision:
    is_on = any(recording.id == command.recording for recording in state.recordings.values())
    return [f.RecordingStopped(command.recording, None, command.reason)] if is_on else []


def _is_room(state: State, room: str) -> bool:
    return room == MAIN or (state.rooms is not None and room in state.rooms.rooms)


# --- what the facts do


def started(state: State, fact: f.RecordingStarted) -> None:
    state.recordings[fact.room] = Recording(fact.recording, state.at_ms)
    state.recordings_made += 1


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
