"""Whatever fails in whatever handler of whatever actor: it is built anew from the journal, its webinar goes on with all
that was acknowledged, and no other webinar notices. A message on which it keeps failing is parked and shown.

Every class of every actor's messages is in the table below, and a new one that is not fails the test; the file is long
because of it.
"""

from collections.abc import Callable, Iterable
from typing import get_args

import pytest
import trio
from attrs import define, field, frozen
from structlog.testing import capture_logs
from trio.testing import MockClock

from actors import directory, participant, router_messages
from actors import facts as f
from actors.directory import Directory
from actors.errors import ActorCrashed, ActorError
from actors.journal.memory import MemoryJournal
from actors.media_commands import HangUp, Lines, Publish, Show, Watch
from actors.participant import Participant
from actors.ports import Answer, Done, JournalError, Remembered, StoredFact
from actors.router import Router
from actors.runtime import TrioActor, TrioActorRef
from actors.signals import Hear, Quality, Speakers
from actors.webinar import actor, messages, rebuilding
from actors.webinar import commands as c
from actors.webinar.actor import Webinar
from actors.webinar.apply import fold
from actors.webinar.publication import Publication
from actors.webinar.results import Created
from actors.webinar.state import State
from actors.webinar.views import advance
from actors.words import Ballots, Place, Role, Source, Status
from tests.actors.world import Box, World, open_world, within

MIC, CAMERA = Source.MICROPHONE, Source.CAMERA


@define(eq=False)
class Scene:
    """Two webinars. In the one a poll is open and people have voted, Ann is on air, Bob and the host look on."""

    world: World
    ann: str
    bob: str
    poll: str
    box: Box
    elsewhere: str
    _votes: dict[str, Answer] = field(factory=dict)

    @classmethod
    async def open(cls, world: World) -> "Scene":
        await world.do(world.host, c.Start())
        ann, bob = await world.on_air(), await world.inside()
        created = (await world.do(world.host, c.CreatePoll("Tea?", ("yes", "no"), ballots=Ballots.NAMED))).result
        assert isinstance(created, Created)
        await world.do(world.host, c.OpenPoll(created.poll))
        ref = world.system.find("directory")
        assert ref is not None
        elsewhere = (await within(ref.ask(directory.CreateWebinar("Elsewhere")))).webinar
        await world.attach(bob)
        scene = cls(world, ann, bob, created.poll, await world.attach(world.host), elsewhere)
        for voter in (ann, bob):
            scene._votes[voter] = await world.answer(voter, scene.vote, f"vote of {voter}")
        return scene

    @property
    def vote(self) -> c.Vote:
        return c.Vote(self.poll, (1,))

    def ref(self, kind: type[TrioActor]) -> TrioActorRef:
        names = {
            Directory: "directory",
            Webinar: f"webinar:{self.world.webinar}",
            Participant: f"webinar:{self.world.webinar}/participant:{self.bob}",
            Router: f"webinar:{self.world.webinar}/router:main",
        }
        ref = self.world.system.find(names[kind])
        assert ref is not None
        return ref

    async def goes_on(self) -> None:
        """Everybody is who they were, all votes are in once and answered as before, and more can be said."""
        world = self.world
        for voter, answer in self._votes.items():
            assert await world.answer(voter, self.vote, f"vote of {voter}") == answer
        await world.do(world.host, c.SendMessage("still here?"))
        log = list(world.journal.read(world.webinar))
        facts = [entry.fact for entry in log if isinstance(entry, StoredFact)]
        ballots = [fact.voter for fact in facts if isinstance(fact, f.BallotCast)]
        assert sorted(ballots) == sorted([self.ann, self.bob])
        behaviour = world.ref.cell.behaviour
        assert isinstance(behaviour, Webinar)
        assert fold(world.webinar, log) == behaviour.book.durable == behaviour.book.decided
        you = (await world.snapshot(self.ann)).you
        assert (you.role, you.place) == (Role.PRESENTER, Place.IN)

    async def media_goes_on(self) -> None:
        """A router built anew has no connections: whoever had one makes it again and is heard as before."""
        router = self.ref(Router)
        routing = [known for known in self.world.media.routings if known.listener.router is router][-1]  # type: ignore[attr-defined]
        if not routing.publishers or routing.publishers[-1].closed:
            await self.world.publish(self.ann)
            await self.world.settle()
        assert routing.publishers[-1].allowed == {MIC, CAMERA}


# --- one of each message


Make = Callable[[Scene], object]


def lines(count: int) -> tuple[Lines, ...]:
    return tuple(Lines(f"a{n}", f"v{n}") for n in range(count))


# fmt: off
DIRECTORY: dict[type, Make] = {
    directory.CreateWebinar:    lambda _: directory.CreateWebinar("New"),
    directory.Find:             lambda scene: directory.Find(scene.world.webinar),
    directory.Reopen:           lambda scene: directory.Reopen(scene.world.webinar),
    directory.ReadTotals:       lambda _: directory.ReadTotals(),
    directory.Restore:          lambda _: directory.Restore(),
    directory.RestoreNext:      lambda _: directory.RestoreNext(),
    directory.LookAround:       lambda _: directory.LookAround(),
    directory.Forget:           lambda _: directory.Forget("nobody's"),
    messages.WebinarChanged:    lambda scene: messages.WebinarChanged(scene.world.webinar, Status.LIVE, 3, None),
    messages.WebinarDamaged:    lambda _: messages.WebinarDamaged("nobody's"),
}
WEBINAR: dict[type, Make] = {
    messages.Open:          lambda scene: messages.Open(f.WebinarCreated("Again", scene.bob, "Bob", 5, 5)),
    messages.Ask:           lambda scene: messages.Ask(scene.bob, "q", c.AskQuestion("Why?")),
    messages.Attend:        lambda scene: messages.Attend(scene.bob, Box(), None),
    messages.Unattend:      lambda scene: messages.Unattend(scene.bob, Box()),
    messages.ReadInfo:      lambda scene: messages.ReadInfo(scene.bob),
    messages.ReadPeople:    lambda scene: messages.ReadPeople(scene.bob),
    messages.ReadSnapshot:  lambda scene: messages.ReadSnapshot(scene.bob),
    messages.ReadLink:      lambda scene: messages.ReadLink(scene.world.host, Role.PRESENTER),
    messages.ReadStanding:  lambda scene: messages.ReadStanding(scene.bob),
    messages.ReadClaim:     lambda scene: messages.ReadClaim(scene.bob),
    messages.Broadcast:     lambda scene: messages.Broadcast(Speakers(scene.ann, (scene.ann,))),
    messages.RouterStarted: lambda _: messages.RouterStarted(),
    messages.Settled:       lambda _: messages.Settled(),
    messages.CountsDue:     lambda _: messages.CountsDue(),
    messages.TalliesDue:    lambda _: messages.TalliesDue(),
    messages.ReadRegistrations: lambda _: messages.ReadRegistrations("host"),
    messages.ReadRegistration: lambda _: messages.ReadRegistration("g"),
    messages.ReactionsDue:  lambda _: messages.ReactionsDue(),
    messages.EmptyForLong:  lambda _: messages.EmptyForLong(),
    messages.JournalAgain:  lambda _: messages.JournalAgain(),
    messages.TellRouter:    lambda scene: messages.TellRouter((scene.ann,)),
    messages.FindRoom:      lambda _: messages.FindRoom("none.none"),
    messages.ReadRooms:     lambda _: messages.ReadRooms(),
    messages.RoomsDue:      lambda _: messages.RoomsDue(("none.none",)),
    messages.RoomAnswered:  lambda _: messages.RoomAnswered("none.none", Done(1)),
    messages.RoomStarted:   lambda _: messages.RoomStarted("none.none"),
    messages.RecordRoom:    lambda _: messages.RecordRoom(router_messages.NOTHING),
    messages.RecordingDue:  lambda _: messages.RecordingDue(),
    messages.RecordingBroke: lambda _: messages.RecordingBroke("none", "failed"),
}
PARTICIPANT: dict[type, Make] = {
    participant.Attach:          lambda _: participant.Attach(Box()),
    participant.Detach:          lambda _: participant.Detach(Box()),
    participant.Do:              lambda _: participant.Do("q", c.AskQuestion("Why?")),
    Publish:                     lambda _: Publish("offer", {source: source for source in Source}),
    Watch:                       lambda _: Watch("offer", lines(4), lines(1)),
    Show:                        lambda _: Show(()),
    HangUp:                      lambda _: HangUp("none"),
    Hear:                        lambda _: Hear(Quality({})),
    participant.Reattend:        lambda _: participant.Reattend(),
    participant.FirstAnswered:   lambda _: participant.FirstAnswered(participant.Attach(Box()), Done(1)),
    participant.GraceOver:       lambda _: participant.GraceOver(),
    participant.PlaceLost:       lambda _: participant.PlaceLost(),
    participant.PresenceUnheard: lambda _: participant.PresenceUnheard(),
    participant.PlainOpened:     lambda _: participant.PlainOpened("none"),
}
ROUTER: dict[type, Make] = {
    router_messages.Request:         lambda scene: router_messages.Request(scene.bob, Watch("offer", lines(4), ())),
    router_messages.PermitsChanged:  lambda _: router_messages.PermitsChanged(()),
    router_messages.PeerEnded:       lambda _: router_messages.PeerEnded("none", "timeout"),
    router_messages.SpeakersChanged: lambda _: router_messages.SpeakersChanged(None, ()),
    router_messages.QualityChanged:  lambda _: router_messages.QualityChanged("none", "good"),
    router_messages.NextOffer:       lambda _: router_messages.NextOffer(),
    router_messages.Reseat:          lambda _: router_messages.Reseat(),
    router_messages.SpeakersDue:     lambda _: router_messages.SpeakersDue(),
    router_messages.QualityDue:      lambda _: router_messages.QualityDue(),
    router_messages.Record:          lambda _: router_messages.Record("recording"),
}
# fmt: on
KINDS: dict[type[TrioActor], tuple[object, dict[type, Make]]] = {
    Directory: (directory.Message, DIRECTORY),
    Webinar: (messages.Message, WEBINAR),
    Participant: (participant.Message, PARTICIPANT),
    Router: (router_messages.Message, ROUTER),
}
ALL = [(kind, message) for kind, (_, examples) in KINDS.items() for message in examples]
each_message = pytest.mark.parametrize(
    ("kind", "message"), ALL, ids=[f"{kind.__name__}-{message.__name__}" for kind, message in ALL]
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_message_that_an_actor_can_be_told_is_tried(kind: type[TrioActor]) -> None:
    union, examples = KINDS[kind]
    assert set(get_args(union)) == set(examples)


# --- poison


class Poison(Exception):
    """Says what no operator's page may show."""


@frozen
class Injection:
    """The handler of this class of message fails the `nth` time, and so often from there on."""

    kind: type[TrioActor]
    message: type
    nth: int = 1
    times: int = 1
    afterwards: bool = False  # it fails when all its work is done

    def into(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        handler, met = self.kind.on_receive, [0]

        def on_receive(me: TrioActor, message: object) -> object:
            if type(message) is not self.message or me.actor_ref.actor_urn != name:
                return handler(me, message)
            met[0] += 1
            fails = self.nth <= met[0] < self.nth + self.times
            if fails and not self.afterwards:
                raise Poison("Ann's secret")
            answer = handler(me, message)
            if fails:
                raise Poison("Ann's secret")
            return answer

        monkeypatch.setattr(self.kind, "on_receive", on_receive)


async def tell(ref: TrioActorRef, message: object) -> object:
    """The answer, or what went wrong between actors."""
    try:
        return await within(ref.ask(message))
    except ActorError as error:
        return error


def unmoved(scene: Scene, but: type[TrioActor]) -> dict[str, tuple[object, int]]:
    """Behaviour and restarts of every actor that shall notice nothing."""
    system, hit = scene.world.system, scene.ref(but).actor_urn
    refs = {row.name: system.find(row.name) for row in system.tree() if row.name != hit}
    return {name: (ref.cell.behaviour, ref.cell.restarts) for name, ref in refs.items() if ref is not None}


@pytest.mark.parametrize("afterwards", [False, True], ids=["before", "after"])
@each_message
async def test_a_handler_that_fails_costs_its_actor_a_restart_and_nobody_their_webinar(  # noqa: PLR0917
    world: World,
    autojump_clock: MockClock,
    monkeypatch: pytest.MonkeyPatch,
    kind: type[TrioActor],
    message: type,
    afterwards: bool,
) -> None:
    scene = await Scene.open(world)
    ref, make = scene.ref(kind), KINDS[kind][1][message]
    behaviour, others = ref.cell.behaviour, unmoved(scene, kind)
    Injection(kind, message, nth=2, afterwards=afterwards).into(monkeypatch, ref.actor_urn)
    with capture_logs():
        for _ in range(3):
            answer = await tell(ref, make(scene))
            assert not isinstance(answer, ActorCrashed)
        await trio.sleep(5)
    assert ref.cell.behaviour is not behaviour
    assert (ref.cell.restarts, list(world.system.parked)) == (1, [])
    assert {name: now for name, now in unmoved(scene, kind).items() if name in others} == others
    await scene.goes_on()
    await scene.media_goes_on()
    questions = [fact for fact in world.log() if isinstance(fact, f.QuestionAsked)]
    assert len(questions) == (message in (messages.Ask, participant.Do))


@each_message
async def test_a_message_that_keeps_failing_is_parked_and_shown_without_what_people_wrote(
    world: World, autojump_clock: MockClock, monkeypatch: pytest.MonkeyPatch, kind: type[TrioActor], message: type
) -> None:
    scene = await Scene.open(world)
    ref, others = scene.ref(kind), unmoved(scene, kind)
    Injection(kind, message, times=3).into(monkeypatch, ref.actor_urn)
    with capture_logs():
        answer = await tell(ref, KINDS[kind][1][message](scene))
        await trio.sleep(5)
    assert isinstance(answer, ActorCrashed)
    (parked,) = world.system.parked
    assert (parked.actor, parked.message, parked.failure.type) == (ref.actor_urn, message.__name__, "Poison")
    (row,) = [row for row in world.system.tree() if row.name == ref.actor_urn]
    assert (row.restarts, row.parked, row.last_failure and row.last_failure.type) == (3, 1, "Poison")
    assert "secret" not in repr([parked, row])
    assert {name: now for name, now in unmoved(scene, kind).items() if name in others} == others
    await scene.goes_on()
    await scene.media_goes_on()


# --- where no message is to blame


async def test_a_fact_that_no_view_can_show_costs_a_snapshot_and_not_the_webinar(
    world: World, autojump_clock: MockClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = await Scene.open(world)
    others = unmoved(scene, Webinar)

    def stumble(state: State, stored: StoredFact) -> Publication:
        if type(stored.fact) is f.WebinarLocked:
            raise Poison
        return advance(state, stored)

    monkeypatch.setattr(actor, "advance", stumble)
    monkeypatch.setattr(rebuilding, "advance", stumble)
    with capture_logs():
        await tell(world.ref, messages.Ask(world.host, "lock", c.Lock()))
        await trio.sleep(5)
    assert world.ref.cell.restarts == 1
    assert isinstance(await world.answer(world.host, c.Lock(), "lock"), Done)
    assert (await world.snapshot()).webinar.locked is True  # type: ignore[union-attr]
    assert scene.box.snapshots[-1].webinar.locked is True  # type: ignore[union-attr]
    assert unmoved(scene, Webinar) == others
    await scene.goes_on()
    await scene.media_goes_on()


class Worn(MemoryJournal):
    """Cannot read one webinar's log so many times."""

    webinar = ""
    failures = 0

    def read(self, webinar: str, after_seq: int = 0) -> Iterable[StoredFact | Remembered]:
        if webinar == self.webinar and self.failures:
            self.failures -= 1
            raise JournalError("input/output error")
        return super().read(webinar, after_seq)


async def worn(nursery: trio.Nursery, failures: int) -> Scene:
    """A scene whose webinar has just crashed, and whose log cannot be read so many times."""
    journal = Worn()
    world = await open_world(nursery, journal)
    ref = world.system.find("directory")
    assert ref is not None
    created = await within(ref.ask(directory.CreateWebinar()))
    world.webinar, world.host = created.webinar, created.host
    scene = await Scene.open(world)
    journal.webinar, journal.failures = world.webinar, failures
    with capture_logs():
        world.ref.tell(messages.Ask(world.host, "poison", Poison()))  # type: ignore[arg-type]
        await trio.sleep(10)
    return scene


async def test_a_log_that_cannot_be_read_for_seconds_keeps_people_waiting_and_no_longer(
    nursery: trio.Nursery, autojump_clock: MockClock
) -> None:
    scene = await worn(nursery, failures=4)
    assert (scene.world.system.totals.given_up, scene.box.goodbye) == (0, None)
    await scene.goes_on()
    await scene.media_goes_on()


async def test_a_webinar_whose_log_could_not_be_read_for_long_comes_back_with_everything(
    nursery: trio.Nursery, autojump_clock: MockClock
) -> None:
    scene = await worn(nursery, failures=7)
    assert scene.box.goodbye == "restarting"
    others = {row.name for row in scene.world.system.tree() if scene.elsewhere in row.name and not row.restarts}
    assert len(others) == 3
    with capture_logs():
        await trio.sleep(10)
    assert (scene.world.system.totals.given_up, scene.world.system.totals.restarts) == (1, 1)
    await scene.goes_on()
    await scene.media_goes_on()
