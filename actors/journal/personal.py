"""What of a fact is personal or secret, under which key it lies, and which facts destroy which keys.

These tables are the whole rule. A field that is not in them lies open in the log, for as long as the log is kept.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from attrs import evolve, frozen

from actors import facts as f
from actors.facts import Fact
from actors.journal.keys import NOBODY, Keys, destroy
from actors.words import InviteId, ParticipantId, PollId, QuestionId

STATE: Final = "state"  # of the kept state: it holds everything, so it goes whenever anything does
ANSWERS: Final = "answers"  # of answers to nobody in particular


@frozen
class KeyName:
    """`is_made`: with the first value that lies under it; otherwise the value lies open if there is no such key."""

    name: str
    owner: ParticipantId = NOBODY
    is_made: bool = True


def of_person(participant: ParticipantId) -> KeyName:
    return KeyName(f"person:{participant}", participant)


def of_invite(invite: InviteId) -> KeyName:
    """Whose it is turns out when it is used."""
    return KeyName(f"invite:{invite}")


def of_question(question: QuestionId, author: ParticipantId | None) -> KeyName | None:
    return None if author is None else KeyName(f"question:{question}", author)


def of_round(poll: PollId, number: int) -> KeyName:
    return KeyName(f"{ROUNDS}{poll}:{number}")


ROUNDS: Final = "round:"
LISTS: Final = "lists:"
ANONYMITY: Final = KeyName("anonymity")

# fmt: off
PERSONAL: dict[type[Fact], tuple[str, Callable[[Any], KeyName | None]]] = {  # the fields, and the key they lie under
    f.WebinarCreated:    ("host_name", lambda fact: of_person(fact.host)),
    f.ParticipantJoined: ("name",      lambda fact: of_person(fact.participant)),
    f.InviteIssued:      ("label",     lambda fact: of_invite(fact.invite)),
    f.RegistrationReceived: ("name email", lambda fact: of_invite(fact.registration)),
    f.MessageSent:       ("text",      lambda fact: of_person(fact.author)),
    f.CaptionSaid:       ("text",      lambda fact: of_person(fact.by)),
    f.QuestionAsked:     ("text",      lambda fact: of_question(fact.question, fact.author)),
    f.QuestionEdited:    ("text",      lambda fact: KeyName(f"question:{fact.question}", is_made=False)),
    f.QuestionAnswered:  ("text",      lambda fact: of_person(fact.by)),
    f.RoomsBroadcast:    ("text",      lambda fact: of_person(fact.by)),
    f.RoomListsGiven:    ("lists",     lambda fact: KeyName(f"{LISTS}{fact.opening}")),
    f.PollOpened:        ("secret",    lambda fact: of_round(fact.poll, fact.round)),
    f.AnonymityBegan:    ("secret",    lambda _: ANONYMITY),
}
DESTROYS: dict[type[Fact], Callable[[Any, str, ParticipantId], bool]] = {  # of a key's name and owner: whether it goes
    f.PersonForgotten: lambda fact, name, owner: owner == fact.participant or name.startswith(LISTS),
    f.RegistrationWithdrawn: lambda fact, name, _owner: name == of_invite(fact.registration).name,
    f.PollClosed:      lambda fact, name, _owner: name == of_round(fact.poll, fact.round).name,
    f.RoomsClosed:     lambda _, name, __: name.startswith(LISTS),
    f.WebinarEnded:    lambda _, name, _owner: name in (ANONYMITY.name, ANSWERS) or name.startswith(ROUNDS),
}
# fmt: on


def settle_keys(keys: Keys, fact: Fact) -> None:
    """What a fact means for keys that are there already."""
    if isinstance(fact, f.InviteUsed) and (name := of_invite(fact.invite).name) in keys:
        keys[name] = evolve(keys[name], owner=fact.participant)
    if type(fact) in DESTROYS:
        for name in list(_doomed(keys, fact)):
            destroy(keys, name)


def _doomed(keys: Keys, fact: Fact) -> Iterator[str]:
    goes = DESTROYS[type(fact)]
    names = [name for name, key in keys.items() if key.secret and goes(fact, name, key.owner)]
    if names or isinstance(fact, f.PersonForgotten):
        yield from names
        yield from (name for name in [STATE] if name in keys)
