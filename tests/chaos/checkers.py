"""All checkers at once."""

from collections.abc import Sequence

from actors.ports import StoredFact
from tests.chaos import ballots, effects, pictures, streams
from tests.chaos.history import History
from tests.chaos.verdict import Verdict


def check(history: History, log: Sequence[StoredFact]) -> Verdict:
    verdict = Verdict(wrong=list(history.faults))
    for checker in (effects, ballots, streams, pictures):
        verdict.add(checker.check(history, log))
    return verdict
