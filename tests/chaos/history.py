"""What the people did and were told, as Jepsen keeps it: every command, when it was first sent, every answer to it.

Nothing here judges; the checkers do, with this on one side and the journal on the other.
"""

from collections.abc import Mapping
from typing import Any, Final

from attrs import define, field, frozen

NOT_NOW: Final = frozenset({"try_again", "busy", "too_fast"})  # not a refusal: ask again with the same id


FIELDS_SHOWN: Final = 200  # characters


@frozen
class Reply:
    """One answer. `at` is its place in the history, by which it is told what came before what."""

    at: int
    ok: bool
    seq: int | None
    result: Mapping[str, Any]
    code: str
    retry_after_s: float = 0.0


@define(eq=False)
class Op:
    """One command: it may be sent often, its id stays. `begun` is its place in the history."""

    id: str
    by: str
    kind: str
    fields: dict[str, Any]
    begun: int
    replies: list[Reply] = field(factory=list)

    @property
    def acknowledged(self) -> Reply | None:
        return next((reply for reply in self.replies if reply.ok), None)

    @property
    def refused(self) -> Reply | None:
        """For good. One that was also acknowledged is both, and a fault."""
        return next((reply for reply in self.replies if not reply.ok and reply.code not in NOT_NOW), None)

    @property
    def is_open(self) -> bool:
        """Nobody told us: it may have happened, or may yet."""
        return self.acknowledged is None and self.refused is None

    def __str__(self) -> str:
        return f"{self.kind}{str(self.fields)[:FIELDS_SHOWN]} by {self.by} ({self.id})"


@define(eq=False)
class Stream:
    """What one page was shown from one snapshot or resumption on. `facts`: seq and the message as it came.

    `met_seq`: where the webinar was when the page came back to it.
    """

    by: str
    base_seq: int
    met_seq: int = 0
    facts: list[tuple[int, dict[str, Any]]] = field(factory=list)

    @property
    def last_seq(self) -> int:
        return self.facts[-1][0] if self.facts else self.base_seq


@define(eq=False)
class History:
    """Of one webinar. `faults` are breaches that a page saw at once, such as a number that went backwards."""

    ops: dict[str, Op] = field(factory=dict)
    streams: list[Stream] = field(factory=list)
    snapshots: list[dict[str, Any]] = field(factory=list)
    faults: list[str] = field(factory=list)
    acknowledged: int = 0
    refusals: dict[tuple[str, str], int] = field(factory=dict)
    latencies_s: list[tuple[float, float]] = field(factory=list)  # when answered, after how long
    _now: int = 0

    def tick(self) -> int:
        self._now += 1
        return self._now

    def begin(self, op_id: str, by: str, kind: str, fields: dict[str, Any]) -> Op:
        op = self.ops[op_id] = Op(op_id, by, kind, fields, self.tick())
        return op

    def answered(self, op: Op, message: Mapping[str, Any]) -> Reply:
        """Keeps the answer that came over the wire."""
        error = message.get("error") or {}
        ok, code = bool(message["ok"]), error.get("code", "")
        retry_after_s = (error.get("retry_after_ms") or 0) / 1000
        reply = Reply(self.tick(), ok, message.get("seq"), message.get("result") or {}, code, retry_after_s)
        self.acknowledged += ok and op.acknowledged is None
        if not ok:
            self.refusals[op.kind, code] = self.refusals.get((op.kind, code), 0) + 1
        op.replies.append(reply)
        return reply

    def of(self, *kinds: str) -> list[Op]:
        return [op for op in self.ops.values() if op.kind in kinds]
