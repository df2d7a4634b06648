"""What is known of polls, questions and chat, as a value; what changes it is tested by topic."""

from actors.webinar.interaction import Interaction, Message
from actors.words import ChatTo


def test_of_somebody_long_gone_only_what_they_wrote_is_kept() -> None:
    message = Message("m1", "ann", ChatTo.EVERYONE, None, "Hello", 1000)
    interaction = Interaction(
        messages={"m1": message},
        spoke_at_ms={"ann": 1000, "bob": 2000},
        chat_blocked={"ann": None, "bob": None},
        captioners={"ann": None, "bob": None},
    )
    interaction.forget("ann")
    assert interaction == Interaction(
        messages={"m1": message}, spoke_at_ms={"bob": 2000}, chat_blocked={"bob": None}, captioners={"bob": None}
    )


def test_somebody_who_never_said_anything_can_be_forgotten_too() -> None:
    interaction = Interaction()
    interaction.forget("nobody")
    assert interaction == Interaction()
