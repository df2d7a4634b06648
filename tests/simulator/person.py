"""Somebody in a simulated webinar: comes in by the door, has some pages open, does this and that, comes back."""

from contextlib import suppress
from typing import TYPE_CHECKING, Final

import trio
from attrs import define, field

from actors.errors import ActorError
from actors.media_commands import HangUp, Lines, Opened, Publish, Watch
from actors.ports import Answer, Done
from actors.webinar import commands as c
from actors.webinar.messages import Ask
from actors.webinar.results import Joined
from actors.words import InviteId, ParticipantId, Source
from tests.simulator.page import AGAIN_S, Page, asked
from tests.simulator.said import Said
from tests.simulator.wire import Wire
from tests.simulator.workload import draw

if TYPE_CHECKING:
    from tests.simulator.town import Town
    from tests.simulator.world import World

PAGES_MAX: Final = 3
DOOR_TRIES_MAX: Final = 3  # of somebody who was sent away
RETURNS: Final = frozenset({"left"})  # with the old token; whoever was sent away comes as somebody new
FOR_GOOD: Final = frozenset({"ended", "no_such_webinar"})


@define(eq=False, repr=False)
class Person:
    """`label` stays, `id` is another one after each time somebody came in anew."""

    world: "World"
    town: "Town"
    label: str
    invite: InviteId | None = None
    id: ParticipantId = ""
    pages: list[Page] = field(factory=list)
    pending: dict[Said, None] = field(factory=dict)
    said: list[Said] = field(factory=list)
    out: str = "new"  # why this person is not in; empty: they are, as far as they know
    is_cut_off: bool = False
    _tries: int = 0

    def __repr__(self) -> str:
        return f"<{self.label} {self.id} {self.out or 'in'}>"

    @property
    def is_gone(self) -> bool:
        return bool(self.out)

    @property
    def is_lost(self) -> bool:
        """Gone for good: nobody need wait for them."""
        return self.out in FOR_GOOD or (self.is_gone and self._tries >= DOOR_TRIES_MAX)

    # --- living

    async def live(self) -> None:
        while not self.world.is_quiet:
            await trio.sleep(self.world.thinks())
            await self.act()

    async def act(self) -> None:
        chance = self.world.chance
        if self.is_lost or self.is_cut_off:
            return
        if self.is_gone:
            await self.enter()
        elif not self.pages:
            self.opens()
        else:
            await chance.choices(ACTS, ACT_WEIGHTS)[0](self)

    async def enter(self) -> bool:
        """By the door, as somebody who comes back or as somebody new."""
        returning = self.id if self.id and (self.out in RETURNS or self.world.chance.random() < 0.3) else None
        name = self.town.marks.text(self.town.tag, "name", self.label)
        answer = await self.at_the_door(c.Join(name, returning, invite=self.invite, consent=True))
        if isinstance(answer, Done) and isinstance(answer.result, Joined):
            self.is_in(answer.result.participant)
            return True
        self._tries += 1
        return False

    async def at_the_door(self, join: c.Join) -> object:
        world = self.world
        server = world.server
        if server is None or not await world.network.pass_through() or not server.is_up:
            return None
        answer = await asked(server.find(f"webinar:{self.town.id}"), Ask(None, "", join))
        world.trace.note(self.label, join, "⇒", answer)
        is_brought = await world.network.pass_through()
        return answer if is_brought and server.is_up else None

    def is_in(self, participant: ParticipantId) -> None:
        self.id, self.out = participant, ""
        self.pending.clear()  # what somebody else that they were once asked for
        self.pages.clear()
        self.town.meets(self)
        self.opens()

    def is_out(self, why: str) -> None:
        if not self.out:
            self.out = why
            for page in self.pages:
                page.leave()

    # --- pages

    def opens(self) -> None:
        page = Page(self, f"{self.label}/{len(self.pages)}")
        self.pages.append(page)
        self.world.nursery.start_soon(page.keep_up)

    def any_wire(self) -> Wire | None:
        return next((page.wire for page in self.pages if page.wire is not None), None)

    async def opens_another(self) -> None:
        if sum(page.is_wanted for page in self.pages) < PAGES_MAX:
            self.opens()

    async def closes_one(self) -> None:
        self.world.chance.choice(self.pages).leave()
        if not any(page.is_wanted for page in self.pages):
            self.opens()

    async def loses_one(self) -> None:
        self.world.chance.choice(self.pages).cut()

    async def falls_behind(self) -> None:
        """A slow page: what waits for it is thrown away, and a snapshot asked for instead."""
        page = self.world.chance.choice(self.pages)
        await page.resyncs()

    async def shows_old_ticket(self) -> None:
        page = self.world.chance.choice(self.pages)
        await page.shows_old_ticket()

    # --- speaking

    async def speaks(self) -> None:
        page = self._ready_page()
        if page is not None:
            self.says(page, draw(self, page))

    async def speaks_twice(self) -> None:
        """The same wish through two sockets at once, each with an id of its own, as two open tabs would."""
        page = self._ready_page()
        if page is not None:
            command = draw(self, page)
            self.says(page, command)
            self.says(self._ready_page() or page, command)

    async def repeats(self) -> None:
        page = self._ready_page()
        mine = [said for said in self.said if said.by == self.id]
        if page is not None and page.wire is not None and mine:
            await page.send(self.world.chance.choice(mine), page.wire)

    async def reuses_an_id(self) -> None:
        page = self._ready_page()
        mine = [said for said in self.said if said.by == self.id and said.is_acknowledged]
        mine = [said for said in mine if not isinstance(said.command, c.React)]  # of these nobody keeps anything
        if page is not None and page.wire is not None and mine:
            await page.reuses(self.world.chance.choice(mine))

    def _ready_page(self) -> Page | None:
        ready = [page for page in self.pages if page.view is not None or (page.wire and page.wire.unread)]
        page = self.world.chance.choice(ready) if ready else None
        if page is not None and page.wire is not None:
            page.read(page.wire)
        return page if page is not None and page.view is not None else None

    def says(self, page: Page, command: c.SPOKEN) -> Said:
        said = self.wishes(command)
        self.world.nursery.start_soon(page.say, said)
        return said

    def wishes(self, command: c.SPOKEN) -> Said:
        """Not said yet."""
        said = Said(self.town.id, self.id, self.label, f"{self.town.said_as}{len(self.said)}", command)
        self.said.append(said)
        return said

    def learns(self, answer: Answer) -> None:
        if isinstance(answer, Done) and answer.result is not None:
            self.town.known.learn(answer.result)

    # --- media

    async def publishes(self) -> None:
        await self._offers(Publish("offer", {str(n): source for n, source in enumerate(Source)}))

    async def watches(self) -> None:
        await self._offers(Watch("offer", (Lines("a0", "v0"), Lines("a1", "v1")), (Lines("a2", "v2"),)))

    async def _offers(self, offer: Publish | Watch) -> None:
        server = self.world.server
        ref = server.participant(self.town.id, self.id) if server is not None else None
        if ref is None:
            return
        answer = await asked(ref, offer)
        if isinstance(answer, Done) and isinstance(answer.result, Opened) and self.world.chance.random() < 0.3:
            await trio.sleep(AGAIN_S)
            with suppress(ActorError):
                await ref.ask(HangUp(answer.result.connection))


ACTS = (
    Person.speaks, Person.speaks_twice, Person.repeats, Person.reuses_an_id, Person.opens_another, Person.closes_one,
    Person.loses_one, Person.falls_behind, Person.shows_old_ticket, Person.publishes, Person.watches,
)  # fmt: skip
ACT_WEIGHTS = (60, 4, 5, 2, 3, 1, 3, 1, 1, 3, 1)
