"""The processes that a server has started, found by what they run."""

from contextlib import suppress
from pathlib import Path


def children(parent: int, module: str) -> list[int]:
    """Those that run this module. None of a parent that is gone."""
    ids = [int(word) for each in Path(f"/proc/{parent}/task").glob("*/children") for word in each.read_text().split()]
    return [each for each in ids if module in words(each)]


def words(process: int) -> list[str]:
    """Of its command line; none once it has ended."""
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_text().split("\0")
    return []
