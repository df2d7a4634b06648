"""JSON from strangers, read so that no two readers can disagree about it, and turned into attrs classes unguessed.

Refused: duplicate keys, NaN and infinities, numbers beyond 64 bits, lone surrogates, depth over 16, wrong types
("5" is no number, 1 is no boolean), fields a class does not know. What goes out is written by orjson.
"""

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar, get_args, get_origin

import attrs
import orjson
from cattrs import Converter, transform_error
from cattrs.errors import BaseValidationError
from cattrs.gen import make_dict_structure_fn

DEPTH = 16
DIGITS = 20  # of 64 bits: longer ones are not even read
INTEGERS = range(-(2**63), 2**64)  # what whoever reads our JSON, orjson first, takes for an integer
MODULE = re.compile(r"\b(?:actors|web)\.(?:[a-z_]+\.)*(?=[A-Z])")

T = TypeVar("T")


class Unreadable(ValueError):
    """The text says what is wrong and where, for the sender."""


def parse(text: str | bytes) -> object:
    """Raises `Unreadable`."""
    try:
        value = json.loads(
            text.decode() if isinstance(text, bytes) else text,
            object_pairs_hook=_object,
            parse_constant=_no_constant,
            parse_float=_float,
            parse_int=_int,
        )
        _check(value, DEPTH)
    except RecursionError:
        raise Unreadable("nested too deeply") from None
    except UnicodeDecodeError:
        raise Unreadable("not UTF-8") from None
    except json.JSONDecodeError as error:
        raise Unreadable(f"not JSON: {error.msg} at character {error.pos}") from None
    return value


def parse_object(text: str | bytes) -> dict[str, object]:
    value = parse(text)
    if not isinstance(value, dict):
        raise Unreadable("not an object")
    return value


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise Unreadable("a key stands twice")
    return value


def _no_constant(name: str) -> float:
    raise Unreadable(f"{name} is not JSON")


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise Unreadable("a number is too large")
    return value


def _int(text: str) -> int:
    if len(text) > DIGITS:
        raise Unreadable("a number is too large")
    value = int(text)
    if value not in INTEGERS:
        raise Unreadable("a number is too large")
    return value


def _check(value: object, depth: int) -> None:
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict | list):
        if not depth:
            raise Unreadable("nested too deeply")
        for inner in value.values() if isinstance(value, dict) else value:
            _check(inner, depth - 1)
        for key in value if isinstance(value, dict) else ():
            _check_text(key)


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Unreadable("a lone surrogate is not text") from None


# --- objects to classes


def _exactly(kind: type[T]) -> Any:
    def hook(value: object, _: object) -> T:
        if type(value) is not kind:
            raise TypeError(f"expected {kind.__name__}")
        return value

    return hook


def _number(value: object, _: object) -> float:
    if type(value) not in (int, float):
        raise TypeError("expected a number")
    return float(value)  # type: ignore[arg-type]


def _enum(value: object, kind: type[StrEnum]) -> StrEnum:
    if type(value) is not str:
        raise TypeError("expected a string")
    return kind(value)


def _is_list(kind: Any) -> bool:
    origin = get_origin(kind)
    return isinstance(origin, type) and issubclass(origin, Sequence | frozenset | set) and origin is not str


def _is_mapping(kind: Any) -> bool:
    origin = get_origin(kind)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _list(value: object, kind: Any) -> object:
    if type(value) is not list:
        raise TypeError("expected a list")
    inner, container = get_args(kind)[0], get_origin(kind)
    make = container if container in (list, set, frozenset) else tuple
    return make(_converter.structure(element, inner) for element in value)


def _mapping(value: object, kind: Any) -> object:
    if type(value) is not dict:
        raise TypeError("expected an object")
    return {key: _converter.structure(inner, get_args(kind)[1]) for key, inner in value.items()}


def _class(kind: type[Any]) -> Any:
    fill: Any = make_dict_structure_fn(kind, _converter, _cattrs_forbid_extra_keys=True)

    def hook(value: object, kind: type) -> object:
        if type(value) is not dict:
            raise TypeError("expected an object")
        return fill(value, kind)

    return hook


_converter = Converter(forbid_extra_keys=True)
for _primitive in (str, int, bool):
    _converter.register_structure_hook(_primitive, _exactly(_primitive))
_converter.register_structure_hook(float, _number)
_converter.register_structure_hook(StrEnum, _enum)
_converter.register_structure_hook_func(_is_list, _list)
_converter.register_structure_hook_func(_is_mapping, _mapping)
_converter.register_structure_hook_factory(attrs.has, _class)


def structure(value: object, kind: type[T]) -> T:
    """Raises `Unreadable` naming every field that does not fit."""
    try:
        return _converter.structure(value, kind)
    except BaseValidationError as error:
        raise Unreadable("; ".join(_faults(transform_error(error, path="message")))) from None
    except (TypeError, ValueError) as error:
        raise Unreadable(str(error)) from None


def _faults(faults: Iterable[str]) -> list[str]:
    """At most five, each of bounded length: names in them come from the sender. Our modules are nobody's business."""
    return [MODULE.sub("", fault)[:200] for fault, _ in zip(faults, range(5), strict=False)]


def write(value: object) -> bytes:
    """Classes of attrs become objects of their fields, sets become sorted lists."""
    return orjson.dumps(value, default=_plain)


def fields_of(value: object) -> dict[str, object]:
    """An attrs object's fields by name, as they are."""
    kind = type(value)
    assert attrs.has(kind)
    return {field.name: getattr(value, field.name) for field in attrs.fields(kind)}


def _plain(value: object) -> object:
    if attrs.has(type(value)):
        return fields_of(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
