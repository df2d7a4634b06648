"""The golden log: a record of every fact as its first version wrote it. Whatever is in it stays readable for ever.

`python -m tests.actors.journal.golden` adds records of new facts at its end; nobody changes what is there.
"""

import json
from pathlib import Path
from typing import Final

from actors.journal.chain import Record, beginning, link
from actors.journal.keys import Key
from actors.journal.memory import no_chance
from actors.journal.plain import snake
from actors.journal.records import encode
from actors.ports import StoredFact
from tests.actors.journal.facts import EVERY_FACT

FILE: Final = Path(__file__).with_name("golden.jsonl")
WEBINAR: Final = "golden"


def read() -> tuple[list[Record], dict[str, Key]]:
    """Each line: a record's body, its hash, and the keys that were made for it."""
    records, keys = [], dict[str, Key]()
    for seq, line in enumerate(FILE.read_text().splitlines() if FILE.exists() else [], 1):
        parts = json.loads(line)
        records.append(Record(seq, parts["body"].encode(), bytes.fromhex(parts["hash"])))
        keys |= {name: Key(bytes.fromhex(secret), owner) for name, (secret, owner) in parts["keys"].items()}
    return records, keys


def add_missing() -> None:
    records, keys = read()
    known = {json.loads(record.body)["type"] for record in records}
    before, seq = (records[-1].hash, len(records)) if records else (beginning(WEBINAR), 0)
    chance = no_chance()
    with FILE.open("a") as file:
        for fact in EVERY_FACT:
            if snake(type(fact)) in known:
                continue
            seq, had = seq + 1, set(keys)
            body = encode(WEBINAR, StoredFact(seq, 1000 * seq, fact), 1, keys, chance)
            before = link(before, body)
            made = {name: (key.secret.hex(), key.owner) for name, key in keys.items() if name not in had}
            file.write(json.dumps({"body": body.decode(), "hash": before.hex(), "keys": made}) + "\n")


if __name__ == "__main__":
    add_missing()
