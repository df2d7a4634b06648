"""Whole webinars under bad weather: random people, commands, pages and disks, by seed.

The weather is bad for a while and then good. What is let through is judged at every step, what was promised and shown
at the end.
"""

import random

import pytest
import trio
from attrs import define, field, frozen
from trio.testing import MockClock

from actors.future import TrioFuture
from actors.media_commands import Publish
from actors.participant import Attach
from actors.ports import Answer, Done, Goodbye, Remembered
from actors.shown import ShownFact
from actors.webinar import commands as c
from actors.webinar.actor import Webinar
from actors.webinar.apply import fold
from actors.webinar.remembered import HIDDEN, fingerprint, hidden_id
from actors.webinar.snapshots import Gallery, Snapshot
from actors.webinar.state import HERE
from actors.words import Ballots, ChatTo, Reveal, Role, Source, Status, WaitingRoom, Who
from tests.actors.webinar.model_client import ModelClient
from tests.actors.world import Box, World, within

SEEDS = (*range(40), 250, 283, 378, 509, 557, 569)  # the last ones have found something once
STEPS = 120


@frozen
class Said:
    by: str
    command_id: str
    command: c.Command
    asked: TrioFuture[Answer]


@define(eq=False)
class Storm:
    world: World
    chance: random.Random
    people: list[str]
    boxes: list[tuple[str, Box]] = field(factory=list)
    said: list[Said] = field(factory=list)

    async def step(self) -> None:
        weather = (self.says, self.says, self.says, self.says, self.opens_a_page, self.publishes, self.disk, self.waits)
        await self.chance.choice(weather)()
        await self.world.settle()
        self.judge()

    async def says(self) -> None:
        """Not waited for: the next one may speak before the disk has answered. Some say the same twice."""
        by, command_id = self.chance.choice([self.world.host, *self.people]), f"id{len(self.said)}"
        command = self.command()
        if self.said and self.chance.random() < 0.15:
            again = self.chance.choice(self.said)
            by, command_id, command = again.by, again.command_id, again.command
        self.said.append(Said(by, command_id, command, self.world.ask(by, command, command_id)))

    def command(self) -> c.Command:
        any_of, yes = self.chance.choice, self.chance.random() < 0.5
        who, source, role = any_of([self.world.host, *self.people]), any_of(list(Source)), any_of(list(Role))
        rare: list[c.Command] = [c.Kick(who), c.Ban(who), c.Leave(), c.Start(), c.IssueInvite(role)]
        settings = c.ChangeSettings(see_people=any_of(list(Who)), waiting_room=any_of(list(WaitingRoom)))
        commands: list[c.Command] = [
            *(c.TurnOn(source), c.TurnOn(source), c.TurnOff(source), c.AcceptInvitation(), c.AcceptInvitation()),
            *(c.Invite(who, role), c.Invite(who), c.Demote(who), c.Mute(who, yes), c.StopVideo(who, yes)),
            *(c.MuteAll(yes), c.Allow(who, source), c.AdmitAll(), c.Admit(who), c.Lock(), c.Unlock(), settings),
            *(c.Join("New"), c.Join("Old", returning=who), c.Connected(), c.Disconnected(), any_of(rare)),
        ]
        return any_of(commands) if self.chance.random() < 0.5 else self.interaction(who, yes)

    def interaction(self, who: str, yes: bool) -> c.Command:
        any_of, said = self.chance.choice, self.webinar.book.decided.interaction
        poll, question, message = (any_of([*known, "none"]) for known in (said.polls, said.questions, said.messages))
        how, reveal, option = any_of(list(Ballots)), any_of(list(Reveal)), self.chance.randrange(2)
        house = c.ChangeSettings(review_questions=yes, direct=any_of(list(Who)))
        commands: list[c.Command] = [
            *(c.Vote(poll, (option,)), c.Vote(poll, (option,)), c.Vote(poll, (option,)), c.OpenPoll(poll)),
            *(c.CreatePoll("Lunch?", ("Soup", "Rice"), ballots=how, reveal=reveal), c.ClosePoll(poll), house),
            *(
                c.RevealPoll(poll),
                c.AskQuestion("Why?", yes),
                c.AskQuestion("When?", yes),
                c.EditQuestion(question, "!"),
            ),
            *(c.Upvote(question), c.Upvote(question), c.TakeBackUpvote(question), c.PublishQuestion(question)),
            *(c.DismissQuestion(question), c.RestoreQuestion(question), c.WithdrawQuestion(question)),
            *(c.ShowQuestion(question), c.RaiseHand(), c.RaiseHand(), c.LowerHand(), c.LowerAllHands()),
            *(c.SendMessage("Hi", ChatTo.STAGE if yes else ChatTo.EVERYONE), c.SendMessage("Hi", ChatTo.DIRECT, who)),
            *(c.DeleteMessage(message), c.BlockChat(who), c.AllowChat(who)),
        ]
        return any_of(commands)

    async def opens_a_page(self) -> None:
        who = self.chance.choice([self.world.host, *self.people])
        actor, box = self.world.system.find(f"webinar:{self.world.webinar}/participant:{who}"), Box()
        if actor is not None and isinstance(await within(actor.ask(Attach(box))), Done):
            self.boxes.append((who, box))

    async def publishes(self) -> None:
        who = self.chance.choice(self.people)
        if self.webinar.grants.permits.in_force.get(who) and self.webinar.grants.permits.in_force[who].on_stage:
            await within(self.world.participant(who).ask(Publish("offer", {source: source for source in Source})))

    async def disk(self) -> None:
        journal = self.world.journal
        match self.chance.randrange(5):
            case 0:
                journal.is_holding = True
            case 1:
                journal.release(self.chance.randrange(1, 4))
            case 2:
                journal.release()
            case 3:
                journal.fail_next = self.chance.randrange(1, 3)
            case 4:
                journal.lie_next = 1

    async def waits(self) -> None:
        await trio.sleep(self.chance.choice([0.1, 1.1, 5]))

    async def clears(self) -> None:
        self.world.journal.fail_next = self.world.journal.lie_next = 0
        self.world.journal.release()
        await trio.sleep(15)

    @property
    def webinar(self) -> Webinar:
        behaviour = self.world.ref.cell.behaviour
        assert isinstance(behaviour, Webinar)
        return behaviour

    def judge(self) -> None:
        """Nothing is let through that was not turned on by its owner, durably, or that has been taken away since."""
        decided, durable = self.webinar.book.decided, self.webinar.book.durable
        floor = self.world.actor("/router:main").cell.behaviour.connections.floor  # type: ignore[union-attr]
        for participant, publication in floor.publications.items():
            allowed = publication.publisher.allowed
            for state in (decided, durable):
                assert allowed <= state.people[participant].on, (participant, allowed)


@pytest.mark.parametrize("seed", SEEDS)
async def test_in_any_weather_promises_hold(world: World, autojump_clock: MockClock, seed: int) -> None:
    people = [await world.inside(role) for role in (Role.CO_HOST, Role.PRESENTER, Role.PRESENTER, Role.ATTENDEE)]
    storm = Storm(world, random.Random(seed), people)
    for _ in range(STEPS):
        await storm.step()
    await storm.clears()
    storm.judge()
    every_promise_is_in_the_log(storm)
    every_page_shows_what_the_log_says(storm)
    whoever_is_here_has_an_actor_and_nobody_else(storm)


def every_promise_is_in_the_log(storm: Storm) -> None:
    """So a repeat had the answer of the first, whatever happened in between."""
    log = storm.world.journal.read(storm.world.webinar)
    remembered = {(entry.by, entry.command_id): entry for entry in log if isinstance(entry, Remembered)}
    for said in storm.said:
        assert said.asked.is_done(), said
        answer = said.asked._value
        if isinstance(answer, Done) and not isinstance(said.command, c.INNER):
            hidden = remembered.get((HIDDEN, hidden_id(said.by, said.command_id)))
            entry = hidden or remembered[said.by, said.command_id]
            assert (entry.fingerprint, entry.answer) == (fingerprint(said.command, said.command_id), answer)


def every_page_shows_what_the_log_says(storm: Storm) -> None:
    state = fold(storm.world.webinar, storm.world.journal.read(storm.world.webinar))
    assert state.status is not Status.ENDED
    gallery = Gallery(state)
    for participant, box in storm.boxes:
        if box.goodbye is None:
            held, anew = seen_on(box).on_display(), ModelClient.of(gallery.snapshot(participant)).on_display()
            assert held == anew, participant


def whoever_is_here_has_an_actor_and_nobody_else(storm: Storm) -> None:
    for person in storm.webinar.book.durable.people.values():
        actor = storm.world.system.find(f"webinar:{storm.world.webinar}/participant:{person.id}")
        assert (actor is not None) is (person.place in HERE), person


def seen_on(box: Box) -> ModelClient:
    page: ModelClient | None = None
    for item in box.heard:
        if isinstance(item, Snapshot):
            page = ModelClient.of(item)
        elif isinstance(item, ShownFact) and page is not None:
            page.hear(item)
        elif page is not None and not isinstance(item, Goodbye):
            page.notice(item)
    assert page is not None
    return page
