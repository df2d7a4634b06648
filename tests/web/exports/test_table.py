import csv
import io
import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from actors.words import ChatTo
from web.exports.table import Table, instant


def cells(table: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.csv().decode("utf-8-sig"), newline="")))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_no_cell_begins_a_formula_and_nothing_else_changes(text: str) -> None:
    (_, (cell,)) = cells(Table(("a",), [(text,)]))
    assert cell.removeprefix("'") == text.removeprefix("'")
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_values_are_written_for_people() -> None:
    when = instant(1_000)
    assert when == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
    table = Table(("a", "b", "c", "d", "e"), [(None, True, 3, when, ChatTo.STAGE)])
    assert cells(table)[1] == ["", "yes", "3", "1970-01-01T00:00:01+00:00", "stage"]
    (row,) = json.loads(table.json("rows"))["rows"]
    assert (row["a"], row["b"], row["c"], row["e"]) == (None, True, 3, "stage")
    assert datetime.fromisoformat(row["d"]) == when
