"""Recording: all of it is asked of the webinar, in its main room's session. `room`: a RoomId, or `MAIN`."""

from attrs import frozen

from actors.words import MAIN


@frozen
class StartRecording:
    """A paused one goes on. Answered with the recording's id, also where it runs already."""

    room: str = MAIN


@frozen
class PauseRecording:
    room: str = MAIN


@frozen
class StopRecording:
    """For good; what was recorded stays. A recording started later is another one."""

    room: str = MAIN


@frozen
class ConsentToRecording:
    """I may be recorded, for all of this webinar."""
