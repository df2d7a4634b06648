"""The media of one node: the UDP port, the plane, and every peer; what actors are given of it are `Routing`s.

Task tree: serve → `news` (what comes up from the plane: handshakes, checks, events), `speakers`, `recordings`,
one task per peer.
All in the Trio thread. Packets are moved by the plane's own thread, which reads the port and waits for nobody here.
"""

import secrets
import time
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import structlog
import trio

from config.settings import MediaSettings
from media.address import Address
from media.certificate import Certificate
from media.dtls import Dtls, DtlsContext, DtlsRole
from media.endpoint import Endpoint
from media.fingerprint import Fingerprint
from media.ice import IceCredentials, IceLite
from media.negotiation import CodecPolicy
from media.peer import Peer
from media.plane import Fed, PlaneEvent, ViewerReport
from media.plane.face import CompiledPlane
from media.ports import Carrier, RoutingListener
from media.recording.captures import Captures
from media.routing import Routing
from media.sdp import OfferRefused
from media.signalling import Signalling
from media.srtp import SrtpKeys

SPEAKERS_S = 0.2  # a picture that changes sides sooner than that only flickers
OWNED_FOR_S = 8.0  # an address unchecked for longer than Firefox's interval may pass to another peer


log = structlog.get_logger("media")


class Engine:
    """`await nursery.start(engine.serve)`, then `open_routing`. One per node."""

    def __init__(self, settings: MediaSettings, recordings: Path) -> None:
        """Bind the UDP port. Raises OSError when it is taken. `recordings`: the folder where they lie."""
        self._settings = settings
        self._endpoint = Endpoint(settings.host, settings.port)
        self.plane = CompiledPlane(wall_at_zero_s=time.time() - trio.current_time())
        self.captures = Captures(self.plane, recordings)
        certificate = Certificate.generate(datetime.now(UTC))
        self._dtls = DtlsContext(certificate)
        policy = CodecPolicy(
            ("red", "opus") if settings.redundant_audio else ("opus",),
            settings.video_codecs,
            settings.audio_bitrate_bps,
        )
        self._signalling = Signalling(self, self.plane, certificate.fingerprint, settings.address, self.port, policy)
        self._carriers: dict[int, Carrier] = {}  # by the numbers of their peers and tracks
        self._routings: set[Routing] = set()
        self._peers: dict[str, Peer] = {}
        self._addresses: dict[Address, Peer] = {}
        self._half_open: set[int] = set()  # numbers of peers between offer and finished handshake
        self._last_number = 0
        self._nursery: trio.Nursery | None = None

    @property
    def port(self) -> int:
        return self._endpoint.port

    async def serve(self, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        async with trio.open_nursery() as media:
            self._nursery = media
            await media.start(self._hear_news, name="news")
            await media.start(self.captures.serve, name="recordings")
            media.start_soon(self._judge_speakers, name="speakers")
            task_status.started()

    def open_routing(self, listener: RoutingListener) -> Routing:
        """A place where tracks meet viewers. Nothing crosses from one to another."""
        routing = Routing(self._signalling, listener, self._routings.discard, self.captures.open)
        self._routings.add(routing)
        return routing

    def counters(self) -> dict[str, int]:
        """Totals since start, by name, and what is there now (`peers`, `handshakes`)."""
        now = {"peers": len(self._peers), "handshakes": len(self._half_open)}
        return {**self._endpoint.counters, **self.plane.counters(), **now}

    # --- for Signalling

    def new_number(self) -> int:
        """A name for a peer or a track in the plane; each is used once, whatever it names."""
        self._last_number += 1
        return self._last_number

    def new_credentials(self) -> IceCredentials:
        """Raises OfferRefused(`busy`) while too many strangers stand in the door."""
        if len(self._half_open) >= self._settings.max_handshakes or self._nursery is None:
            raise OfferRefused("busy", "too many connections are being made; try again in a second")
        return IceCredentials.generate(secrets.token_bytes)

    def make_peer(
        self, credentials: IceCredentials, remote_ufrag: str, fingerprints: Collection[Fingerprint], role: DtlsRole
    ) -> Peer:
        now_s = trio.current_time()
        ice = IceLite(credentials, remote_ufrag, now_s)
        dtls = Dtls(self._dtls, role, fingerprints, now_s + self._settings.handshake_timeout_s)
        return Peer(self.new_number(), secrets.token_urlsafe(12), ice, dtls, self)

    def start(self, peer: Peer, carrier: Carrier) -> None:
        """Begin a peer's life; its answer may be sent as soon as this returns."""
        assert self._nursery is not None, "credentials are given only while serving"
        self._peers[peer.ice.local.ufrag] = peer
        self._half_open.add(peer.number)
        self._carriers.update(dict.fromkeys(carrier.numbers, carrier))
        self._nursery.start_soon(self._live, peer, carrier, name=f"peer:{peer.id}")

    # --- for Peer

    def send(self, datagram: bytes, address: Address) -> None:
        self._endpoint.send(datagram, address)

    def may_claim(self, address: Address, peer: Peer, now_s: float) -> bool:
        owner = self._addresses.get(address)
        if owner is None or owner is peer:
            return True
        owner.catch_up()
        return now_s - owner.ice.last_check_s > OWNED_FOR_S

    def claim(self, address: Address, peer: Peer) -> None:
        self._addresses[address] = peer

    def release(self, address: Address, peer: Peer) -> None:
        if self._addresses.get(address) is peer:
            del self._addresses[address]

    def last_check_s(self, peer: Peer) -> float | None:
        return self.plane.last_check_s(peer.number)

    def move(self, peer: Peer, address: Address) -> None:
        if peer.number not in self._half_open:
            self.plane.move_peer(peer.number, address)

    def connected(self, peer: Peer, keys: SrtpKeys) -> None:
        self._half_open.remove(peer.number)
        self._carriers[peer.number].connected(keys)

    # --- for Endpoint

    def by_ufrag(self, ufrag: str) -> Peer | None:
        return self._peers.get(ufrag)

    def by_address(self, address: Address) -> Peer | None:
        return self._addresses.get(address)

    # --- tasks

    async def _live(self, peer: Peer, carrier: Carrier) -> None:
        """Whatever goes wrong with one peer ends that peer alone."""
        try:
            await peer.run()
        except Exception:
            log.exception("peer_crashed", peer=peer.id)
            peer.end("internal")
        finally:
            self._forget(peer, carrier)

    def _forget(self, peer: Peer, carrier: Carrier) -> None:
        del self._peers[peer.ice.local.ufrag]
        for number in carrier.numbers:
            del self._carriers[number]
        if peer.number in self._half_open:
            self._half_open.remove(peer.number)
        else:
            self.plane.remove_peer(peer.number)
        carrier.ended(peer.ended_because or "closed")

    async def _hear_news(self, task_status: trio.TaskStatus[None]) -> None:
        """Let the plane's thread run as long as we are here."""
        offset_s = trio.current_time() - time.clock_gettime(time.CLOCK_MONOTONIC)
        try:
            self.plane.start(self._endpoint.fileno(), offset_s)
            task_status.started()
            while True:
                await trio.lowlevel.wait_readable(self.plane.path.fileno())
                self._hear()
        finally:
            self.plane.stop()
            self._endpoint.close()

    def _hear(self) -> None:
        for datagram, address in self.plane.signals():
            self._endpoint.take(self, datagram, address, trio.current_time())
        for event in self.plane.drain():
            self._tell(event)

    def _tell(self, event: PlaneEvent) -> None:
        carrier = self._carriers.get(_subject(event))
        if carrier is None:
            return
        try:
            carrier.told(event)
        except Exception:
            log.exception("carrier_crashed", about=type(event).__name__)
            carrier.close("internal")

    async def _judge_speakers(self) -> None:
        while True:
            await trio.sleep(SPEAKERS_S)
            for routing in tuple(self._routings):
                routing.judge_speakers(trio.current_time())


def _subject(event: PlaneEvent) -> int:
    """The number of what an event is about; whose carrier shall hear it."""
    match event:
        case ViewerReport():
            return event.peer
        case Fed():
            return event.down
        case _:
            return event.up
