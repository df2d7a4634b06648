"""A log from facts, a second apart."""

from actors import facts as f
from actors.facts import Fact
from actors.ports import StoredFact
from actors.words import Role

PEOPLE: list[Fact] = [
    f.WebinarCreated("T", "host", "Hedy", 10, 5),
    f.ParticipantJoined("paul", "Paul", Role.ATTENDEE, waiting=False),
]


def log_of(*facts: Fact) -> list[StoredFact]:
    return [StoredFact(seq, 1000 * seq, fact) for seq, fact in enumerate([*PEOPLE, *facts], 1)]
