"""One SFU router as an actor: it lets publish and watch whom the webinar permits, and seats publishers at viewers.

Packets never come here: it writes the tables of the media path. An offer costs milliseconds, so offers queue up and are
answered one a turn: a permit that is taken away never waits behind a crowd that comes in. The file is long because it
has all that a router can be told.
"""

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import structlog
from attrs import frozen

from actors.alarms import Alarm
from actors.connections import Connections
from actors.errors import MailboxFull
from actors.floor import Publication
from actors.future import TrioFuture
from actors.media_commands import HangUp, Opened, Publish, Show, Watch
from actors.node import Node
from actors.ports import Answer, Capture, Done, Refusal
from actors.recorder import Recorder
from actors.router_messages import (
    Message,
    NextOffer,
    PeerEnded,
    PermitsChanged,
    QualityChanged,
    QualityDue,
    Record,
    Request,
    Reseat,
    SpeakersChanged,
    SpeakersDue,
)
from actors.runtime import TrioActor, TrioActorRef
from actors.signals import Hear, Quality, Signal, Speakers
from actors.viewing import Viewing
from actors.webinar.messages import Broadcast, RecordingBroke, RouterStarted
from actors.webinar.permits import Permit
from actors.words import ParticipantId, RecordingId, WebinarId
from media.sdp import OfferRefused
from media.signalling import SeatLines
from media.tracks import UpTrack

log = structlog.get_logger(__name__)

OFFERS_MAX: Final = 1_000  # waiting; at some 5 ms each the last one waits for 5 s
SPEAKERS_EVERY_S: Final = 0.4  # to everybody inside; a tile's frame need not blink faster
QUALITY_EVERY_S: Final = 1.0
WORST: Final = ("good", "fair", "poor", "lost")  # the later the worse

NOT_INSIDE = Refusal("not_inside", "You are not in this webinar.")
NOT_ON_STAGE = Refusal("not_allowed", "Only people on stage can send.")
BAD_SOURCES = Refusal("bad_sources", "Each source has one m-line.")
BAD_OFFER = Refusal("bad_offer", "This offer could not be answered.")
BUSY = Refusal("busy", "Very many people are connecting just now.", retry_after_ms=2000)
NO_SUCH_CONNECTION = Refusal("no_such_connection", "You have no such connection.")


class Router(TrioActor):
    def __init__(self, webinar: TrioActorRef, node: Node, place: tuple[WebinarId, str]) -> None:
        """`place`: the webinar, and the breakout room's id or MAIN."""
        super().__init__()
        self.webinar = webinar
        self.place = place
        self.node = node
        self.connections = Connections(self._tell_participant)
        self.offers: deque[tuple[Request, TrioFuture[Answer]]] = deque()
        self.speakers = Speakers(None, ())
        self.qualities: dict[str, str] = {}  # by peer
        self.speakers_alarm: Alarm | None = None
        self.quality_alarm: Alarm | None = None
        self.is_reseating = False

    def on_start(self) -> None:
        self.routing = self.node.media.open_routing(Listener(self.actor_ref, self.node))
        self.recorder = Recorder(self._capture, self._recording_ended)
        self.node.alarms.tell(self.webinar, RouterStarted())

    def on_receive(self, message: Message) -> object:
        answer = self._handle(message)
        self.recorder.look(self.connections.floor)
        if self.connections.is_stale and not self.is_reseating:
            self.reseat()
        return answer

    def _handle(self, message: Message) -> object:
        match message:
            case Request():
                return self.request(message)
            case PermitsChanged():
                self.permits_changed(message)
            case PeerEnded(peer, reason):
                self.qualities.pop(peer, None)
                self.connections.peer_ended(peer, reason)
            case SpeakersChanged():
                self.speakers_changed(message)
            case QualityChanged():
                self.quality_changed(message)
            case NextOffer():
                self.next_offer()
            case Record():
                self.recorder.record(message)
            case Reseat():
                self.reseat()
            case SpeakersDue() | QualityDue():
                self._on_time(message)
        return None

    def _on_time(self, message: SpeakersDue | QualityDue) -> None:
        match message:
            case SpeakersDue():
                self.speakers_alarm = None
                self.node.alarms.tell(self.webinar, Broadcast(self.speakers))
            case QualityDue():
                self.quality_alarm = None
                self.node.alarms.tell(self.webinar, Broadcast(Quality(self._stage_quality())))

    def on_stop(self) -> None:
        """Also after a failure: the next one knows nothing of these connections."""
        if hasattr(self, "recorder"):
            self.recorder.close()
        self.connections.end_all()
        for _, reply in self.offers:
            reply.set(BUSY)
        if hasattr(self, "routing"):
            self.routing.close()

    def on_failure(self, *_: object) -> None:
        self.on_stop()

    # --- what people ask

    def request(self, request: Request) -> Answer | TrioFuture[Answer]:
        match request.command:
            case Publish(_, sources) if len(set(sources.values())) < len(sources):
                return BAD_SOURCES
            case Publish() | Watch():
                return self._queue(request)
            case Show() as show:
                return Done(None) if self.connections.show(request.by, show) else NO_SUCH_CONNECTION
            case HangUp(connection):
                return Done(None) if self.connections.hang_up(request.by, connection) else NO_SUCH_CONNECTION

    def _queue(self, request: Request) -> Answer | TrioFuture[Answer]:
        if len(self.offers) >= OFFERS_MAX:
            return BUSY
        reply: TrioFuture[Answer] = TrioFuture()
        self.offers.append((request, reply))
        if len(self.offers) == 1:
            self.node.alarms.tell(self.actor_ref, NextOffer())
        return reply

    def next_offer(self) -> None:
        if not self.offers:  # it was meant for the router before this one, which has failed
            return
        request, reply = self.offers.popleft()
        if self.offers:
            self.node.alarms.tell(self.actor_ref, NextOffer())
        reply.set(self._open(request))

    def _open(self, request: Request) -> Answer:
        """By what is permitted now, not when it was asked."""
        permit = self.connections.floor.permit_of(request.by)
        if not permit.inside:
            return NOT_INSIDE
        if isinstance(request.command, Publish) and not permit.on_stage:
            return NOT_ON_STAGE
        try:
            return Done(None, self._negotiate(request))
        except OfferRefused as refused:
            return Refusal(refused.code, refused.detail)
        except Exception:  # a stranger's offer must not cost everybody else their connections
            log.exception("offer_failed", router=self.actor_ref.actor_urn, by=request.by)
            return BAD_OFFER

    def _negotiate(self, request: Request) -> Opened:
        connection, command = self.node.ids.new(), request.command
        if isinstance(command, Publish):
            sources = {mid: source.value for mid, source in command.sources.items()}
            sdp, publisher = self.routing.publish(command.sdp, sources)
            self.connections.publishes(Publication(connection, request.by, publisher))
        else:
            assert isinstance(command, Watch)
            seats = [SeatLines(lines.audio, lines.video) for lines in command.seats]
            screens = [SeatLines(lines.audio, lines.video) for lines in command.screens]
            sdp, viewer = self.routing.watch(command.sdp, seats, screens)
            self.connections.watches(Viewing(connection, request.by, viewer))
        return Opened(connection, sdp)

    # --- what the webinar and the media path tell

    def permits_changed(self, change: PermitsChanged) -> None:
        permits = {permit.participant: permit for permit in change.permits}
        if change.is_all:
            forgotten = self.connections.floor.known() - permits.keys()
            permits |= {participant: Permit(participant) for participant in sorted(forgotten)}
        self.connections.permit(permits.values())

    def speakers_changed(self, change: SpeakersChanged) -> None:
        speaker_of = self.connections.floor.speaker_of
        active = speaker_of(change.active) if change.active is not None else None
        speaking = tuple(p for track in change.speaking if (p := speaker_of(track)) is not None)
        self.speakers = Speakers(active, speaking)
        self.connections.speaks([*speaking, *([active] if active in speaking else [])])
        if self.speakers_alarm is None:
            self.speakers_alarm = self.node.alarms.after(SPEAKERS_EVERY_S, self.actor_ref, SpeakersDue())

    def quality_changed(self, change: QualityChanged) -> None:
        """That of people on stage concerns everybody; that of the audience only themselves."""
        participant = self.connections.participant_of(change.peer)
        if participant is None:
            return
        self.qualities[change.peer] = change.quality
        if participant not in self.connections.floor.publications:
            self._tell_participant(participant, Quality({participant: change.quality}))
        elif self.quality_alarm is None:
            self.quality_alarm = self.node.alarms.after(QUALITY_EVERY_S, self.actor_ref, QualityDue())

    def _stage_quality(self) -> dict[ParticipantId, str]:
        """The worst of each person's connections."""
        stage: dict[ParticipantId, str] = {}
        for peer, quality in self.qualities.items():
            participant = self.connections.participant_of(peer)
            if participant is not None and participant in self.connections.floor.publications:
                stage[participant] = max(quality, stage.get(participant, WORST[0]), key=WORST.index)
        return stage

    def reseat(self) -> None:
        self.connections.reseat()
        self.is_reseating = self.connections.is_stale
        if self.is_reseating:
            self.node.alarms.tell(self.actor_ref, Reseat())

    def _capture(self, recording: RecordingId, on_ended: Callable[[str], None]) -> Capture:
        return self.routing.capture(recording, *self.place, on_ended)

    def _recording_ended(self, recording: RecordingId, reason: str) -> None:
        self.node.alarms.tell(self.webinar, RecordingBroke(recording, reason))

    def _tell_participant(self, participant: ParticipantId, signal: Signal) -> None:
        ref = self.system.find(f"{self.webinar.actor_urn}/participant:{participant}")
        if ref is not None:
            with suppress(MailboxFull):  # somebody whose mailbox is full of commands can do without a signal
                ref.tell(Hear(signal))


@frozen
class Listener:
    """What the media path tells, as messages. Called by it; never raises."""

    router: TrioActorRef
    node: Node

    def peer_connected(self, peer_id: str) -> None: ...

    def peer_ended(self, peer_id: str, reason: str) -> None:
        self.node.alarms.tell(self.router, PeerEnded(peer_id, reason))

    def speakers_changed(self, active: UpTrack | None, speaking: tuple[UpTrack, ...]) -> None:
        spoken = tuple(track.id for track in speaking)
        self.node.alarms.tell(self.router, SpeakersChanged(active.id if active else None, spoken))

    def quality_changed(self, peer_id: str, quality: str) -> None:
        self.node.alarms.tell(self.router, QualityChanged(peer_id, quality))
