"""Remembered answers as they are stored: beside the facts, not chained, sealed under the key of whoever got them.

So they go with the person, and a damaged one is noticed.
"""

import orjson
from attrs import frozen

from actors.journal.keys import NOBODY, Chance, Keys, make, seal, unseal
from actors.journal.personal import ANSWERS, KeyName, of_person
from actors.journal.plain import CONVERTER, UNREADABLE
from actors.ports import Done, LogDamaged, Remembered
from actors.words import ParticipantId, WebinarId


@frozen
class StoredAnswer:
    """The `number`-th of its webinar, from 1 without a gap; given when fact `seq` was the last one."""

    number: int
    seq: int
    by: ParticipantId
    sealed: bytes


def encode(
    webinar: WebinarId, number: int, seq: int, answer: Remembered, *, keys: Keys, chance: Chance
) -> StoredAnswer:
    """Raises one of `UNREADABLE` if the answer is none that can be written."""
    key = _key(answer.by)
    plain = orjson.dumps([answer.command_id, answer.fingerprint, CONVERTER.unstructure(answer.answer)])
    make(keys, key.name, key.owner, chance)
    return StoredAnswer(number, seq, answer.by, seal(keys, key.name, plain, _place(webinar, number, seq), chance))


def decode(webinar: WebinarId, stored: StoredAnswer, keys: Keys) -> Remembered | None:
    """None for somebody who has been forgotten. Raises LogDamaged."""
    plain = unseal(keys, _key(stored.by).name, stored.sealed, _place(webinar, stored.number, stored.seq))
    if plain is None:
        return None
    try:
        command_id, fingerprint, done = orjson.loads(plain)
        return Remembered(stored.by, command_id, fingerprint, CONVERTER.structure(done, Done))
    except UNREADABLE as error:
        raise LogDamaged(f"an answer cannot be read: {error!r}") from error


def _key(by: ParticipantId) -> KeyName:
    return KeyName(ANSWERS) if by == NOBODY else of_person(by)


def _place(webinar: WebinarId, number: int, seq: int) -> bytes:
    return f"{webinar} {seq} answer {number}".encode()
