"""Jepsen's counter and unique-ids checkers for polls: one ballot a voter and round, and it is the voter's last.

A ballot is known by its receipt, which the voter was told. What the journal tells of tallies is counted again by the
model's fold (`effects.py`).
"""

from collections import defaultdict
from collections.abc import Sequence

from attrs import frozen

from actors.facts import BallotCast, PollDrafted
from actors.ports import StoredFact
from tests.chaos.history import History, Op
from tests.chaos.verdict import Verdict

RoundKey = tuple[str, int]


@frozen
class Cast:
    seq: int
    ballot: BallotCast

    @property
    def round(self) -> RoundKey:
        return self.ballot.poll, self.ballot.round


def check(history: History, log: Sequence[StoredFact]) -> Verdict:
    verdict = Verdict()
    casts = [Cast(stored.seq, stored.fact) for stored in log if isinstance(stored.fact, BallotCast)]
    polls = {stored.fact.poll: stored.fact for stored in log if isinstance(stored.fact, PollDrafted)}
    votes = history.of("vote")
    of_receipt = _receipts(casts, verdict)
    mine = _acknowledged(votes, of_receipt, verdict)
    _explained(votes, [cast for cast in casts if cast.ballot.receipt not in mine], polls, verdict)
    _one_voter_each(mine, of_receipt, polls, verdict)
    _unchanged(casts, polls, verdict)
    return verdict


def _receipts(casts: list[Cast], verdict: Verdict) -> dict[str, Cast]:
    found: dict[str, Cast] = {}
    for cast in casts:
        if cast.ballot.receipt in found:
            verdict.doubled.append(f"receipt {cast.ballot.receipt} at {found[cast.ballot.receipt].seq} and {cast.seq}")
        found[cast.ballot.receipt] = cast
    return found


def _acknowledged(votes: list[Op], of_receipt: dict[str, Cast], verdict: Verdict) -> dict[str, Op]:
    """Each acknowledged vote's ballot is there and says what the voter said. Whose each receipt is."""
    mine: dict[str, Op] = {}
    for op in votes:
        if (reply := op.acknowledged) is None:
            continue
        receipt = str(reply.result.get("receipt"))
        cast = of_receipt.get(receipt)
        if cast is None:
            verdict.lost.append(f"{op}: no ballot has its receipt {receipt}, acknowledged with {reply.seq}")
        elif (cast.seq, cast.ballot.poll, list(cast.ballot.choices)) != (reply.seq, op.fields["poll"], _choices(op)):
            verdict.wrong.append(f"{op}: acknowledged with {reply.seq}, its receipt stands for {cast}")
        if receipt in mine:
            verdict.doubled.append(f"{op} and {mine[receipt]} have one receipt")
        mine[receipt] = op
    return mine


def _explained(votes: list[Op], casts: list[Cast], polls: dict[str, PollDrafted], verdict: Verdict) -> None:
    """A ballot that nobody was told of is one whose answer got lost: of a vote that is open still, and of one alone."""
    waiting = [op for op in votes if op.is_open]
    for cast in casts:
        ballot = cast.ballot
        is_named = polls[ballot.poll].ballots == "named"
        op = next((op for op in waiting if _may_be(op, ballot, is_named)), None)
        if op is None:
            verdict.doubled.append(f"{cast} was asked for by no vote that has no other ballot")
        else:
            waiting.remove(op)


def _may_be(op: Op, ballot: BallotCast, is_named: bool) -> bool:
    same = (op.fields["poll"], _choices(op)) == (ballot.poll, list(ballot.choices))
    return same and (op.by == ballot.voter or not is_named)


def _choices(op: Op) -> list[int]:
    return sorted(op.fields["options"])


def _one_voter_each(
    mine: dict[str, Op], of_receipt: dict[str, Cast], polls: dict[str, PollDrafted], verdict: Verdict
) -> None:
    """In one round each person votes under one name, and no two under the same: else somebody counts twice."""
    names: dict[tuple[RoundKey, str], set[str]] = defaultdict(set)
    people: dict[tuple[RoundKey, str], set[str]] = defaultdict(set)
    for receipt, op in mine.items():
        if cast := of_receipt.get(receipt):
            names[cast.round, op.by].add(cast.ballot.voter)
            people[cast.round, cast.ballot.voter].add(op.by)
            _is_named_rightly(cast, op, polls, verdict)
    verdict.doubled += [f"{by} counts as {sorted(of)} in {where}" for (where, by), of in names.items() if len(of) > 1]
    verdict.wrong += [f"{sorted(of)} vote as one in {where}" for (where, _), of in people.items() if len(of) > 1]


def _is_named_rightly(cast: Cast, op: Op, polls: dict[str, PollDrafted], verdict: Verdict) -> None:
    is_named = polls[cast.ballot.poll].ballots == "named"
    if is_named is not (cast.ballot.voter == op.by):
        verdict.wrong.append(f"{op}: {cast} in a poll whose ballots are {polls[cast.ballot.poll].ballots}")


def _unchanged(casts: list[Cast], polls: dict[str, PollDrafted], verdict: Verdict) -> None:
    """Where a vote is final there is one ballot a voter and round."""
    counted: dict[tuple[RoundKey, str], list[int]] = defaultdict(list)
    for cast in casts:
        if not polls[cast.ballot.poll].may_change:
            counted[cast.round, cast.ballot.voter].append(cast.seq)
    verdict.doubled += [f"{voter} in {where} at {seqs}" for (where, voter), seqs in counted.items() if len(seqs) > 1]
