"""A fact's record: canonical JSON with what is personal sealed, and back.

    {"at_ms":…,"epoch":…,"fields":{…},"sealed":{field:[key, base64]},"seq":…,"type":"message_sent","v":1}

Keys are sorted, no spaces; `sealed` is there only if something is. Such a body is never written again: its hash counts.
"""

from base64 import b64decode, b64encode
from typing import Any, Final

import orjson

from actors.facts import Fact
from actors.journal.keys import Chance, Keys, make, seal, unseal
from actors.journal.personal import PERSONAL
from actors.journal.plain import CONVERTER, FACTS, UNREADABLE
from actors.journal.upgrades import VERSIONS, upgraded
from actors.ports import LogDamaged, StoredFact
from actors.words import WebinarId

NAMES: Final = {kind: name for name, kind in FACTS.items()}


def encode(webinar: WebinarId, stored: StoredFact, epoch: int, keys: Keys, chance: Chance) -> bytes:
    """Makes keys that are needed. Raises one of `UNREADABLE` if the fact is none that can be written."""
    name = NAMES[type(stored.fact)]
    body = {
        "seq": stored.seq,
        "at_ms": stored.at_ms,
        "epoch": epoch,
        "type": name,
        "v": VERSIONS.get(name, 1),
        "fields": CONVERTER.unstructure(stored.fact),
    }
    _seal(body, stored.fact, webinar, keys, chance)
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


def _seal(body: dict[str, Any], fact: Fact, webinar: WebinarId, keys: Keys, chance: Chance) -> None:
    if type(fact) not in PERSONAL:
        return
    names, key_of = PERSONAL[type(fact)]
    key = key_of(fact)
    filled = [name for name in names.split() if body["fields"][name]]
    if key is None or not (key.is_made or key.name in keys) or not filled:
        return
    make(keys, key.name, key.owner, chance)
    body["sealed"] = {}
    for name in filled:
        plain = body["fields"].pop(name).encode()
        sealed = seal(keys, key.name, plain, _place(webinar, body["seq"], name), chance)
        body["sealed"][name] = [key.name, b64encode(sealed).decode()]


def decode(webinar: WebinarId, body: bytes, keys: Keys) -> tuple[StoredFact, int]:
    """The fact, and the epoch of its writer. What lay under keys that are destroyed is "". Raises LogDamaged."""
    try:
        raw = orjson.loads(body)
        fields = raw["fields"]
        for field, (key, sealed) in raw.get("sealed", {}).items():
            plain = unseal(keys, key, b64decode(sealed), _place(webinar, raw["seq"], field))
            fields[field] = (plain or b"").decode()
        name, fields = upgraded(raw["type"], raw["v"], fields)
        fact = CONVERTER.structure(fields, FACTS[name])
        return StoredFact(raw["seq"], raw["at_ms"], fact, raw["epoch"]), raw["epoch"]
    except UNREADABLE as error:
        raise LogDamaged(f"a record cannot be read: {error!r}: {body[:200]!r}") from error


def _place(webinar: WebinarId, seq: int, field: str) -> bytes:
    return f"{webinar} {seq} {field}".encode()
