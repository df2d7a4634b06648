"""Every snapshot that a page was sent, held against the log up to the same number: the same people with the same roles,
places, hands and votes as before the server was killed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from actors.ports import StoredFact
from tests.chaos.history import History
from tests.chaos.model import Model, Round
from tests.chaos.verdict import Verdict

HOSTS: Final = {"host", "co_host"}
PUBLIC: Final = {"published", "taken", "answered"}
MESSAGES: Final = 100  # compared; the server holds some more

Picture = dict[str, Any]
Pair = tuple[object, object]  # shown, logged
PollPicture = tuple[int, bool, tuple[int, ...] | None, int | None]  # round, is open, tally, voters


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


def _people(picture: Picture, model: Model) -> Pair:
    """Hosts see everybody."""
    if not _is_host(picture):
        return None, None
    shown = {person["id"]: (person["role"], sorted(person["on"])) for person in picture["people"]}
    return shown, {by: (model.people[by].role, sorted(model.people[by].on)) for by in model.inside()}


def _hands(picture: Picture, model: Model) -> Pair:
    """Hosts see the queue, the audience their own place in it."""
    if _is_host(picture):
        return [hand["participant"] for hand in picture["hands"]], list(model.hands)
    by = picture["you"]["id"]
    return picture["you"]["hand"], list(model.hands).index(by) + 1 if by in model.hands else None


def _polls(picture: Picture, model: Model) -> Pair:
    """Where results are shown they are those of the ballots."""
    shown = {poll["id"]: _poll(poll) for poll in picture["polls"] if poll["round"]}
    without = {poll for poll, told in shown.items() if told[3] is None}
    return shown, {poll: _round(round_, poll not in without) for poll, round_ in model.rounds.items()}


def _poll(poll: Picture) -> PollPicture:
    results = poll["results"]
    told = (tuple(results["tally"]), results["voters"]) if results else (None, None)
    return poll["round"], poll["status"] == "open", *told


def _round(round_: Round, with_results: bool) -> PollPicture:
    told = (round_.tally, len(round_.ballots)) if with_results else (None, None)
    return round_.number, round_.is_open, *told


def _ballots(picture: Picture, model: Model) -> Pair:
    """Mine in open rounds, each as it counts; what is cast under my own name is all there."""
    shown = {each["poll"]: (tuple(each["choices"]), each["receipt"]) for each in picture["you"]["ballots"]}
    by, open_ = picture["you"]["id"], [round_ for round_ in model.rounds.values() if round_.is_open]
    named = {round_.poll: round_.ballots[by] for round_ in open_ if by in round_.ballots}
    others = {round_.poll: shown[round_.poll] for round_ in open_ if shown.get(round_.poll) in round_.ballots.values()}
    return shown, others | named


def _questions(picture: Picture, model: Model) -> Pair:
    """Hosts see all, others those that are not hidden, and their own."""
    shown = {question["id"]: question["status"] for question in picture["questions"]}
    mine, is_host = picture["you"]["questions"], _is_host(picture)
    seen = {id_ for id_, status in model.questions.items() if is_host or status in PUBLIC or id_ in mine}
    return shown, {id_: model.questions[id_] for id_ in seen}


def _votes(picture: Picture, model: Model) -> Pair:
    shown = [question["id"] for question in picture["questions"]]
    return picture["votes"], {id_: len(model.upvotes[id_]) for id_ in shown if id_ in model.upvotes}


def _upvoted(picture: Picture, model: Model) -> Pair:
    by = picture["you"]["id"]
    return set(picture["you"]["upvoted"]), {id_ for id_, votes in model.upvotes.items() if by in votes}


def _messages(picture: Picture, model: Model) -> Pair:
    """The last ones."""
    shown = [(each["id"], each["text"]) for each in picture["messages"] if each["to"] == "everyone"]
    return shown[-MESSAGES:], list(model.messages.items())[-MESSAGES:]


def _is_host(picture: Picture) -> bool:
    return picture["you"]["role"] in HOSTS


ASPECTS: dict[str, Callable[[Picture, Model], Pair]] = {
    "locked": lambda picture, model: (picture["webinar"]["locked"], model.locked),
    "people": _people,
    "hands": _hands,
    "polls": _polls,
    "ballots": _ballots,
    "questions": _questions,
    "votes": _votes,
    "upvoted": _upvoted,
    "messages": _messages,
}
