"""Facts, answers and states as plain JSON values and back, derived from the classes: nothing here is written by hand.

A class is named by its name in snake_case. Fields that are not known are refused: what they meant must not get lost.
"""

import re
from collections.abc import Set as AbstractSet
from typing import Any, Final, get_args

from cattrs.errors import ForbiddenExtraKeysError
from cattrs.preconf.orjson import make_converter

from actors.facts import Fact
from actors.ports import Done
from actors.webinar.results import Result

CONVERTER: Final = make_converter(
    forbid_extra_keys=True,
    detailed_validation=False,
    unstruct_collection_overrides={AbstractSet: sorted},  # one state is always written in the same way
)
UNREADABLE: Final = (ValueError, TypeError, KeyError, AttributeError, IndexError, ForbiddenExtraKeysError)


def snake(kind: type) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def _by_name(union: Any) -> dict[str, type[Any]]:
    return {snake(kind): kind for kind in get_args(union) if kind is not type(None)}


FACTS: Final[dict[str, type[Fact]]] = _by_name(Fact)
RESULTS: Final = _by_name(Result)


def _plain_done(done: Done) -> dict[str, Any]:
    if done.result is None:
        return {"seq": done.seq}
    return {"seq": done.seq, "type": snake(type(done.result)), "result": CONVERTER.unstructure(done.result)}


def _done(plain: Any, _: object) -> Done:
    if "type" not in plain:
        return Done(plain["seq"])
    return Done(plain["seq"], CONVERTER.structure(plain["result"], RESULTS[plain["type"]]))


CONVERTER.register_unstructure_hook(Done, _plain_done)
CONVERTER.register_structure_hook(Done, _done)
