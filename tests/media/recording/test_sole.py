"""A folder has one writer, until that one is gone."""

import os
import subprocess
import sys
from pathlib import Path

from media.recording.sole import sole
from tests.sources import ROOT

HOLD = """
import sys
from pathlib import Path
from media.recording.sole import sole
sole(Path(sys.argv[1]), bool)
print(flush=True)
input()
"""


def test_who_comes_second_waits_and_may_give_up(tmp_path: Path) -> None:
    first = sole(tmp_path, bool)
    assert first is not None
    patience = iter([True, True, False])
    assert sole(tmp_path, lambda: next(patience)) is None
    assert list(patience) == []
    os.close(first)
    second = sole(tmp_path, bool)
    assert second is not None
    os.close(second)


def test_a_writer_that_is_killed_holds_nothing_any_more(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    holder = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    holder.stdout.readline()
    assert sole(tmp_path, bool) is None
    holder.kill()
    holder.communicate()
    mine = sole(tmp_path, bool)
    assert mine is not None
    os.close(mine)
