"""Everybody's pages over a town: what a webinar's actor shows, without the actor. Tallies are told on demand."""

from typing import cast

from attrs import define, field

from actors.alarms import Alarms
from actors.facts import Fact, PersonForgotten
from actors.runtime import TrioActorRef
from actors.shown import ShownFact
from actors.webinar import commands as c
from actors.webinar.recent import Recent
from actors.webinar.snapshots import Gallery, Snapshot
from actors.webinar.state import HERE, State
from actors.webinar.tallies import Tallies
from actors.webinar.views import advance
from actors.webinar.watchers import Watchers
from tests.actors.webinar.model_client import ModelClient
from tests.actors.webinar.town import Town
from tests.actors.world import Box

MADE: dict[type, str] = {c.CreatePoll: "poll", c.AskQuestion: "question", c.SendMessage: "message"}


@define
class Bell:
    """Alarms that nobody waits for: `rings` counts those set, `pause_s` is the last one's."""

    rings: int = 0
    pause_s: float = 0.0

    def after(self, pause_s: float, *_: object) -> "Bell":
        self.rings += 1
        self.pause_s = pause_s
        return self

    def cancel(self) -> None: ...


@define(eq=False)
class Page:
    participant: str
    box: Box = field(factory=Box)

    @property
    def last_seq(self) -> int:
        return next(item.seq for item in reversed(self.box.heard) if isinstance(item, ShownFact | Snapshot))

    @property
    def client(self) -> ModelClient:
        made: ModelClient | None = None
        for item in self.box.heard:
            if isinstance(item, Snapshot):
                made = ModelClient.of(item)
            elif isinstance(item, ShownFact):
                assert made is not None
                made.hear(item)
            elif made is not None:
                made.notice(item)  # type: ignore[arg-type]
        assert made is not None
        return made


class Pages:
    def __init__(self, town: Town) -> None:
        self.town = town
        self.state = State("w1")
        self.recent = Recent()
        self.bell = Bell()
        self.watchers = Watchers(Gallery(self.state))
        self.tallies = Tallies(cast(TrioActorRef, None), cast(Alarms, self.bell), self.watchers)
        self.open: list[Page] = []
        self.catch_up()

    def catch_up(self) -> None:
        """As the actor does once facts are durable."""
        for stored in self.town.log[self.state.seq :]:
            publication = advance(self.state, stored)
            self.recent.keep(publication)
            self.watchers.publish(publication)
            self.tallies.note(stored.fact)
            if isinstance(stored.fact, PersonForgotten):
                self.recent = Recent()
        for page in [page for page in self.open if self.state.people[page.participant].place not in HERE]:
            self.shut(page)

    def page(self, participant: str) -> Page:
        page = Page(participant)
        self.watchers.add(self.state.people[participant], page.box, None)
        self.open.append(page)
        return page

    def shut(self, page: Page) -> None:
        self.watchers.remove(page.participant, page.box)
        self.open.remove(page)

    def come_back(self, page: Page) -> None:
        person = self.state.people[page.participant]
        self.watchers.add(person, page.box, self.recent.missed(self.state, person, page.last_seq))
        self.open.append(page)

    def do(self, by: str, command: c.SPOKEN) -> None:
        self.heard(by, self.town.do(by, command))

    def make(self, by: str, command: c.CreatePoll | c.AskQuestion | c.SendMessage) -> str:
        """The id of what was made."""
        facts = self.town.do(by, command)
        self.heard(by, facts)
        return str(getattr(facts[-1], MADE[type(command)]))

    def heard(self, by: str | None, facts: list[Fact]) -> None:
        """As the actor does with what came of a command."""
        self.watchers.aliases.spoke(by, facts)
        self.catch_up()

    def everybody_sees_what_is(self) -> None:
        """Every page holds what one opened now would."""
        gallery = Gallery(self.state)
        for page in self.open:
            held = page.client.on_display()
            anew = gallery.snapshot(page.participant)
            assert self.watchers.gallery.snapshot(page.participant) == anew
            fresh = ModelClient.of(anew).on_display()
            wrong = {name: (held[name], fresh[name]) for name in held if held[name] != fresh[name]}
            assert wrong == {}, (page.participant, wrong)
