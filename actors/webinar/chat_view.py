"""What a view sees of the chat: what is for everybody; hosts and the stage what is for them; direct messages no view.

Whoever wrote a message, and the one person it is for, see it wherever they are.
"""

from actors.shown import MessageView
from actors.webinar.interaction import Message
from actors.webinar.people_view import name_of
from actors.webinar.state import Person, State
from actors.webinar.view import INSIDE, ON_STAGE, View, moment, view_of
from actors.words import ChatTo, MessageId

READERS: dict[ChatTo, frozenset[View]] = {
    ChatTo.EVERYONE: frozenset(INSIDE),
    ChatTo.STAGE: ON_STAGE,
    ChatTo.DIRECT: frozenset(),
}


def entry(state: State, message: MessageId, view: View, *, own: bool) -> MessageView | None:
    """As somebody of this view sees it, or (`own`) its author or recipient who is of this view."""
    found = state.interaction.messages.get(message)
    if found is None or not (is_seen(found, view) or (own and view is not View.WAITING)):
        return None
    return message_view(state, found)


def is_seen(message: Message, view: View) -> bool:
    return view in READERS[message.to]


def message_view(state: State, message: Message) -> MessageView:
    return MessageView(
        id=message.id,
        author=message.author,
        name=name_of(state, message.author),
        to=message.to,
        recipient=message.recipient,
        text=message.text,
        sent_at=moment(message.sent_at_ms),
    )


def messages(state: State, view: View) -> tuple[MessageView, ...]:
    """The last ones, in the order in which they were sent."""
    every = state.interaction.messages.values()
    return tuple(message_view(state, message) for message in every if is_seen(message, view))


def with_own(state: State, seen: tuple[MessageView, ...], person: Person) -> tuple[MessageView, ...]:
    """What the person's view sees, and what they see beside it."""
    view, every = view_of(person), state.interaction.messages.values()
    if view is View.WAITING or not any(_is_only_own(message, person, view) for message in every):
        return seen
    mine = (m for m in every if is_seen(m, view) or _is_only_own(m, person, view))
    return tuple(message_view(state, message) for message in mine)


def _is_only_own(message: Message, person: Person, view: View) -> bool:
    return not is_seen(message, view) and person.id in (message.author, message.recipient)
