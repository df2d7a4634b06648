"""Every snapshot that a page was sent, held against the log up to the same number: the same people with the same roles,
places, hands and votes as before the server was killed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from actors.ports import StoredFact
from tests.chaos.history import History
from tests.chaos.model import Model
from tests.chaos.verdict import Verdict

Picture = dict[str, Any]
HOSTS = {"host", "co_host"}


def check(history: History, log: Sequence[StoredFact]) -> Verdict:
    verdict = Verdict()
    due: dict[int, list[Picture]] = defaultdict(list)
    for picture in history.snapshots:
        due[picture["seq"]].append(picture)
    model = Model()
    for stored in log:
        model.apply(stored.seq, stored.fact)
        for picture in due.pop(stored.seq, []):
            verdict.wrong += list(_differences(picture, model))
    verdict.lost += [f"a snapshot of {seq}, the log ends with {model.seq}" for seq in due if seq > model.seq]
    return verdict


def _differences(picture: Picture, model: Model) -> Iterator[str]:
    you = picture["you"]
    known = model.people.get(you["id"])
    for name, shown, logged in (
        ("role", you["role"], known and known.role),
        ("place", you["place"], known and known.place),
        ("status", picture["webinar"]["status"], model.status),
        *((name, *of(picture, model)) for name, of in ASPECTS.items() if you["place"] == "in"),
    ):
        if shown != logged:
            yield f"{you['id']} at {picture['seq']} was shown {name} {shown}, the log has {logged}"


def _people(picture: Picture, model: Model) -> tuple[object, object]:
    """Hosts see everybody."""
    if picture["you"]["role"] not in HOSTS:
        return None, None
    shown = {person["id"]: (person["role"], tuple(sorted(person["on"]))) for person in picture["people"]}
    return shown, {by: (model.people[by].role, tuple(sorted(model.people[by].on))) for by in model.inside()}


ASPECTS: dict[str, Callable[[Picture, Model], tuple[object, object]]] = {
    "locked": lambda picture, model: (picture["webinar"]["locked"], model.locked),
    "people": _people,
}
