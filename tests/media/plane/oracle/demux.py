"""Which up track and layer an SSRC of a publisher belongs to (RFC 8843 9.2, RFC 8852).

Learned once, from what the offer declared, else from the MID, RID and repaired-RID extensions that only a stream's
first packets carry, else from the payload type if but one track has it. Never forgotten while the track lives; bounded.
"""

from attrs import define, field

from media.plane import ExtensionIds
from tests.media.plane.oracle.rtp import Header
from tests.media.plane.oracle.upstream import UpStream, UpTrack

MAX_SSRCS = 64  # per peer: four tracks of at most three layers with RTX are 20


@define
class Route:
    """Where an SSRC's packets go: to a stream, or (RTX) to whatever stream carries this layer."""

    track: UpTrack
    layer: int
    stream: UpStream | None  # None: an RTX SSRC


@define
class Demux:
    extensions: ExtensionIds
    tracks: list[UpTrack] = field(factory=list)
    routes: dict[int, Route] = field(factory=dict)

    def learn(self, header: Header, elements: dict[int, bytes]) -> Route | None:
        """The route of an SSRC not seen before; None if it cannot be told (yet), or if the peer has too many."""
        if len(self.routes) >= MAX_SSRCS:
            return None
        found = self._declared(header.ssrc) or self._from_extensions(header, elements)
        if found is None:
            return None
        track, layer, is_repair = found
        stream = None if is_repair else track.add_stream(layer, header.ssrc)
        self.routes[header.ssrc] = route = Route(track, layer, stream)
        return route

    def forget(self, track: UpTrack) -> None:
        """The track is gone; a later one may use its SSRCs."""
        self.tracks.remove(track)
        self.routes = {ssrc: route for ssrc, route in self.routes.items() if route.track is not track}

    def _declared(self, ssrc: int) -> tuple[UpTrack, int, bool] | None:
        for track in self.tracks:
            media_ssrc = track.spec.rtx_ssrcs.get(ssrc, ssrc)
            if media_ssrc in track.spec.ssrcs:
                return track, track.spec.ssrcs.index(media_ssrc), media_ssrc != ssrc
        return None

    def _from_extensions(self, header: Header, elements: dict[int, bytes]) -> tuple[UpTrack, int, bool] | None:
        track = self._track(header, _text(elements, self.extensions.mid))
        if track is None:
            return None
        is_repair = header.payload_type in track.spec.rtx
        if not is_repair and header.payload_type not in track.spec.codecs:
            return None
        if not track.spec.rids:
            return track, 0, is_repair
        rid = _text(elements, self.extensions.rid)
        if is_repair:
            rid = _text(elements, self.extensions.repaired_rid) or rid
        return (track, track.spec.rids.index(rid), is_repair) if rid in track.spec.rids else None

    def _track(self, header: Header, mid: str | None) -> UpTrack | None:
        if mid is not None:
            return next((track for track in self.tracks if track.spec.mid == mid), None)
        kind = header.payload_type
        fitting = [track for track in self.tracks if kind in track.spec.codecs or kind in track.spec.rtx]
        return fitting[0] if len(fitting) == 1 else None


def _text(elements: dict[int, bytes], identity: int | None) -> str | None:
    value = elements.get(identity) if identity is not None else None
    return value.decode("ascii", "replace") if value else None
