"""Who sees which message."""

import pytest

from actors.shown import MessageView
from actors.webinar import chat_view
from actors.webinar import commands as c
from actors.webinar.view import INSIDE, View
from actors.words import ChatTo, Role, Who
from tests.actors.webinar.town import Town


def a_town() -> tuple[Town, str, str, str]:
    town = Town(direct=Who.EVERYONE)
    return town, town.inside(name="Ann"), town.inside(name="Bob"), town.inside(Role.PRESENTER)


@pytest.mark.parametrize(
    ("to", "readers"),
    [
        (ChatTo.EVERYONE, [True, True, True, False]),
        (ChatTo.STAGE, [True, True, False, False]),
        (ChatTo.DIRECT, [False, False, False, False]),
    ],
)
def test_a_message_is_for_whom_it_is_sent_to_and_for_its_author(to: ChatTo, readers: list[bool]) -> None:
    town, ann, bob, _ = a_town()
    town.do(ann, c.SendMessage("Hi", to, bob if to is ChatTo.DIRECT else None))
    (message,) = town.state.interaction.messages
    assert [chat_view.entry(town.state, message, view, own=False) is not None for view in View] == readers
    assert all(chat_view.entry(town.state, message, view, own=True) for view in INSIDE)
    assert chat_view.entry(town.state, message, View.WAITING, own=True) is None
    assert chat_view.entry(town.state, "nothing", View.HOSTS, own=True) is None


def test_everybody_sees_what_is_theirs_in_the_order_of_sending() -> None:
    town, ann, bob, presenter = a_town()
    for by, to, recipient in (
        (ann, ChatTo.EVERYONE, None),
        (ann, ChatTo.STAGE, None),
        (ann, ChatTo.DIRECT, bob),
        (presenter, ChatTo.STAGE, None),
        ("host", ChatTo.DIRECT, ann),
        (bob, ChatTo.EVERYONE, None),
    ):
        number = len(town.state.interaction.messages)
        town.do(by, c.SendMessage(str(number), to, recipient))

    def reads(participant: str, view: View) -> str:
        seen = chat_view.messages(town.state, view)
        return "".join(m.text for m in chat_view.with_own(town.state, seen, town.person(participant)))

    assert reads(ann, View.AUDIENCE) == "01245"
    assert reads(bob, View.AUDIENCE) == "025"
    assert reads(presenter, View.STAGE) == "0135"
    assert reads("host", View.HOSTS) == "01345"


def test_who_has_nothing_of_their_own_shares_what_all_see() -> None:
    town, ann, bob, _ = a_town()
    town.do(ann, c.SendMessage("Hi"))
    seen = chat_view.messages(town.state, View.AUDIENCE)
    assert chat_view.with_own(town.state, seen, town.person(bob)) is seen


def test_who_came_back_into_the_waiting_room_sees_nothing_of_what_they_wrote() -> None:
    town, ann, *_ = a_town()
    town.do(ann, c.SendMessage("Hi", ChatTo.STAGE))
    eve = town.join("Eve")
    town.person(ann).place = town.person(eve).place
    assert chat_view.with_own(town.state, (), town.person(ann)) == ()


def test_a_message_has_its_authors_name_and_time() -> None:
    town, ann, *_ = a_town()
    town.do(ann, c.SendMessage("Hi"))
    (message,) = chat_view.messages(town.state, View.AUDIENCE)
    assert isinstance(message, MessageView)
    assert (message.author, message.name, message.recipient) == (ann, "Ann", None)
    assert message.sent_at.timestamp() * 1000 == town.state.at_ms
