"""Small JSON files: read leniently, for others write them and may write more; written whole or not at all."""

import os
from pathlib import Path
from typing import Final, TypeVar

import attrs
import cattrs
import orjson

T = TypeVar("T")

LONGEST_BYTES: Final = 4 * 1024 * 1024
CONVERTER: Final = cattrs.Converter()


def read(path: Path, kind: type[T]) -> T | None:
    """None: it is not there, or not what it should be, as when somebody is about to write it."""
    try:
        if path.stat().st_size > LONGEST_BYTES:
            return None
        found = orjson.loads(path.read_bytes())
        return CONVERTER.structure(found, kind) if isinstance(found, dict) else None
    except (OSError, ValueError, cattrs.BaseValidationError):
        return None


def write(path: Path, value: attrs.AttrsInstance) -> None:
    replace(path, orjson.dumps(attrs.asdict(value)))


def replace(path: Path, body: bytes) -> None:
    half = path.with_name(f".{path.name}.part")
    with half.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
