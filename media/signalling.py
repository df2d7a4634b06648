"""Offer in, answer out: the one way to a connection, whether the offer came by WebSocket or by WHIP and WHEP.

Plain functions: reading, agreeing and answering take a few milliseconds; the peer's task then waits for its client.
What is agreed becomes the plane's tables here, and nowhere else.
"""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal, Protocol

from attrs import define, frozen

from media import header_extensions as names
from media.answer import AnswerTransport, write_answer
from media.dtls import DtlsRole
from media.fingerprint import Fingerprint
from media.ice import IceCredentials
from media.negotiation import AgreedLine, Agreement, CodecPolicy, agree_publish, agree_watch
from media.offer import Offer, read_offer
from media.peer import Peer
from media.plane import CheckSpec, DownSpec, ExtensionIds, PeerSpec, Plane, UpSpec
from media.ports import Carrier, PublisherHome, ViewerHome
from media.publisher import Publisher
from media.sdp import OfferRefused
from media.srtp import SrtpKeys
from media.tracks import UpTrack
from media.viewer import Seat, Viewer

WHIP_LABELS = {"audio": "microphone", "video": "camera"}
MAX_SSRC = 2**32 - 1
Feedback = Literal["transport_cc", "remb", "none"]


@frozen
class SeatLines:
    """The m-lines, by mid, that make up one seat of a viewer's offer."""

    audio: str | None
    video: str | None


class PeerMaker(Protocol):
    """The engine, as signalling sees it."""

    def new_number(self) -> int: ...

    def new_credentials(self) -> IceCredentials: ...

    def make_peer(
        self, credentials: IceCredentials, remote_ufrag: str, fingerprints: Collection[Fingerprint], role: DtlsRole
    ) -> Peer: ...

    def start(self, peer: Peer, carrier: Carrier) -> None: ...


@define
class Signalling:
    """One per node. `addresses` are announced as candidates, the best first."""

    engine: PeerMaker
    plane: Plane
    fingerprint: Fingerprint
    addresses: tuple[str, ...]
    port: int
    codecs: CodecPolicy = CodecPolicy()  # noqa: RUF009 - frozen

    def publish(self, text: str, sources: Mapping[str, str], home: PublisherHome) -> tuple[str, Publisher]:
        """The answer, and who will send by it. `sources`: mid -> label. Raises OfferRefused."""
        if len(set(sources.values())) != len(sources):
            raise OfferRefused("bad_sources", "each source stands for one section of the offer")
        offer = read_offer(text)
        agreement = agree_publish(offer, self.codecs, sources.keys())
        peer, answer = self._peer(offer, agreement)
        labels = sources or {mid: WHIP_LABELS[line.offered.kind] for mid, line in agreement.items()}
        tracks = [self._up(peer, line, labels[mid]) for mid, line in agreement.items()]
        publisher = Publisher(peer, _peer_spec(peer, agreement, _steering(agreement)), tracks, self.plane, home)
        self.engine.start(peer, publisher)
        return answer, publisher

    def watch(
        self, text: str, seats: Sequence[SeatLines], screens: Sequence[SeatLines], home: ViewerHome
    ) -> tuple[str, Viewer]:
        """The answer, and who will be sent to. Raises OfferRefused."""
        offer = read_offer(text)
        agreement = agree_watch(offer, self.codecs, _streams(seats, screens))
        if not seats and not screens:
            seats = [_only_seat(agreement)]
        peer, answer = self._peer(offer, agreement)
        chairs = [
            self._seat(peer, agreement, lines, is_screen=is_screen)
            for is_screen, rows in ((False, seats), (True, screens))
            for lines in rows
        ]
        viewer = Viewer(peer, _peer_spec(peer, agreement, "none"), chairs, self.plane, home)
        self.engine.start(peer, viewer)
        return answer, viewer

    def _peer(self, offer: Offer, agreement: Agreement) -> tuple[Peer, str]:
        credentials = self.engine.new_credentials()
        role = DtlsRole.CLIENT if offer.setup == "passive" else DtlsRole.SERVER
        peer = self.engine.make_peer(credentials, offer.ice_ufrag, offer.fingerprints, role)
        transport = AnswerTransport(credentials, self.fingerprint, self.addresses, self.port)
        return peer, write_answer(offer, agreement, transport, secrets.randbits(62))

    def _up(self, peer: Peer, line: AgreedLine, label: str) -> tuple[UpTrack, UpSpec]:
        number, codec, offered = self.engine.new_number(), line.codec, line.offered
        name = line.codecs[-1].name.lower()  # red is but a form of what follows it
        spec = UpSpec(
            id=number,
            peer=peer.number,
            kind=offered.kind,
            mid=offered.mid,
            codecs={each.payload_type: each.name.lower() for each in line.codecs},
            clock_hz=codec.clock_hz,
            rtx={} if line.rtx_payload_type is None else {line.rtx_payload_type: codec.payload_type},
            rids=line.layers,
            ssrcs=offered.ssrcs,
            rtx_ssrcs=offered.rtx_ssrcs,
            nack="nack" in line.feedback,
        )
        if offered.kind == "audio":
            return UpTrack.of_audio(number, label, name), spec
        return UpTrack.of_video(number, label, name, max(1, len(line.layers))), spec

    def _seat(self, peer: Peer, agreement: Agreement, lines: SeatLines, *, is_screen: bool) -> Seat:
        audio = None if lines.audio is None else self._down(peer, agreement, lines.audio, "audio")
        video = None if lines.video is None else self._down(peer, agreement, lines.video, "video")
        return Seat(audio, video, is_screen)

    def _down(self, peer: Peer, agreement: Agreement, mid: str, kind: Literal["audio", "video"]) -> DownSpec:
        line = agreement[mid]
        if line.offered.kind != kind:
            raise OfferRefused("bad_seats", f"section {mid} is not {kind}")
        return DownSpec(
            id=self.engine.new_number(),
            peer=peer.number,
            kind=kind,
            mid=mid,
            ssrc=secrets.randbelow(MAX_SSRC) + 1,
            payload_types={codec.name.lower(): codec.payload_type for codec in line.codecs},
            clock_hz=line.codec.clock_hz,
            mid_ext_id=line.extensions.get(names.MID),
            abs_send_time_ext_id=line.extensions.get(names.ABS_SEND_TIME),
            dependency_ext_id=line.extensions.get(names.DEPENDENCY),
            transport_cc_ext_id=line.extensions.get(names.TRANSPORT_CC) if "transport-cc" in line.feedback else None,
        )


def _streams(seats: Sequence[SeatLines], screens: Sequence[SeatLines]) -> dict[str, str]:
    """A MediaStream for each seat, so that the browser plays its sound and its picture in step."""
    streams: dict[str, str] = {}
    for word, rows in (("seat", seats), ("screen", screens)):
        for index, lines in enumerate(rows):
            if lines.audio is None and lines.video is None:
                raise OfferRefused("bad_seats", "a seat has no section")  # nothing would bound how many there are
            for mid in (lines.audio, lines.video):
                if mid is None:
                    continue
                if mid in streams:
                    raise OfferRefused("bad_seats", f"section {mid} is in two seats")
                streams[mid] = f"{word}-{index}"
    return streams


def _only_seat(agreement: Agreement) -> SeatLines:
    mids = {line.offered.kind: mid for mid, line in agreement.items()}
    return SeatLines(mids.get("audio"), mids.get("video"))


def _steering(agreement: Agreement) -> Feedback:
    feedback = {each for line in agreement.values() for each in line.feedback}
    return "transport_cc" if "transport-cc" in feedback else "remb" if "goog-remb" in feedback else "none"


def _peer_spec(peer: Peer, agreement: Agreement, steering: Feedback) -> Callable[[SrtpKeys], PeerSpec]:
    """The plane's row for a peer, but for its keys. With BUNDLE an extension has one id for all lines (RFC 9143 9)."""
    ids = {uri: number for line in agreement.values() for uri, number in line.extensions.items()}
    extensions = ExtensionIds(
        mid=ids.get(names.MID),
        rid=ids.get(names.RID),
        repaired_rid=ids.get(names.REPAIRED_RID),
        audio_level=ids.get(names.AUDIO_LEVEL),
        abs_send_time=ids.get(names.ABS_SEND_TIME),
        transport_cc=ids.get(names.TRANSPORT_CC),
        dependency=ids.get(names.DEPENDENCY),
    )
    checks = CheckSpec(peer.ice.username.encode(), peer.ice.key)
    return lambda keys: PeerSpec(peer.number, keys, extensions, steering, checks)
