from typing import get_args

from actors.webinar.commands import SPOKEN
from web.commands_api import path_of
from web.openapi.operations import FIXED, ONE, operations


def test_every_command_is_an_operation_with_its_own_class_as_body() -> None:
    rows = {(row.method, row.path): row for row in operations()}
    for kind in get_args(SPOKEN):
        assert rows["POST", f"{ONE}/{path_of(kind)}"].body is kind


def test_no_operation_stands_twice() -> None:
    rows = [(row.method, row.path) for row in operations()]
    assert len(rows) == len(set(rows)) > len(FIXED)
