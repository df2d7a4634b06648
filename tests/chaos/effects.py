"""Jepsen's set checker: what was acknowledged is in the log, once; what was refused is not; nobody's word is in it who
did not say it. And in order: what was acknowledged before another command was sent has the lower number.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from actors import facts as f
from actors.facts import Fact
from actors.ports import StoredFact
from tests.chaos.history import History, Op
from tests.chaos.model import Model
from tests.chaos.verdict import Verdict

Key = tuple[Hashable, ...]
STAGE = {"host", "co_host", "presenter"}

# Commands with an effect of their own each time, and by what it is known. The fact is the last that the command made.
# fmt: off
MARKS: dict[str, Callable[[Op], Key]] = {
    "send_message": lambda op: ("message", op.by, op.fields["text"]),
    "ask_question": lambda op: ("question", None if op.fields.get("anonymous") else op.by, op.fields["text"]),
    "create_poll":  lambda op: ("poll", op.by, op.fields["question"]),
}
TRACES: dict[type[Fact], Callable[[Any], Key]] = {
    f.MessageSent:   lambda fact: ("message", fact.author, fact.text),
    f.QuestionAsked: lambda fact: ("question", fact.author, fact.text),
    f.PollDrafted:   lambda fact: ("poll", fact.by, fact.question),
}

# What is so right after a command was obeyed, whether or not it had to change anything.
SO: dict[str, Callable[[Model, Op], bool]] = {
    "raise_hand":        lambda model, op: op.by in model.hands,
    "lower_hand":        lambda model, op: (op.fields.get("participant") or op.by) not in model.hands,
    "lower_all_hands":   lambda model, _: not model.hands,
    "upvote":            lambda model, op: op.by in model.upvotes[op.fields["question"]],
    "take_back_upvote":  lambda model, op: op.by not in model.upvotes[op.fields["question"]],
    "publish_question":  lambda model, op: model.questions.get(op.fields["question"]) == "published",
    "take_question":     lambda model, op: model.questions.get(op.fields["question"]) == "taken",
    "answer_question":   lambda model, op: model.questions.get(op.fields["question"]) == "answered",
    "dismiss_question":  lambda model, op: model.questions.get(op.fields["question"]) == "dismissed",
    "delete_message":    lambda model, op: op.fields["message"] not in model.messages,
    "open_poll":         lambda model, op: _is_open(model, op) is True,
    "close_poll":        lambda model, op: _is_open(model, op) is False,
    "lock":              lambda model, _: model.locked,
    "unlock":            lambda model, _: not model.locked,
    "invite":            lambda model, op: model.people[op.fields["participant"]].offered == op.fields["role"],
    "accept_invitation": lambda model, op: model.people[op.by].role in STAGE,
    "demote":            lambda model, op: model.people[op.fields["participant"]].role not in STAGE,
    "turn_on":           lambda model, op: op.fields["source"] in model.people[op.by].on,
    "turn_off":          lambda model, op: op.fields["source"] not in model.people[op.by].on,
    "mute":              lambda model, op: "microphone" not in model.people[op.fields["participant"]].on,
    "kick":              lambda model, op: model.people[op.fields["participant"]].place == "removed",
}
# fmt: on


def _is_open(model: Model, op: Op) -> bool | None:
    round_ = model.rounds.get(op.fields["poll"])
    return None if round_ is None else round_.is_open


# How each may be refused here. Anything else nobody can have earned.
EXPECTED: dict[str, set[str]] = {
    "vote": {"poll_not_open", "already_voted"},
    "raise_hand": {"not_allowed"},  # on stage
    "ask_question": {"too_many_own_questions", "too_many_questions"},
    "upvote": {"wrong_question_status"},
    "take_back_upvote": {"wrong_question_status"},
    "take_question": {"wrong_question_status"},
    "answer_question": {"wrong_question_status"},
    "delete_message": {"no_such_message"},
    "accept_invitation": {"no_invitation"},
    "turn_on": {"not_allowed"},  # an impatient host has sent them back
    "invite": {"role_not_higher"},
    "kick": {"not_inside"},  # what a full disk could not keep is done again without being asked
}


def check(history: History, log: Sequence[StoredFact]) -> Verdict:
    verdict = Verdict()
    ops = list(history.ops.values())
    verdict.wrong += _unearned(ops)
    verdict.lost += _beyond(ops, log[-1].seq if log else 0)
    _answers(ops, verdict)
    _marked(ops, log, verdict)
    _stand(ops, log, verdict)
    verdict.wrong += _out_of_order(ops)
    return verdict


def _unearned(ops: list[Op]) -> list[str]:
    refused = [(op, reply.code) for op in ops if (reply := op.refused)]
    return [f"{op}: refused as {code}" for op, code in refused if code not in EXPECTED.get(op.kind, ())]


def _beyond(ops: list[Op], end: int) -> list[str]:
    return [
        f"{op}: acknowledged with {reply.seq}, the log ends with {end}"
        for op in ops
        if (reply := op.acknowledged) and reply.seq is not None and reply.seq > end
    ]


def _answers(ops: list[Op], verdict: Verdict) -> None:
    """The same id, the same answer."""
    for op in ops:
        acknowledged = {(reply.seq, repr(sorted(reply.result.items()))) for reply in op.replies if reply.ok}
        if len(acknowledged) > 1:
            verdict.doubled.append(f"{op}: acknowledged differently: {sorted(acknowledged, key=repr)}")
        if acknowledged and op.refused:
            verdict.doubled.append(f"{op}: both acknowledged and refused as {op.refused.code}")


def _marked(ops: list[Op], log: Sequence[StoredFact], verdict: Verdict) -> None:
    """Effects that are known by what was said: each is found once, where the answer said."""
    where: dict[Key, list[int]] = defaultdict(list)
    for stored in log:
        if trace := TRACES.get(type(stored.fact)):
            where[trace(stored.fact)].append(stored.seq)
    for op in ops:
        mark = MARKS.get(op.kind)
        if mark is not None:
            _judge(op, where.pop(mark(op), []), verdict)
    verdict.wrong += [f"{key} at {seqs} was said by nobody" for key, seqs in where.items()]


def _judge(op: Op, seqs: list[int], verdict: Verdict) -> None:
    reply = op.acknowledged
    if len(seqs) > 1:
        verdict.doubled.append(f"{op}: in the log at {seqs}")
    if reply is not None and not seqs:
        verdict.lost.append(f"{op}: acknowledged with {reply.seq}")
    elif reply is not None and reply.seq not in seqs:
        verdict.wrong.append(f"{op}: acknowledged with {reply.seq}, in the log at {seqs}")
    if op.refused and not reply and seqs:
        verdict.doubled.append(f"{op}: refused as {op.refused.code}, in the log at {seqs}")


def _stand(ops: list[Op], log: Sequence[StoredFact], verdict: Verdict) -> None:
    """The log folded: it contradicts neither itself nor an answer."""
    due: dict[int, list[Op]] = defaultdict(list)
    for op in ops:
        if (reply := op.acknowledged) and reply.seq is not None and op.kind in SO:
            due[reply.seq].append(op)
    model = Model()
    for stored in log:
        if fault := model.apply(stored.seq, stored.fact):
            verdict.wrong.append(fault)
        false = [op for op in due[stored.seq] if not SO[op.kind](model, op)]
        verdict.lost += [f"{op}: acknowledged with {stored.seq}, not so then" for op in false]


def _out_of_order(ops: list[Op]) -> list[str]:
    """Whatever was sent after an acknowledgement was received comes behind what that was about."""
    answered = [(reply.at, op, reply.seq) for op in ops if (reply := op.acknowledged) and reply.seq is not None]
    sent = [(op.begun, op, None) for op in ops]
    newest, floor, found = 0, dict[Op, int](), list[str]()
    for _, op, seq in sorted([*sent, *answered], key=lambda event: event[0]):
        if seq is None:
            floor[op] = newest
            continue
        if seq < floor[op]:
            found.append(f"{op}: acknowledged with {seq}, sent after {floor[op]} was")
        newest = max(newest, seq)
    return found
