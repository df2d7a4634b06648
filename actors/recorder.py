"""What of one router's stage is recorded: a capture is given the publishers of those who agreed, as they
come and go.
"""

from collections.abc import Callable

import structlog
from attrs import define, field

from actors.floor import Floor
from actors.ports import Capture, Publisher
from actors.router_messages import NOTHING, Record
from actors.words import ParticipantId, RecordingId

log = structlog.get_logger(__name__)


@define(eq=False)
class Recorder:
    """`open_capture` begins a recording, or goes on with it, and is given what to call if it ends by itself."""

    open_capture: Callable[[RecordingId, Callable[[str], None]], Capture]
    on_ended: Callable[[RecordingId, str], None]
    _wish: Record = NOTHING
    _capture: Capture | None = None
    _is_paused: bool = False
    _broken: RecordingId | None = None
    _taken: dict[Publisher, ParticipantId] = field(factory=dict)

    def record(self, wish: Record) -> None:
        """The same twice comes to nothing the second time: a recording that broke is not tried again."""
        before, self._wish = self._wish, wish
        if wish.recording != before.recording:
            self.close()
            if wish.recording is not None:
                self._open(wish.recording)
        if self._capture is not None and wish.is_paused != self._is_paused:
            self._is_paused = wish.is_paused
            self._capture.pause() if wish.is_paused else self._capture.resume()

    def look(self, floor: Floor) -> None:
        """Who publishes now."""
        if self._capture is None:
            return
        now = {
            publication.publisher: participant
            for participant, publication in floor.publications.items()
            if floor.permit_of(participant).recorded
        }
        for publisher in [known for known in self._taken if known not in now]:
            del self._taken[publisher]
            self._capture.drop(publisher)
        for publisher, participant in now.items():
            if publisher not in self._taken:
                self._taken[publisher] = participant
                self._capture.take(publisher, participant)

    def close(self) -> None:
        if self._capture is not None:
            self._capture.close()
        self._capture, self._is_paused = None, False
        self._taken.clear()

    def _open(self, recording: RecordingId) -> None:
        try:
            self._capture = self.open_capture(recording, lambda reason: self._ended(recording, reason))
        except Exception:  # what cannot be recorded can be held all the same
            log.exception("capture_failed", recording=recording)
            self.on_ended(recording, "failed")

    def _ended(self, recording: RecordingId, reason: str) -> None:
        """The media path says so, perhaps while it begins; a word about an earlier one means nothing."""
        if recording == self._wish.recording != self._broken:
            self._broken = recording
            self.close()
            self.on_ended(recording, reason)
