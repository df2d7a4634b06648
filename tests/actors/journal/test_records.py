"""Records: what a body looks like, and that everything ever written can be read."""

from typing import Final

import orjson
import pytest

from actors import facts as f
from actors.facts import Fact
from actors.journal.chain import beginning, checked
from actors.journal.keys import Key, destroy
from actors.journal.memory import no_chance
from actors.journal.plain import FACTS
from actors.journal.records import decode, encode
from actors.ports import LogDamaged, StoredFact
from actors.words import ChatTo
from tests.actors.journal import golden
from tests.actors.journal.facts import EVERY_FACT

# What a fact of the golden log is read as today, where that is no longer what `EVERY_FACT` says.
READ_TODAY: Final[dict[type[Fact], Fact]] = {}


def test_every_record_ever_written_is_read_as_what_it_meant() -> None:
    records, keys = golden.read()
    read = [decode(golden.WEBINAR, record.body, keys)[0] for record in checked(records, 0, beginning(golden.WEBINAR))]
    expected = {type(fact): fact for fact in EVERY_FACT} | READ_TODAY
    assert [each.seq for each in read] == list(range(1, len(records) + 1))
    assert {type(each.fact): each.fact for each in read} == expected


def test_the_golden_log_has_a_record_of_every_fact() -> None:
    records, _ = golden.read()
    written = {orjson.loads(record.body)["type"] for record in records}
    assert FACTS.keys() <= written, "run: python -m tests.actors.journal.golden"


def test_a_body_is_canonical_json() -> None:
    body = encode("w", StoredFact(3, 1000, f.RoleOffered("ann", "presenter", 60)), 2, {}, no_chance())  # type: ignore[arg-type]
    assert body == (
        b'{"at_ms":1000,"epoch":2,"fields":{"for_s":60,"participant":"ann","role":"presenter"},'
        b'"seq":3,"type":"role_offered","v":1}'
    )


def test_what_is_personal_is_not_in_the_body_and_opens_with_its_key_alone() -> None:
    keys: dict[str, Key] = {}
    said = StoredFact(1, 1000, f.MessageSent("m", "ann", ChatTo.EVERYONE, None, "Hello"))
    body = encode("w", said, 1, keys, no_chance())
    assert b"Hello" not in body
    assert decode("w", body, keys)[0].fact == said.fact
    destroy(keys, "person:ann")
    assert decode("w", body, keys)[0].fact == f.MessageSent("m", "ann", ChatTo.EVERYONE, None, "")


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body[:-5],
        lambda body: body.replace(b'"v":1', b'"v":2'),
        lambda body: body.replace(b"message_sent", b"message_sung"),
        lambda body: body.replace(b'"author"', b'"actor"'),
        lambda body: body.replace(b'"to":"everyone"', b'"to":"nobody"'),
        lambda body: body.replace(b'"seq":1', b'"seq":2'),
        lambda body: body.replace(b"person:ann", b"person:bob"),
        lambda _: b"[]",
    ],
)
def test_what_cannot_be_read_is_damage(change: object) -> None:
    keys: dict[str, Key] = {}
    said = StoredFact(1, 1000, f.MessageSent("m", "ann", ChatTo.EVERYONE, None, "Hello"))
    changed = change(encode("w", said, 1, keys, no_chance()))  # type: ignore[operator]
    with pytest.raises(LogDamaged):
        decode("w", changed, keys)


def test_a_field_that_came_later_has_its_default() -> None:
    body = (
        b'{"at_ms":1,"epoch":1,"fields":{"participant":"ann","role":"presenter"},"seq":1,"type":"role_offered","v":1}'
    )
    assert decode("w", body, {})[0].fact == f.RoleOffered("ann", "presenter", None)  # type: ignore[arg-type]
