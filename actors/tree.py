"""What the actors look like from outside: frozen rows for people who operate the server. Reads, never changes."""

from collections import deque
from collections.abc import Iterable
from itertools import islice

from attrs import frozen

from actors.cell import Cell
from actors.supervision import Failure


@frozen
class ActorRow:
    """One actor at one moment. Times are seconds; `last_failure.at_s` is of Trio's clock."""

    name: str
    kind: str
    parent: str | None
    state: str  # starting, running, restarting, stopping, stopped
    children: int
    mailbox_depth: int
    oldest_message_age_s: float
    refused: int  # messages, because the mailbox was full
    promised: int  # answers that a handler has put off
    handled: int
    busy_s: float
    slowest_s: float
    slowest_message: str
    restarts: int
    parked: int
    last_failure: Failure | None


def row_of(cell: Cell, now_s: float) -> ActorRow:
    letters, tally, trouble = cell.mailbox.letters, cell.tally, cell.trouble
    return ActorRow(
        name=cell.name,
        kind=cell.kind,
        parent=cell.parent.name if cell.parent else None,
        state=cell.state.value if cell.mailbox.is_open() else "stopping",
        children=len(cell.children),
        mailbox_depth=len(letters),
        oldest_message_age_s=now_s - letters[0][2] if letters else 0.0,
        refused=cell.mailbox.refused,
        promised=len(cell.promises),
        handled=tally.handled,
        busy_s=tally.busy_s,
        slowest_s=tally.slowest_s,
        slowest_message=tally.slowest_message,
        restarts=cell.restarts,
        parked=trouble.parked if trouble else 0,
        last_failure=trouble.last if trouble else None,
    )


def rows_below(tops: Iterable[Cell], limit: int, now_s: float) -> list[ActorRow]:
    """Level by level, each in order of start, so that what `limit` cuts off are leaves."""
    waiting = deque(islice(tops, limit))
    rows: list[ActorRow] = []
    while waiting and len(rows) < limit:
        cell = waiting.popleft()
        rows.append(row_of(cell, now_s))
        waiting.extend(islice(cell.children.values(), max(limit - len(rows) - len(waiting), 0)))
    return rows
