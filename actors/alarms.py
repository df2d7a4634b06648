"""Messages that come later. One task serves all alarms of a node, so that ten thousand of them cost no tasks.

Time is Trio's clock: monotonic, and virtual in tests.
"""

import heapq
from itertools import count
from typing import Final

import trio
from attrs import define, field

from actors.errors import ActorDead, MailboxFull
from actors.runtime import TrioActorRef

AGAIN_S: Final = 0.1  # a full mailbox is tried again after this


@define(eq=False)
class Alarm:
    """`cancel` it and it never rings."""

    ref: TrioActorRef | None
    message: object

    def cancel(self) -> None:
        self.ref = None

    @property
    def is_pending(self) -> bool:
        return self.ref is not None


@define(eq=False)
class Alarms:
    """`serve` runs as long as the node does; `after` may be called before."""

    _heap: list[tuple[float, int, Alarm]] = field(factory=list)
    _order: "count[int]" = field(factory=count)  # of two at the same instant the one set first rings first
    _earlier: trio.Event = field(factory=trio.Event)

    def after(self, delay_s: float, ref: TrioActorRef, message: object) -> Alarm:
        """Tells `ref` the message in `delay_s` seconds, unless it has stopped by then."""
        alarm = Alarm(ref, message)
        self._set(trio.current_time() + delay_s, alarm)
        return alarm

    def tell(self, ref: TrioActorRef, message: object) -> None:
        """Now, or as soon as there is room. Never raises: of an actor that has stopped nobody is told."""
        self._tell(ref, Alarm(None, message), trio.current_time())

    async def serve(self) -> None:
        while True:
            self._ring(trio.current_time())
            self._earlier = trio.Event()
            with trio.CancelScope(deadline=self._heap[0][0] if self._heap else trio.current_time() + 3600):
                await self._earlier.wait()

    def _set(self, at_s: float, alarm: Alarm) -> None:
        entry = (at_s, next(self._order), alarm)
        heapq.heappush(self._heap, entry)
        if self._heap[0] is entry:
            self._earlier.set()

    def _ring(self, now_s: float) -> None:
        while self._heap and self._heap[0][0] <= now_s:
            alarm = heapq.heappop(self._heap)[2]
            ref, alarm.ref = alarm.ref, None
            if ref is not None:
                self._tell(ref, alarm, now_s)

    def _tell(self, ref: TrioActorRef, alarm: Alarm, now_s: float) -> None:
        try:
            ref.tell(alarm.message)
        except MailboxFull:
            alarm.ref = ref
            self._set(now_s + AGAIN_S, alarm)
        except ActorDead:
            pass
