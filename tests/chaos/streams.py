"""What each page was shown, held against the log: numbers that only rise, and no public fact left out between them."""

from collections.abc import Callable, Sequence
from math import inf
from typing import Any

from actors import facts as f
from actors.facts import Fact
from actors.ports import StoredFact
from tests.chaos.history import History, Stream
from tests.chaos.verdict import Verdict

# Facts that everybody inside is shown, and as which messages.
# fmt: off
PUBLIC: dict[type[Fact], set[str]] = {
    f.MessageSent:      {"message_appeared"},
    f.QuestionAsked:    {"question_appeared"},
    f.QuestionTaken:    {"question_changed"},
    f.QuestionAnswered: {"question_changed"},
    f.PollOpened:       {"poll_appeared", "poll_changed"},  # hosts saw the draft
    f.PollClosed:       {"poll_changed"},
    f.WebinarLocked:    {"webinar_locked"},
    f.WebinarUnlocked:  {"webinar_unlocked"},
}
# fmt: on


def check(history: History, log: Sequence[StoredFact]) -> Verdict:
    verdict = Verdict()
    facts = {stored.seq: stored.fact for stored in log}
    public = {seq: PUBLIC[type(fact)] for seq, fact in facts.items() if _is_public(fact)}
    gone = _gone(log)
    for stream in history.streams:
        verdict.wrong += _gaps(stream, public, gone)
        verdict.lost += _never_happened(stream, max(facts, default=0))
        verdict.wrong += _other(stream, facts)
    return verdict


def _is_public(fact: Fact) -> bool:
    return type(fact) in PUBLIC and getattr(fact, "to", "everyone") == "everyone"


def _gone(log: Sequence[StoredFact]) -> dict[int, int]:
    """Of messages that were deleted: where they were sent, and where deleted."""
    sent = {stored.fact.message: stored.seq for stored in log if isinstance(stored.fact, f.MessageSent)}
    deleted = [(stored.fact.message, stored.seq) for stored in log if isinstance(stored.fact, f.MessageDeleted)]
    return {sent[message]: seq for message, seq in deleted}


def _gaps(stream: Stream, public: dict[int, set[str]], gone: dict[int, int]) -> list[str]:
    """Who comes back is not shown what was deleted meanwhile."""
    seen = {seq: message["type"] for seq, message in stream.facts}
    left_out = [
        f"{seq} ({' or '.join(kinds)})"
        for seq, kinds in public.items()
        if stream.base_seq < seq <= stream.last_seq
        and seen.get(seq) not in kinds
        and not seq < gone.get(seq, inf) <= stream.met_seq
    ]
    return [f"{stream.by} was shown {stream.base_seq} to {stream.last_seq} without {left_out}"] if left_out else []


def _never_happened(stream: Stream, end: int) -> list[str]:
    beyond = stream.last_seq > end
    return [f"{stream.by} was shown {stream.last_seq}, the log ends with {end}"] if beyond else []


def _other(stream: Stream, facts: dict[int, Fact]) -> list[str]:
    """Shown as something that the log has otherwise there."""
    return [
        f"{stream.by} was shown {message} as {seq}, which is {facts[seq]}"
        for seq, message in stream.facts
        if seq in facts and message["type"] in SAME and not SAME[message["type"]](message, facts[seq])
    ]


SAME: dict[str, Callable[[dict[str, Any], Fact], bool]] = {
    "message_appeared": lambda message, fact: isinstance(fact, f.MessageSent) and _is(message["message"], fact),
    "webinar_locked": lambda _, fact: isinstance(fact, f.WebinarLocked),
    "webinar_unlocked": lambda _, fact: isinstance(fact, f.WebinarUnlocked),
}


def _is(shown: dict[str, Any], fact: f.MessageSent) -> bool:
    return (shown["id"], shown["author"], shown["text"]) == (fact.message, fact.author, fact.text)
