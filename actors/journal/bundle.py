"""An incident as one file: a webinar's log in plain JSON lines, for whoever has to find out what happened.

    {"townhall_bundle":1,"webinar":…,"personal":false,"seq":812,"state_digest":"…"}
    {"seq":1,"at_ms":…,"type":"webinar_created","v":1,"fields":{…}}        a fact
    {"by":…,"command_id":…,"fingerprint":…,"answer":{…}}                  an answer, behind the fact it was given after

Secrets of anonymous rounds and questions are never in it, nor answers to nobody in particular: with them a bundle could
tell whose a ballot was. What is personal is left out unless it is asked for, and fingerprints with it. `state_digest`
is of the state that these lines come to, whoever folds them.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, Final

import orjson
from attrs import evolve, frozen

from actors import facts as f
from actors.facts import Fact
from actors.journal.personal import PERSONAL
from actors.journal.plain import CONVERTER, FACTS, UNREADABLE, snake
from actors.journal.upgrades import VERSIONS, upgraded
from actors.ports import Done, LogDamaged, Remembered, StoredFact
from actors.webinar.apply import fold
from actors.webinar.state import State
from actors.words import WebinarId

VERSION: Final = 1
SECRETS: Final = (f.PollOpened, f.AnonymityBegan)


@frozen
class Bundle:
    webinar: WebinarId
    log: tuple[StoredFact | Remembered, ...]
    state_digest: str


def write(webinar: WebinarId, log: Iterable[StoredFact | Remembered], *, personal: bool) -> Iterator[bytes]:
    """Its lines. `log`: from the beginning."""
    told = [_told(entry, personal) for entry in log if not _tells_whose_it_is(entry)]
    state = fold(webinar, told)
    header = {"webinar": webinar, "personal": personal, "seq": state.seq, "state_digest": digest(state)}
    yield orjson.dumps({"townhall_bundle": VERSION} | header) + b"\n"
    for entry in told:
        yield orjson.dumps(_plain(entry)) + b"\n"


def read(lines: Iterable[bytes]) -> Bundle:
    """Raises LogDamaged."""
    try:
        header, *rest = [orjson.loads(line) for line in lines]
        if header["townhall_bundle"] != VERSION:
            raise LogDamaged(f"a bundle of version {header['townhall_bundle']}, not {VERSION}")
        return Bundle(header["webinar"], tuple(_entry(line) for line in rest), header["state_digest"])
    except UNREADABLE as error:
        raise LogDamaged(f"the bundle cannot be read: {error!r}") from error


def digest(state: State) -> str:
    """Of all that a webinar knows."""
    plain = orjson.dumps(CONVERTER.unstructure(state), option=orjson.OPT_NON_STR_KEYS | orjson.OPT_SORT_KEYS)
    return sha256(plain).hexdigest()


def _told(entry: StoredFact | Remembered, personal: bool) -> StoredFact | Remembered:
    if isinstance(entry, Remembered):  # by fingerprint and id a guess at what somebody said could be proven right
        return entry if personal else evolve(entry, fingerprint="")
    if type(entry.fact) not in PERSONAL:
        return entry
    if personal and not isinstance(entry.fact, SECRETS):
        return entry
    return StoredFact(entry.seq, entry.at_ms, _without(entry.fact, PERSONAL[type(entry.fact)][0]))


def _without(fact: Any, names: str) -> Fact:
    emptied: Fact = evolve(fact, **{name: "" for name in names.split() if getattr(fact, name)})
    return emptied


def _tells_whose_it_is(entry: StoredFact | Remembered) -> bool:
    return isinstance(entry, Remembered) and not entry.by


def _plain(entry: StoredFact | Remembered) -> dict[str, Any]:
    if isinstance(entry, Remembered):
        told = {"by": entry.by, "command_id": entry.command_id, "fingerprint": entry.fingerprint}
        return told | {"answer": CONVERTER.unstructure(entry.answer)}
    name = snake(type(entry.fact))
    fields = CONVERTER.unstructure(entry.fact)
    return {"seq": entry.seq, "at_ms": entry.at_ms, "type": name, "v": VERSIONS.get(name, 1), "fields": fields}


def _entry(line: dict[str, Any]) -> StoredFact | Remembered:
    if "answer" in line:
        done = CONVERTER.structure(line["answer"], Done)
        return Remembered(line["by"], line["command_id"], line["fingerprint"], done)
    name, fields = upgraded(line["type"], line["v"], line["fields"])
    return StoredFact(line["seq"], line["at_ms"], CONVERTER.structure(fields, FACTS[name]))
