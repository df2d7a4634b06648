"""Where publishers' tracks meet viewers' seats: the media of one router. Nothing crosses over to another."""

from collections.abc import Callable, Mapping, Sequence

from media.loudest import Loudest
from media.plane import LevelHeard
from media.ports import RoutingListener
from media.publisher import Publisher
from media.quality import Quality
from media.recording.capture import Capture
from media.signalling import SeatLines, Signalling
from media.speakers import Speakers
from media.tracks import UpTrack
from media.viewer import Viewer


class Routing:
    """`publish` and `watch` answer an offer at once; the connection comes up by itself, which the listener hears."""

    def __init__(
        self,
        signalling: Signalling,
        listener: RoutingListener,
        on_close: Callable[["Routing"], None],
        open_capture: Callable[[str, str, str, Callable[[str], None]], Capture],
    ) -> None:
        self._signalling = signalling
        self._listener = listener
        self._on_close = on_close
        self._open_capture = open_capture
        self._captures: list[Capture] = []
        self._publishers: dict[str, Publisher] = {}
        self._viewers: dict[str, Viewer] = {}
        self._qualities: dict[str, Quality] = {}
        self._tracks: dict[int, UpTrack] = {}
        self._speakers = Speakers()
        self._loudest = Loudest()

    def publish(self, offer: str, sources: Mapping[str, str]) -> tuple[str, Publisher]:
        """Answer a publisher's offer. `sources`: mid -> label, any word. Raises OfferRefused.

        Without sources (WHIP) the first audio is `microphone` and the first video `camera`.
        """
        answer, publisher = self._signalling.publish(offer, sources, self)
        self._publishers[publisher.id] = publisher
        self._tracks.update({track.id: track for track in publisher.tracks.values()})
        return answer, publisher

    def watch(self, offer: str, seats: Sequence[SeatLines], screens: Sequence[SeatLines]) -> tuple[str, Viewer]:
        """Answer a viewer's offer. Raises OfferRefused.

        Without seats and screens (WHEP) the first audio and the first video are the one seat.
        """
        answer, viewer = self._signalling.watch(offer, seats, screens, self)
        self._viewers[viewer.id] = viewer
        return answer, viewer

    def capture(self, recording: str, webinar: str, room: str, on_ended: Callable[[str], None]) -> Capture:
        """Begin to write a recording, or go on with it. `on_ended`: `disk_full` or `failed`, if it ends by itself."""
        self._captures = [each for each in self._captures if not each.is_closed]
        self._captures.append(self._open_capture(recording, webinar, room, on_ended))
        return self._captures[-1]

    def close(self) -> None:
        """End every connection."""
        self._on_close(self)
        for capture in self._captures:
            capture.close()
        for publisher in self._publishers.values():
            publisher.close("closed")
        for viewer in self._viewers.values():
            viewer.close("closed")

    def judge_speakers(self, now_s: float) -> None:
        """Tell the listener if it is others now who speak. A few times a second is enough."""
        if self._speakers.update(now_s):
            speaking = tuple(self._tracks[up] for up in self._speakers.speaking if up in self._tracks)
            self._listener.speakers_changed(self.active, speaking)

    # --- for Publisher and Viewer

    @property
    def active(self) -> UpTrack | None:
        return self._tracks.get(self._speakers.active) if self._speakers.active is not None else None

    def peer_connected(self, peer_id: str) -> None:
        self._listener.peer_connected(peer_id)

    def publisher_ended(self, publisher: Publisher, reason: str) -> None:
        del self._publishers[publisher.id]
        for capture in self._captures:
            capture.drop(publisher)
        for track in publisher.tracks.values():
            del self._tracks[track.id]
            self._speakers.forget(track.id)
            self._loudest.forget(track.id)
            for viewer in self._viewers.values():
                viewer.forget(track)
        self._ended(publisher.id, reason)

    def viewer_ended(self, viewer: Viewer, reason: str) -> None:
        del self._viewers[viewer.id]
        self._ended(viewer.id, reason)

    def level_heard(self, track: UpTrack, level: LevelHeard) -> None:
        self._speakers.heard(track.id, level.level_dbov, level.at_s)
        for number, hushed in self._loudest.heard(track.id, level.level_dbov, level.at_s).items():
            self._publisher_of(number).hush(self._tracks[number], hushed)

    def track_changed(self, track: UpTrack) -> None:
        for capture in self._captures:
            capture.track_changed(track)
        for viewer in self._viewers.values():
            viewer.track_changed(track)

    def quality_seen(self, peer_id: str, loss: float, rtt_ms: float | None, heard_s: float) -> None:
        quality = self._qualities.setdefault(peer_id, Quality())
        if quality.reported(loss, rtt_ms, heard_s):
            self._listener.quality_changed(peer_id, quality.word)

    def _publisher_of(self, number: int) -> Publisher:
        return next(each for each in self._publishers.values() if number in each.numbers)

    def _ended(self, peer_id: str, reason: str) -> None:
        self._qualities.pop(peer_id, None)
        self._listener.peer_ended(peer_id, reason)
