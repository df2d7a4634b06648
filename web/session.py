"""One person's WebSocket: hello, then commands in and everything else out.

The reader never waits for an answer: commands reach the participant's mailbox in the order they came, and answers leave
when they are there. Everything written goes through the outbox. Who somebody is comes from hello's token alone, which
`entrance.py` judges.
"""

from contextlib import suppress
from functools import partial

import structlog
import trio
from attrs import define, field, frozen

from actors.errors import ActorError
from actors.media_commands import MediaCommand
from actors.participant import Attach, Detach, Do
from actors.ports import Answer, Done, Goodbye, Refusal
from actors.runtime import TrioActorRef
from actors.words import WebinarId
from web.asking import NO_SUCH_WEBINAR, TRY_AGAIN, ask, refusal_of
from web.entrance import Entrance
from web.frames import POLICY_VIOLATION, TRY_AGAIN_LATER
from web.limits import Bucket
from web.links import Links
from web.outbox import SessionOutbox
from web.websocket import WebSocket
from web.wire import BadMessage, Hello, Message, answer_frame, read

UNANSWERED = 32  # commands of one session under way at once: a page has a handful
GARBAGE_PER_S, GARBAGE_BURST = 0.2, 10  # messages that cannot be read, before nobody reads any more
ATTACH_S = 7  # until it is durable that a token was used, or a webinar is rebuilt; our page gives up after 8
DETACH_S = 5

COME_BACK = {"busy": TRY_AGAIN_LATER, "try_again": TRY_AGAIN_LATER}  # refusals of hello that are not for good
HELLO_FIRST = Refusal("bad_message", "The first message must be hello.")
HELLO_ONCE = Refusal("bad_message", "hello is the first message, and only that.")
TOO_FAST = Refusal("too_fast", "Too many commands are still under way.", retry_after_ms=1000)

log = structlog.get_logger(__name__)


@frozen
class House:
    """What every session needs of the node."""

    entrance: Entrance
    links: Links
    outbox_frames: int


@define(eq=False)
class Session:
    """`base` is the origin under which this client reached us, for the links in its answers."""

    house: House
    socket: WebSocket
    address: str
    base: str
    messages: int = 0
    outbox: SessionOutbox = field(init=False)
    _webinar: WebinarId = ""
    _ref: TrioActorRef | None = None
    _unanswered: int = 0
    _garbage: Bucket = field(factory=lambda: Bucket(GARBAGE_PER_S, GARBAGE_BURST))

    def __attrs_post_init__(self) -> None:
        self.outbox = SessionOutbox(self.socket, self.house.outbox_frames, self._resync)

    # --- entering

    async def greet(self, text: str) -> bool:
        """The first message. False: it was no hello, or not somebody's, and the client has been told why."""
        message_id, answer = await self._hello(text)
        self.socket.writer.push(answer_frame(message_id, answer))
        if isinstance(answer, Refusal):
            say = log.debug if answer.code in COME_BACK else log.info
            say("hello_refused", address=self.address, code=answer.code)
            self.socket.close(COME_BACK.get(answer.code, POLICY_VIOLATION), answer.code)
            return False
        self.outbox.open()
        return True

    async def _hello(self, text: str) -> tuple[str | None, Answer]:
        try:
            message = read(text)
        except BadMessage as bad:
            return bad.id, Refusal("bad_message", str(bad))
        if not isinstance(message.command, Hello):
            return message.id, HELLO_FIRST
        answer: Answer = TRY_AGAIN
        with trio.move_on_after(ATTACH_S):
            answer = await self._enter(message.command)
        return message.id, answer

    async def _enter(self, hello: Hello) -> Answer:
        found = await self.house.entrance.judge(hello, self.address)
        if isinstance(found, Refusal):
            return found
        page, self._ref = found
        self._webinar = page.webinar
        wish = Attach(self.outbox, hello.last_seq, page.id, page.number, hello.consent)
        answer = as_answer(await ask(self._ref, wish))
        if answer == NO_SUCH_WEBINAR:  # that actor has just ended: who comes again is told why
            return TRY_AGAIN
        return self.house.entrance.welcome(page, answer)

    # --- speaking

    async def listen(self) -> None:
        """Until the client is gone."""
        while (text := await self.socket.receive()) is not None:
            self.messages += 1
            try:
                self._obey(read(text))
            except BadMessage as bad:
                self._complain(bad)

    def _obey(self, message: Message) -> None:
        assert self._ref is not None
        command = message.command
        if isinstance(command, Hello):
            self.outbox.answer(message.id, HELLO_ONCE)
        elif self._unanswered >= UNANSWERED:
            self.outbox.answer(message.id, TOO_FAST)
        else:
            self._unanswered += 1
            wish = command if isinstance(command, MediaCommand) else Do(message.id, command)
            self._ref.ask(wish).on_done(partial(self._answered, message.id))

    def _answered(self, message_id: str, result: object) -> None:
        """Called in the Trio thread with the answer, or with what went wrong between actors."""
        self._unanswered -= 1
        answer = refusal_of(result) if isinstance(result, ActorError) else as_answer(result)
        self.outbox.answer(message_id, self.house.links.signed(self.base, self._webinar, answer))

    def _complain(self, bad: BadMessage) -> None:
        if self._garbage.take(trio.current_time()):
            self.outbox.answer(bad.id, Refusal("bad_message", str(bad)))
        else:
            self.socket.close(POLICY_VIOLATION, "bad_message")

    def _resync(self) -> None:
        """The client has caught up after falling behind: a snapshot instead of what it missed."""
        if self._ref is not None:
            self._ref.ask(Attach(self.outbox, None)).on_done(self._resynced)

    def _resynced(self, result: object) -> None:
        if not isinstance(result, Done):
            self.outbox.close(Goodbye("slow", "You fell behind. Connect again.", retry_after_ms=1000))

    # --- leaving

    async def leave(self) -> None:
        """From here on it asks for nothing: bytes that still leave would bring its outbox back, for good."""
        ref, self._ref = self._ref, None
        if ref is not None:
            with trio.CancelScope(deadline=trio.current_time() + DETACH_S, shield=True), suppress(ActorError):
                await ref.atell(Detach(self.outbox))


def as_answer(result: object) -> Answer:
    """What an actor answers to a command. Anything else is a mistake of ours."""
    if not isinstance(result, Done | Refusal):
        log.error("not_an_answer", result_type=type(result).__name__)
        return TRY_AGAIN
    return result
