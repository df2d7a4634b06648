"""A disk of 8 MB that can be filled and emptied: a tmpfs in a mount namespace of our own, seen by nobody else.

Without the right to make one there is `NarrowFiles`: no file of the server may become longer than it is.
"""

import errno
import os
import resource
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

from attrs import define

MEGABYTES: Final = 8
CHUNK: Final = 64 * 1024


class Disk(Protocol):
    def fill(self, server: int) -> None:
        """No room is left for the process `server`. To be called again and again: room may become free."""

    def empty(self, server: int) -> None: ...


@define(eq=False)
class SmallDisk:
    """At `folder`. Made by `mount`; ends with the namespace."""

    folder: Path

    @classmethod
    def mount(cls, folder: Path) -> "SmallDisk":
        """Only for who is in a namespace of their own."""
        folder.mkdir()
        options = f"size={MEGABYTES}m,mode=700"
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True, timeout=10)
        return cls(folder)

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"

    def fill(self, server: int) -> None:  # noqa: ARG002 - it is full for everybody
        for size in (CHUNK, 512, 1):
            with self._ballast.open("ab", buffering=0) as ballast:
                self._pour(ballast.fileno(), bytes(size))

    def _pour(self, file: int, drop: bytes) -> None:
        try:
            while os.write(file, drop) == len(drop):
                pass
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise

    def empty(self, server: int) -> None:  # noqa: ARG002 - as above
        self._ballast.unlink()


@define(eq=False)
class NarrowFiles:
    """`folder` is where the server's files lie."""

    folder: Path

    def fill(self, server: int) -> None:
        self._limit(server, max(file.stat().st_size for file in self.folder.rglob("*") if file.is_file()))

    def empty(self, server: int) -> None:
        self._limit(server, resource.RLIM_INFINITY)

    def _limit(self, server: int, length: int) -> None:
        with suppress(ProcessLookupError):  # it was just killed
            _, hard = resource.prlimit(server, resource.RLIMIT_FSIZE)
            resource.prlimit(server, resource.RLIMIT_FSIZE, (length, hard))
