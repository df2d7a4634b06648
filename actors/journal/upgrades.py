"""How records of earlier versions are read today: each step takes a record's type and fields to the next version.

A field that is new and has a default needs no step. One that changed its name or meaning does: count the version up in
`VERSIONS`, and add the step that leads there from the version before.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from actors.ports import LogDamaged

Fields = dict[str, Any]
Step = Callable[[Fields], tuple[str, Fields]]  # the type may change its name too

VERSIONS: Final[Mapping[str, int]] = {}  # type → version, where it is not 1
STEPS: Final[Mapping[tuple[str, int], Step]] = {}  # (type, version it was written in) → the next version


def upgraded(
    name: str,
    version: int,
    fields: Fields,
    versions: Mapping[str, int] = VERSIONS,
    steps: Mapping[tuple[str, int], Step] = STEPS,
) -> tuple[str, Fields]:
    """Raises LogDamaged for what a newer program wrote."""
    while (step := steps.get((name, version))) is not None:
        name, fields = step(fields)
        version += 1
    if version != versions.get(name, 1):
        raise LogDamaged(f"a record is {name} of version {version}: a newer Townhall wrote it")
    return name, fields
