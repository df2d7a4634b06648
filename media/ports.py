"""What the parts of media promise each other and their callers: two pages of Protocols, no code."""

from typing import TYPE_CHECKING, Protocol

from media.plane import LevelHeard, PlaneEvent
from media.srtp import SrtpKeys
from media.tracks import UpTrack

if TYPE_CHECKING:
    from media.publisher import Publisher
    from media.viewer import Viewer


class Carrier(Protocol):
    """What a peer is for: a `Publisher` or a `Viewer`."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The plane's numbers of the peer and its tracks."""

    def connected(self, keys: SrtpKeys) -> None:
        """The handshake is done: tell the plane everything about this peer."""

    def told(self, event: PlaneEvent) -> None:
        """Something that the plane saw about this peer or one of its tracks."""

    def close(self, reason: str) -> None:
        """End the peer soon."""

    def ended(self, reason: str) -> None:
        """The peer is gone from the plane already."""


class PublisherHome(Protocol):
    """What a publisher asks of the routing it belongs to."""

    def peer_connected(self, peer_id: str) -> None: ...

    def publisher_ended(self, publisher: "Publisher", reason: str) -> None: ...

    def level_heard(self, track: UpTrack, level: LevelHeard) -> None: ...

    def track_changed(self, track: UpTrack) -> None:
        """It opened, or other layers flow now."""

    def quality_seen(self, peer_id: str, loss: float, rtt_ms: float | None, heard_s: float) -> None: ...


class ViewerHome(Protocol):
    """What a viewer asks of the routing it belongs to."""

    @property
    def active(self) -> UpTrack | None:
        """The microphone of who has the floor."""

    def peer_connected(self, peer_id: str) -> None: ...

    def viewer_ended(self, viewer: "Viewer", reason: str) -> None: ...

    def quality_seen(self, peer_id: str, loss: float, rtt_ms: float | None, heard_s: float) -> None: ...


class RoutingListener(Protocol):
    """Called in the Trio thread. Must not block or raise."""

    def peer_connected(self, peer_id: str) -> None: ...

    def peer_ended(self, peer_id: str, reason: str) -> None:
        """`reason`: closed (by the far end), timeout, handshake_timeout, replaced, revoked, or a DTLS failure."""

    def speakers_changed(self, active: UpTrack | None, speaking: tuple[UpTrack, ...]) -> None: ...

    def quality_changed(self, peer_id: str, quality: str) -> None:
        """`quality`: good, fair, poor, lost."""
