"""Values as JSON in files: read whole, written beside and renamed into place, so that nobody reads half of one."""

from pathlib import Path
from typing import Final, TypeVar

import orjson
from attrs import AttrsInstance
from cattrs.preconf.orjson import make_converter

CONVERTER: Final = make_converter()
Kind = TypeVar("Kind", bound=AttrsInstance)


def read(path: Path, kind: type[Kind]) -> Kind:
    """Raises OSError, or ValueError for what is no `kind`. Keys that are not its own are let pass."""
    try:
        return CONVERTER.structure(_keyed(path.read_bytes()), kind)
    except OSError:
        raise
    except Exception as fault:  # cattrs has a group of exceptions of its own for each kind of mistake
        raise ValueError(f"{path.name} is no {kind.__name__}") from fault


def _keyed(text: bytes) -> dict[str, object]:
    value = orjson.loads(text)
    if not isinstance(value, dict):  # cattrs would take an empty list for a value of defaults
        raise TypeError
    return value


def replace(path: Path, value: AttrsInstance) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(CONVERTER.dumps(value))
    beside.replace(path)
