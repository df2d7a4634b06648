"""The line to the router: it is told each change of what somebody may do with media, never an older one after it.

A router that has no room for the message is told again soon, with what is right by then.
"""

from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from attrs import define, field

from actors.alarms import Alarms
from actors.errors import ActorDead, MailboxFull
from actors.router_messages import PermitsChanged
from actors.runtime import TrioActorRef
from actors.webinar.messages import Message, RouterStarted, TellRouter
from actors.webinar.permits import Permits
from actors.webinar.state import State
from actors.words import ParticipantId

ROUTER_FULL_S: Final = 0.05


@define(eq=False)
class Grants:
    """`me` hears TellRouter or RouterStarted when it shall call again."""

    me: TrioActorRef
    router: TrioActorRef
    alarms: Alarms
    permits: Permits = field(factory=Permits)

    def tell(self, decided: State, durable: State, people: Iterable[ParticipantId]) -> None:
        people = tuple(people)
        permits = self.permits.changes(decided, durable, people)
        if permits:
            self._send(PermitsChanged(tuple(permits)), TellRouter(people))

    def tell_all(self, decided: State, durable: State) -> None:
        """To a router that knows nobody: whoever is not named may nothing."""
        self.permits.in_force.clear()
        permits = self.permits.changes(decided, durable, durable.inside)
        self._send(PermitsChanged(tuple(permits), is_all=True), RouterStarted())

    def _send(self, message: PermitsChanged, or_else: Message) -> None:
        with suppress(ActorDead):  # without a router nothing is forwarded
            try:
                self.router.tell(message)
            except MailboxFull:
                self.alarms.after(ROUTER_FULL_S, self.me, or_else)
            else:
                self.permits.told(message.permits)
