"""Which key each personal field lies under, and when it goes. That it goes stands in the contract."""

from typing import Final, get_type_hints

import pytest

from actors import facts as f
from actors.facts import Fact
from actors.journal.keys import Key
from actors.journal.personal import PERSONAL, STATE, settle_keys
from actors.journal.plain import FACTS

# Words that are no person's own: the webinar's name the polls and the breakout rooms, which hosts make for everybody.
OPEN: Final = {
    *((kind, field) for kind in (f.WebinarCreated, f.Rescheduled) for field in ("title", "description")),
    *((kind, field) for kind in (f.PollDrafted, f.PollEdited) for field in ("question", "options")),
    *((kind, "name") for kind in (f.RoomMerged, f.RoomBegan)),
    (f.CaptionSaid, "language"),
}
IDS: Final = {
    *("participant", "host", "by", "author", "recipient", "voter", "pseudonym", "invite", "page", "poll", "question"),
    *("message", "caption", "receipt", "reason", "to", "registration", "room", "opening", "head"),
    "recording",
}
TEXTS: Final = {str, str | None, tuple[str, ...]}


@pytest.mark.parametrize("kind", FACTS.values())
def test_every_word_of_a_person_is_sealed(kind: type[Fact]) -> None:
    texts = {field for field, hint in get_type_hints(kind).items() if hint in TEXTS}
    unexplained = texts - IDS - {field for of, field in OPEN if of is kind}
    assert unexplained <= set(PERSONAL.get(kind, ("",))[0].split()), (
        "say in personal.py under which key it lies, or here why not"
    )


def ring(**owners: str) -> dict[str, Key]:
    return {name.replace("_", ":", 1): Key(b"secret", owner) for name, owner in owners.items()}


def living(keys: dict[str, Key]) -> set[str]:
    return {name for name, key in keys.items() if key.secret}


@pytest.mark.parametrize(
    ("fact", "gone"),
    [
        (f.PersonForgotten("ann"), {"person:ann", "question:1", STATE}),
        (f.PersonForgotten("bob"), {STATE}),
        (f.PollClosed("p", 1, (), 0), {"round:p:1", STATE}),
        (f.PollClosed("named", 1, (), 0), set()),
        (f.WebinarEnded("host"), {"round:p:1", "round:p:2", "anonymity", STATE}),
        (f.RegistrationWithdrawn("1"), {"invite:1", STATE}),
        (f.WebinarStarted(), set()),
    ],
)
def test_a_fact_destroys_its_keys_and_the_kept_state_with_them(fact: Fact, gone: set[str]) -> None:
    keys = ring(person_ann="ann", person_eve="eve", question_1="ann", invite_1="", anonymity="", state="")
    keys |= {"round:p:1": Key(b"secret"), "round:p:2": Key(b"secret")}
    before = living(keys)
    settle_keys(keys, fact)
    assert before - living(keys) == gone


def test_an_invites_label_belongs_to_whoever_used_it() -> None:
    keys = ring(invite_1="", invite_2="")
    settle_keys(keys, f.InviteUsed("ann", "1"))
    settle_keys(keys, f.InviteUsed("ann", "of an unknown invite"))
    settle_keys(keys, f.PersonForgotten("ann"))
    assert living(keys) == {"invite:2"}
