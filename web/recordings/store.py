"""What a place for films must do. There are two: a folder (`local.py`), and S3-compatible storage (`s3.py`).

Keys are names with slashes between, made by us from ids; nothing that a request holds becomes one unchecked.
"""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final, Protocol

KEY: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}(/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}){0,7}")
CHUNK_BYTES: Final = 256 * 1024


class StoreFailed(Exception):
    """The place could not be reached, refused us, or broke off. Trying again later is right."""


class Store(Protocol):
    """Each raises `StoreFailed`. What was begun and not finished is never seen by a reader."""

    async def keep(self, key: str, path: Path) -> None:
        """Takes the file; afterwards `path` may be gone. Again with the same key: replaces it."""

    async def size(self, key: str) -> int | None:
        """In bytes; None: there is no such thing."""

    def read(self, key: str, first: int, count: int) -> AsyncIterator[bytes]:
        """`count` bytes from `first`, in pieces. Close it when you want no more."""

    async def delete(self, prefix: str) -> None:
        """All below `prefix/`, uploads that never ended too. Again: nothing is wrong."""


def checked(key: str) -> str:
    """Raises `ValueError` for what could leave its place."""
    if not KEY.fullmatch(key):
        raise ValueError("no such key")
    return key
