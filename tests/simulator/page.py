"""One open page: says hello, hears, says things again until they are answered, comes back with its resume token.

Long because a page is one thing, as it is in a browser: what it hears decides what it says again.
"""

from functools import partial
from typing import TYPE_CHECKING, Final

import trio
from attrs import define, field

from actors.errors import ActorError
from actors.future import TrioFuture
from actors.participant import Attach, Detach, Do
from actors.ports import Answer, Done, Goodbye, Refusal
from actors.runtime import TrioActorRef
from actors.shown import ShownFact
from actors.webinar import commands as c
from actors.webinar.messages import Attached, ReadPeople
from actors.webinar.snapshots import Snapshot
from actors.words import PageId
from tests.actors.webinar.model_client import ModelClient
from tests.simulator.said import ASK_AGAIN, Said, is_final
from tests.simulator.server import Server
from tests.simulator.wire import Item, Wire
from web.asking import TRY_AGAIN, refusal_of

if TYPE_CHECKING:
    from tests.simulator.person import Person

ANSWER_S: Final = 2.5  # without an answer for so long a page asks again
AGAIN_S: Final = 0.4  # between two tries of anything
TICKETS_GOOD: Final = 2  # the one that was used last, and its successor
GONE: Final = frozenset({"left", "denied", "removed", "banned", "ended", "no_such_participant", "no_such_webinar"})


@define(eq=False, repr=False)
class Page:
    """`view` is None until the first snapshot; `ticket`: what the next hello shows, if not the person's token."""

    person: "Person"
    name: str
    wire: Wire | None = None
    view: ModelClient | None = None
    last_seq: int | None = None
    ticket: tuple[PageId, int] | None = None
    used: list[tuple[PageId, int]] = field(factory=list)  # tickets whose successor was used after them
    is_wanted: bool = True
    _lost: trio.Event = field(factory=trio.Event)

    def __repr__(self) -> str:
        return f"<{self.name} {'connected' if self.wire is not None else 'away'} seq {self.last_seq}>"

    # --- being connected

    async def keep_up(self) -> None:
        while self.is_wanted and not self.person.is_gone:
            await self.person.world.comes_up.wait()
            if not await self._connect():
                await trio.sleep(AGAIN_S)
            elif self.wire is not None:
                await self._lost.wait()

    async def _connect(self) -> bool:
        world = self.person.world
        server, ticket, self._lost = world.server, self.ticket, trio.Event()
        if not await world.network.pass_through() or self.person.is_cut_off:
            return False
        if server is None or server is not world.server:
            return False
        wire = Wire(self.name, server, world.sender(self.person), self._shut)
        answer = await self._hello(server, wire, ticket)
        if isinstance(answer, Refusal):
            world.trace.note(self.name, "hello refused", answer.code)
            self._refused(answer.code)
            return False
        if not await world.network.pass_through() or not wire.is_open or not self.is_wanted:
            wire.cut()  # nobody heard the answer: the old ticket must do
            return False
        self._welcome(wire, answer)
        return True

    async def _hello(self, server: Server, wire: Wire, ticket: tuple[PageId, int] | None) -> Answer:
        town = self.person.town
        ref = server.participant(town.id, self.person.id)
        if ref is None:
            answer = await asked(server.find(f"webinar:{town.id}"), ReadPeople(self.person.id))
            return answer if isinstance(answer, Refusal) else TRY_AGAIN
        page, number = ticket or (server.node.ids.new(), None)
        self.person.world.trace.note(self.name, "hello", page, number, self.last_seq)
        answer = await asked(ref, Attach(wire, self.last_seq, page, number, consent=number is None))
        assert isinstance(answer, Done | Refusal), answer
        return answer

    def _refused(self, code: str) -> None:
        if code == "stale_token":
            self.ticket = None
        elif code in GONE:
            self.person.is_out(code)

    def _welcome(self, wire: Wire, answer: Done) -> None:
        assert isinstance(answer.result, Attached)
        if self.ticket is not None:
            self.used.append(self.ticket)
        self.ticket = (answer.result.page, answer.result.next_number)
        self.wire = wire

    def _shut(self, wire: Wire) -> None:
        """The server learns of it as a session's reader does, a little later."""
        self.person.world.nursery.start_soon(self._detach, wire)
        if wire is self.wire:
            self.wire = None
            self.read(wire)
            self._lost.set()

    async def _detach(self, wire: Wire) -> None:
        await self.person.world.network.pass_through()
        ref = wire.server.participant(self.person.town.id, self.person.id) if wire.server.is_up else None
        if ref is not None:
            ref.tell(Detach(wire))

    def leave(self) -> None:
        self.is_wanted = False
        self.cut()
        self._lost.set()

    def cut(self) -> None:
        if self.wire is not None:
            self.wire.cut()

    async def resyncs(self) -> None:
        """What waits is thrown away, and a snapshot asked for in its place."""
        wire = self.wire
        ref = wire.server.participant(self.person.town.id, self.person.id) if wire is not None else None
        if wire is not None and ref is not None and wire.is_open:
            wire.unread.clear()
            wire.is_behind = True
            answer = await asked(ref, Attach(wire, None))
            if not isinstance(answer, Done):
                wire.cut()

    async def shows_old_ticket(self) -> None:
        """Somebody else might have it."""
        server, town = self.person.world.server, self.person.town
        ref = server.participant(town.id, self.person.id) if server is not None else None
        if server is None or ref is None or len(self.used) < TICKETS_GOOD:
            return
        page, number = self.person.world.chance.choice(self.used[:-1])
        wire = Wire(f"{self.name}'", server, self.person.world.sender(self.person), lambda _: None)
        answer = await asked(ref, Attach(wire, None, page, number))
        if isinstance(answer, Done):
            self.person.world.fails(f"I5: {self.name} came in again with {page} {number} of {self.used}")

    # --- hearing

    def read(self, wire: Wire) -> None:
        """All that is there, or what came through before the line was cut."""
        count = len(wire.unread)
        if wire.is_cut or not wire.server.is_up:
            count = self.person.world.chance.randint(0, count)
        for _ in range(count):
            self._hear(wire.unread.popleft())

    def _hear(self, item: Item) -> None:
        if isinstance(item, Snapshot):
            self.view, self.last_seq = ModelClient.of(item), item.seq
        elif isinstance(item, ShownFact):
            assert self.view is not None, f"{self.name} heard a fact before anything else"
            self.view.hear(item)
            self.last_seq = item.seq
        elif isinstance(item, Goodbye) and item.code in GONE:
            self.person.is_out(item.code)
        elif not isinstance(item, Goodbye) and self.view is not None:
            self.view.notice(item)

    # --- speaking

    async def say(self, said: Said) -> None:
        """Again and again until there is an answer that lasts."""
        pending = self.person.pending
        pending[said] = None
        while said in pending and not self.person.is_gone and said.heard is None:
            if not await self._try(said):
                await trio.sleep(AGAIN_S)
        pending.pop(said, None)

    async def _try(self, said: Said) -> bool:
        wire = self.wire or self.person.any_wire()
        if wire is None:
            return False
        heard = trio.Event()
        if self.person.world.network.copies() > 1:
            self.person.world.nursery.start_soon(self.send, said, wire, heard)
        await self.send(said, wire, heard)
        if heard.is_set():
            return said.heard is not None
        with trio.move_on_after(ANSWER_S):
            await heard.wait()
        return said.heard is not None

    async def send(self, said: Said, wire: Wire, heard: trio.Event | None = None) -> None:
        world = self.person.world
        if not await world.network.pass_through() or not wire.is_open:
            return
        ref = wire.server.participant(said.webinar, said.by)
        if ref is not None:
            world.trace.note("→", said)
            said.sent += 1
            future: TrioFuture[Answer] = ref.ask(Do(said.command_id, said.command))
            future.on_done(partial(self._answered, said, wire, heard))

    async def reuses(self, said: Said) -> None:
        """Another command under an id that is taken: it must not take effect, nor be taken for the first."""
        server = self.person.world.server
        ref = server.participant(said.webinar, said.by) if server is not None else None
        if server is None or ref is None:
            return
        other = c.AllowChat("nobody") if not isinstance(said.command, c.AllowChat) else c.LowerHand()
        answer = await asked(ref, Do(said.command_id, other))
        is_put_off = isinstance(answer, Refusal) and answer.code in {"id_reused", *ASK_AGAIN, *GONE}
        if server.is_up and not is_put_off:
            self.person.world.fails(f"I2: the id of {said} was given away: {answer}")

    def _answered(self, said: Said, wire: Wire, heard: trio.Event | None, result: object) -> None:
        """At the server, at the instant of the answer."""
        answer = refusal_of(result) if isinstance(result, ActorError) else result
        assert isinstance(answer, Done | Refusal), answer
        if wire.is_open:
            self.person.world.answers(said, answer)
            late_s = self.person.world.network.fate()
            if late_s:
                self.person.world.nursery.start_soon(self._bring, said, wire, heard, answer, late_s)
            elif late_s is not None:
                self._hears(said, wire, heard, answer)

    async def _bring(self, said: Said, wire: Wire, heard: trio.Event | None, answer: Answer, late_s: float) -> None:
        await trio.sleep(late_s)
        self._hears(said, wire, heard, answer)

    def _hears(self, said: Said, wire: Wire, heard: trio.Event | None, answer: Answer) -> None:
        if wire.is_cut or not wire.server.is_up:
            return
        if said.heard is None and is_final(answer):
            said.heard = answer
            self.person.learns(answer)
        if heard is not None:
            heard.set()


async def asked(ref: TrioActorRef | None, message: object) -> object:
    if ref is None:
        return TRY_AGAIN
    try:
        return await ref.ask(message)
    except ActorError as error:
        return refusal_of(error)
