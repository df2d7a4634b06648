"""A small file beside the database that holds the number and digest of the newest commit: what must not get lost again.

Written after a commit and before anybody is told of it, not synced: it survives the end of the process, which is when a
database may come back older than what was acknowledged: its tail torn or flipped, its write-ahead log deleted, an old
copy put in its place. Then nothing is guessed; a person must look.
"""

import os
from pathlib import Path
from typing import Final

from attrs import frozen

from actors.ports import LogDamaged

NUMBER_DIGITS: Final = 20
LINE: Final = "{:0" + str(NUMBER_DIGITS) + "d} {}\n"
LINE_BYTES: Final = NUMBER_DIGITS + 1 + 64 + 1


@frozen
class Commit:
    """`digest`: of all commits up to this one, 32 bytes."""

    number: int
    digest: bytes


@frozen
class Witness:
    """`file` is held open. Every line has the same length and is written over the last one, so that none is torn."""

    path: Path
    file: int

    @classmethod
    def open(cls, path: Path) -> "Witness":
        """Raises OSError."""
        return cls(path, os.open(path, os.O_RDWR | os.O_CREAT, 0o600))

    def testifies(self) -> Commit | None:
        """None: it is new. Raises LogDamaged, OSError."""
        line = os.pread(self.file, LINE_BYTES + 1, 0)
        if not line:
            return None
        try:
            number, digest = line.decode().split()
            commit = Commit(int(number), bytes.fromhex(digest))
        except ValueError:
            commit = None
        if commit is None or _line(commit) != line:
            raise LogDamaged(f"{self.path} is not as it was written")
        return commit

    def write(self, commit: Commit) -> None:
        """Raises OSError."""
        os.pwrite(self.file, _line(commit), 0)

    def sync(self) -> None:
        """Itself and its name. Once is enough: afterwards it is written in place. Raises OSError."""
        os.fsync(self.file)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def close(self) -> None:
        os.close(self.file)


def _line(commit: Commit) -> bytes:
    return LINE.format(commit.number, commit.digest.hex()).encode()


def compare(found: Commit, testified: Commit | None) -> str | None:
    """What is wrong with a database that ends with the commit `found`; None if nothing is.

    One that is newer is fine: the process ended between a commit and its witness.
    """
    if testified is None or found.number > testified.number or found == testified:
        return None
    if found.number == testified.number:
        return f"its commit {found.number} is another one than the commit that was acknowledged"
    missing = testified.number - found.number
    return f"it ends with commit {found.number}, but commit {testified.number} was acknowledged: {missing} are missing"
