import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from enum import StrEnum

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from actors.webinar.commands import ChangeSettings
from web.strict_json import Unreadable, parse, parse_object, structure, write


class Colour(StrEnum):
    RED = "red"


@frozen
class Leg:
    length: int


@frozen
class Table:
    name: str
    round: bool = False
    height: float | None = None
    colour: Colour = Colour.RED
    legs: Sequence[Leg] = ()
    notes: Mapping[str, str] = {}
    tags: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    "text",
    [
        '{"type":"chat","type":"mute_all"}',
        '{"a":{"b":1,"b":1}}',
        '{"a":1,"\\u0061":2}',
        "[NaN]",
        "[Infinity]",
        "[-Infinity]",
        "1e400",
        "-1e400",
        "9" * 10_000_000,
        "1" + "0" * 20,
        str(2**64),
        str(-(2**63) - 1),
        "[" * 17 + "]" * 17,
        '{"a":' * 17 + "1" + "}" * 17,
        "[" * 100_000,
        '{"a":' * 100_000,
        '"\\ud800"',
        '"\\udc00\\ud800"',
        '{"\\ud800":1}',
        "\ud800",
        "",
        "{",
        "{'a':1}",
        '{"a":1,}',
        "01",
        '"\x00"',
        "\ufeff{}",
        b"\xff",
        b"\xed\xa0\x80",
    ],
    ids=lambda text: repr(text[:20]),
)
def test_what_readers_could_disagree_about_is_refused(text: str | bytes) -> None:
    with pytest.raises(Unreadable):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 16 + "]" * 16,
        '"\\ud83d\\ude00"',
        "-1e300",
        "9" * 19,
        str(2**64 - 1),
        str(-(2**63)),
        "null",
        '{"__proto__":1}',
    ],
)
def test_what_is_merely_unusual_is_read(text: str) -> None:
    assert parse(text) == json.loads(text)


@given(st.recursive(st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(), st.lists, max_leaves=8))
def test_whatever_is_written_is_read_the_same(value: object) -> None:
    assert parse(write(value)) == value


@given(st.text(max_size=50) | st.binary(max_size=50))
def test_any_text_is_json_or_a_refusal(text: str | bytes) -> None:
    with suppress(Unreadable):
        write(parse(text))


def test_an_object_is_asked_for() -> None:
    assert parse_object('{"a":1}') == {"a": 1}
    with pytest.raises(Unreadable, match="not an object"):
        parse_object("[1]")


def test_fields_become_a_class() -> None:
    fields = {"name": "t", "height": 1, "colour": "red", "legs": [{"length": 2}], "notes": {"a": "b"}, "tags": ["x"]}
    assert structure(fields, Table) == Table("t", False, 1.0, Colour.RED, (Leg(2),), {"a": "b"}, frozenset({"x"}))


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"name": 5},
        {"name": None},
        {"name": "t", "round": 1},
        {"name": "t", "round": "true"},
        {"name": "t", "height": "1"},
        {"name": "t", "height": True},
        {"name": "t", "colour": "blue"},
        {"name": "t", "colour": 1},
        {"name": "t", "legs": "ab"},
        {"name": "t", "legs": {"length": 1}},
        {"name": "t", "legs": [{"length": 1.0}]},
        {"name": "t", "legs": [{"length": True}]},
        {"name": "t", "legs": [{"length": 1, "more": 2}]},
        {"name": "t", "legs": [[1]]},
        {"name": "t", "legs": None},
        {"name": "t", "notes": [["a", "b"]]},
        {"name": "t", "notes": {"a": 1}},
        {"name": "t", "tags": "xy"},
        {"name": "t", "unknown": 1},
        [],
        None,
        "name",
    ],
    ids=repr,
)
def test_nothing_is_guessed(fields: object) -> None:
    with pytest.raises(Unreadable):
        structure(fields, Table)


def test_the_refusal_names_the_field() -> None:
    with pytest.raises(Unreadable, match=r"round.*unknown"):
        structure({"name": "t", "round": 1, "unknown": 2}, Table)


def test_the_refusal_names_none_of_our_modules() -> None:
    with pytest.raises(Unreadable, match=r"expected Who \| None @ message\.see_people") as refused:
        structure({"see_people": "nobody"}, ChangeSettings)
    assert "actors" not in str(refused.value)


def test_the_refusal_is_short_whatever_was_sent() -> None:
    with pytest.raises(Unreadable) as refused:
        structure({f"{n}" * 500: 1 for n in range(500)} | {"legs": [{"x": 1}] * 500}, Table)
    assert len(str(refused.value)) < 1100


def test_classes_and_sets_are_written() -> None:
    assert json.loads(write(Table("t", tags=frozenset({"b", "a"}), legs=(Leg(1),)))) == {
        "name": "t",
        "round": False,
        "height": None,
        "colour": "red",
        "legs": [{"length": 1}],
        "notes": {},
        "tags": ["a", "b"],
    }


def test_what_has_no_json_form_is_our_mistake() -> None:
    with pytest.raises(TypeError):
        write(object())
