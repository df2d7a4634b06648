"""All recordings of a node: each gets its own of what is taped."""

from pathlib import Path

import pytest
import trio

from media.recording.captures import Captures
from media.recording.folder import Folder
from tests.media.recording.test_capture import Sender, Taping, taped, until_there


async def test_each_recording_gets_what_is_taped_for_it(nursery: trio.Nursery, tmp_path: Path) -> None:
    plane = Taping()
    captures = Captures(plane, tmp_path)
    await nursery.start(captures.serve)
    for number, name in enumerate(("one", "two"), 1):
        captures.open(name, "web", "main", lambda _: None).take(Sender(), "anna")
        plane.on_tape[number] = taped(10 * number)
    captures.carry()
    for capture in list(captures._open.values()):
        capture.close()
    for number, name in enumerate(("one", "two"), 1):
        await until_there(tmp_path / name, 1)
        assert [each.frames for each in Folder(tmp_path / name).segments()] == [10 * number]
    assert captures.dropped() == 0
    nursery.cancel_scope.cancel()


async def test_an_id_that_is_no_name_of_a_folder_is_refused(nursery: trio.Nursery, tmp_path: Path) -> None:
    captures = Captures(Taping(), tmp_path)
    await nursery.start(captures.serve)
    with pytest.raises(AssertionError):
        captures.open("../elsewhere", "web", "main", lambda _: None)
    nursery.cancel_scope.cancel()
