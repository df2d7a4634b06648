"""A table as CSV for spreadsheets and as JSON for programs.

Cells hold what strangers wrote: one that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP
advises ("CSV Injection"). In JSON everything is as it was written.
"""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from attrs import frozen

from web.strict_json import write

Cell = str | int | float | bool | datetime | None
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


@frozen
class Table:
    """Each row has a cell for every column."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]

    def csv(self) -> bytes:
        """RFC 4180, UTF-8 with the mark that spreadsheets know it by."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(self.columns)
        writer.writerows([_plain(cell) for cell in row] for row in self.rows)
        return text.getvalue().encode("utf-8-sig")

    def json(self, name: str) -> bytes:
        """`{"<name>": [{column: cell}]}`."""
        return write({name: [dict(zip(self.columns, row, strict=True)) for row in self.rows]})


def instant(at_ms: int | None) -> datetime | None:
    """Of wall clock, Unix epoch."""
    return None if at_ms is None else datetime.fromtimestamp(at_ms / 1000, UTC)


def _plain(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case datetime():
            return cell.isoformat(timespec="seconds")
        case StrEnum():
            return cell.value
        case str():
            return f"'{cell}" if cell.startswith(FORMULA) else cell
    return str(cell)
