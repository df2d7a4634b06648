"""A disk between SQLite and the real one: it writes down what is written, and refuses or waits when a test says so.

What was written down makes the disk as it was at any moment: when the process is killed (everything written is there),
or when the power fails (of what was not synced, any part may be).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, Final

import apsw
import pytest
from attrs import define, field, frozen

from actors.journal.witness import Witness

SECTOR: Final = 512


@frozen
class Wrote:
    file: str
    offset: int
    data: bytes


@frozen
class Cut:
    file: str
    size: int


@frozen
class Synced:
    file: str


@frozen
class Deleted:
    file: str


@frozen
class Told:
    """Not of the disk: somebody was told that this is durable."""

    what: object


Event = Wrote | Cut | Synced | Deleted | Told
Files = dict[str, bytearray]


@define(eq=False)
class Disk:
    """`before_write` is called with a file's name, where the writing ends, and what is written; `before_sync` with the
    name. They may wait, or raise what SQLite then hears."""

    events: list[Event] = field(factory=list)
    before_write: Callable[[str, int, bytes], None] = field(default=lambda _name, _end, _data: None)
    before_sync: Callable[[str], None] = field(default=lambda _name: None)


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        self.disk = disk
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.name = Path(path or "temporary").name
        super().__init__("unix", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802  # apsw's name
        self.disk.before_write(self.name, offset + len(data), data)
        super().xWrite(data, offset)
        self.disk.events.append(Wrote(self.name, offset, bytes(data)))

    def xTruncate(self, size: int) -> None:  # noqa: N802
        super().xTruncate(size)
        self.disk.events.append(Cut(self.name, size))

    def xSync(self, flags: int) -> None:  # noqa: N802
        self.disk.before_sync(self.name)
        super().xSync(flags)
        self.disk.events.append(Synced(self.name))


class _Vfs(apsw.VFS):
    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        super().__init__("watched", "unix", makedefault=True)

    def xOpen(self, name: Any, flags: list[int]) -> _File:  # noqa: N802
        return _File(self.disk, name, flags)

    def xDelete(self, path: str, sync_folder: bool) -> None:  # noqa: N802
        super().xDelete(path, sync_folder)
        self.disk.events.append(Deleted(Path(path).name))


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    """While the test runs, the disk of every database."""
    watched = Disk()
    vfs = _Vfs(watched)
    written = Witness.write

    def write(self: Witness, commit: Any) -> None:
        written(self, commit)
        watched.events.append(Wrote(self.path.name, 0, self.path.read_bytes()))

    monkeypatch.setattr(Witness, "write", write)
    yield watched
    vfs.unregister()


def killed(events: list[Event]) -> Files:
    """The files after these events, when the process is no more."""
    files: Files = defaultdict(bytearray)
    for event in events:
        _apply(files, event)
    return files


def without_power(events: list[Event], chance: Random) -> Files:
    """The files after these events when the power has failed: of what was not synced, some sectors are there."""
    synced: dict[str, int] = {event.file: n for n, event in enumerate(events) if isinstance(event, Synced)}
    files: Files = defaultdict(bytearray)
    for n, event in enumerate(events):
        if isinstance(event, Deleted) or n < synced.get(getattr(event, "file", ""), 0):
            _apply(files, event)
        elif isinstance(event, Wrote):
            for part in _sectors(event):
                if chance.random() < 0.5:
                    _apply(files, part)
        elif isinstance(event, Cut) and chance.random() < 0.5:
            _apply(files, event)
    return files


def _sectors(event: Wrote) -> Iterator[Wrote]:
    for start in range(0, len(event.data), SECTOR):
        yield Wrote(event.file, event.offset + start, event.data[start : start + SECTOR])


def _apply(files: Files, event: Event) -> None:
    match event:
        case Wrote(name, offset, data):
            content = files[name]
            content.extend(bytes(max(0, offset - len(content))))
            content[offset : offset + len(data)] = data
        case Cut(name, size):
            del files[name][size:]
        case Deleted(name):
            files.pop(name, None)


def laid_out(files: Files, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder
