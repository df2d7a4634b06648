from actors import facts as f
from actors.facts import Fact
from actors.ports import StoredFact
from actors.webinar.chat_log import Reader, page
from actors.words import ChatTo, Role

PEOPLE: list[Fact] = [
    f.WebinarCreated("T", "host", "Hedy", 10, 5),
    f.ParticipantJoined("paul", "Paul", Role.ATTENDEE, waiting=False),
    f.ParticipantJoined("ida", "Ida", Role.ATTENDEE, waiting=False),
]
PAUL, HEDY = Reader("paul", is_on_stage=False), Reader("host", is_on_stage=True)


def said(
    message: str, author: str = "ida", to: ChatTo = ChatTo.EVERYONE, recipient: str | None = None, text: str = "Hello"
) -> Fact:
    return f.MessageSent(message, author, to, recipient, text)


def read(*facts: Fact, reader: Reader = PAUL, before: int | None = None, count: int = 50) -> list[str]:
    log = [StoredFact(seq, 1000 * seq, fact) for seq, fact in enumerate([*PEOPLE, *facts], 1)]
    return [line.id for line in page(log, reader, before, count)]


def test_the_last_ones_before_a_place_in_the_log_come_oldest_first() -> None:
    lines = [said("a"), said("b"), said("c")]
    assert read(*lines) == ["a", "b", "c"]
    assert read(*lines, count=2) == ["b", "c"]
    assert read(*lines, count=2, before=6) == ["a", "b"]
    assert read(*lines, before=4) == []


def test_a_line_has_its_authors_name_and_place() -> None:
    log = [StoredFact(seq, 1000 * seq, fact) for seq, fact in enumerate([*PEOPLE, said("a")], 1)]
    (line,) = page(log, PAUL, None, 1)
    assert (line.name, line.seq, line.at_ms, line.text) == ("Ida", 4, 4000, "Hello")


def test_what_was_deleted_or_forgotten_is_gone() -> None:
    assert read(said("a"), said("b"), f.MessageDeleted("a", "host"), said("c", text="")) == ["b"]


def test_each_reads_what_is_for_them() -> None:
    lines = [
        said("stage", "host", ChatTo.STAGE),
        said("mine", "paul", ChatTo.STAGE),
        said("to me", "ida", ChatTo.DIRECT, "paul"),
        said("to another", "ida", ChatTo.DIRECT, "host"),
        said("from me", "paul", ChatTo.DIRECT, "ida"),
    ]
    assert read(*lines) == ["mine", "to me", "from me"]
    assert read(*lines, reader=HEDY) == ["stage", "mine", "to another"]
