"""Chat: to everybody, to those on stage, to one person; who may write, how often, and who is blocked.

The state keeps the last messages for whoever comes later; the log keeps all.
"""

from typing import Final

from attrs import evolve

from actors import facts as f
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.decision import Context, Decision
from actors.webinar.interaction import Message
from actors.webinar.rights import NO_SUCH_PARTICIPANT, NOT_ALLOWED, allows
from actors.webinar.state import Person, State
from actors.webinar.text import cleaned_lines
from actors.words import HOSTS, STAGE, ChatTo, ParticipantId, Place

TEXT_MAX: Final = 2000
KEPT: Final = 500

BAD_MESSAGE = Refusal("bad_message", f"A message has 1 to {TEXT_MAX} visible characters.")
BAD_RECIPIENT = Refusal("bad_recipient", "A direct message, and no other, is for one other person.")
NOT_INSIDE = Refusal("not_inside", "This person is not in the webinar.")
CHAT_BLOCKED = Refusal("chat_blocked", "The host has stopped you from writing in the chat.")
SLOW_MODE = Refusal("slow_mode", "Messages come slowly here by the host's wish. Wait a little.")
NO_SUCH_MESSAGE = Refusal("no_such_message", "There is no such message in this chat, or it is too long ago.")


def send(state: State, command: c.SendMessage, ctx: Context) -> Decision:
    author = state.people[ctx.by or ""]
    if author.id in state.interaction.chat_blocked:
        return CHAT_BLOCKED
    refused = _address_refused(state, author, command) or _haste_refused(state, author, ctx.at_ms)
    if refused is not None:
        return refused
    text = cleaned_lines(command.text, TEXT_MAX)
    if text is None:
        return BAD_MESSAGE
    is_practice = state.practice and command.to is ChatTo.EVERYONE
    to = ChatTo.STAGE if is_practice else command.to
    return [f.MessageSent(ctx.new_id(), author.id, to, command.recipient, text)]


def delete(state: State, command: c.DeleteMessage, ctx: Context) -> Decision:
    """Hosts delete anybody's, except what others wrote to each other and they cannot see."""
    by, message = state.people[ctx.by or ""], state.interaction.messages.get(command.message)
    if message is None or not is_seen_by(message, by):
        return NO_SUCH_MESSAGE
    may = message.author == by.id or by.role in HOSTS
    return [f.MessageDeleted(message.id, by.id)] if may else NOT_ALLOWED


def block(state: State, command: c.BlockChat, _: Context) -> Decision:
    whom = command.participant
    return [] if whom in state.interaction.chat_blocked else [f.ChatBlocked(whom)]


def allow(state: State, command: c.AllowChat, _: Context) -> Decision:
    whom = command.participant
    return [f.ChatAllowed(whom)] if whom in state.interaction.chat_blocked else []


def is_seen_by(message: Message, person: Person) -> bool:
    if message.author == person.id or message.to is ChatTo.EVERYONE:
        return True
    return person.role in STAGE if message.to is ChatTo.STAGE else message.recipient == person.id


def _address_refused(state: State, author: Person, command: c.SendMessage) -> Refusal | None:
    if (command.to is ChatTo.DIRECT) is (command.recipient is None) or command.recipient == author.id:
        return BAD_RECIPIENT
    if command.recipient is None:
        return None if author.role in HOSTS or allows(state.settings.chat, author.role) else NOT_ALLOWED
    return _recipient_refused(state, author, command.recipient)


def _recipient_refused(state: State, author: Person, recipient: ParticipantId) -> Refusal | None:
    """Hosts write to whom they like, and can always be written to; the setting is about everybody else."""
    person = state.people.get(recipient)
    between_others = author.role not in HOSTS and (person is None or person.role not in HOSTS)
    if between_others and not allows(state.settings.direct, author.role):
        return NOT_ALLOWED
    if person is None:
        return NO_SUCH_PARTICIPANT
    return None if person.place is Place.IN else NOT_INSIDE


def _haste_refused(state: State, author: Person, now_ms: int) -> Refusal | None:
    """A clock that was turned back holds nobody up."""
    spoke_at_ms = state.interaction.spoke_at_ms.get(author.id)
    if author.role in STAGE or spoke_at_ms is None or now_ms < spoke_at_ms:
        return None
    wait_ms = spoke_at_ms + 1000 * state.settings.slow_mode_s - now_ms
    return evolve(SLOW_MODE, retry_after_ms=wait_ms) if wait_ms > 0 else None


def sent(state: State, fact: f.MessageSent) -> None:
    kept = state.interaction.messages
    kept[fact.message] = Message(fact.message, fact.author, fact.to, fact.recipient, fact.text, state.at_ms)
    while len(kept) > KEPT:
        del kept[next(iter(kept))]
    state.interaction.spoke_at_ms[fact.author] = state.at_ms


def deleted(state: State, fact: f.MessageDeleted) -> None:
    state.interaction.messages.pop(fact.message, None)


def blocked(state: State, fact: f.ChatBlocked) -> None:
    state.interaction.chat_blocked.setdefault(fact.participant)


def allowed(state: State, fact: f.ChatAllowed) -> None:
    state.interaction.chat_blocked.pop(fact.participant, None)
