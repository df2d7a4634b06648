import contextlib
from pathlib import Path

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from config.kinds import (
    Wrong,
    address,
    choice,
    choices,
    folder,
    number,
    optional_file,
    origin,
    origins,
    secret,
    switch,
    text,
    urls,
    whole,
    word,
)


@frozen
class Everything:
    whole: int = whole(1, 10)
    number: float = number(0.5, 10)
    choice: str = choice("red", "green")
    switch: bool = switch()
    text: str = text()
    secret: str = secret()
    address: str = address()
    origin: str = origin()
    origins: tuple[str, ...] = origins()
    choices: tuple[str, ...] = choices("red", "green")
    urls: tuple[str, ...] = urls()
    hidden: str = word(is_shown=False)
    word: str = word()
    folder: Path = folder()
    file: Path | None = optional_file()


GOOD: dict[str, object] = {
    "whole": 3,
    "number": 1.5,
    "choice": "red",
    "switch": True,
    "text": "word",
    "secret": "s" * 32,
    "address": "192.0.2.7",
    "origin": "https://hall.example",
    "origins": ["https://hall.example"],
    "choices": ["red"],
    "urls": ["https://mailer.example/hook"],
    "word": "films/",
    "hidden": "h1dd3n",
    "folder": ".",
    "file": __file__,
}


def made(**values: object) -> Everything:
    return Everything(**{**GOOD, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("whole", "7", 7),
        ("whole", "1_0", 10),
        ("number", "2.5", 2.5),
        ("number", 2, 2.0),
        ("switch", "on", True),
        ("switch", "No", False),
        ("switch", 0, False),
        ("text", " word ", "word"),
        ("secret", "", ""),
        ("address", "", ""),
        ("address", "2001:DB8::1", "2001:db8::1"),
        ("origin", "", ""),
        ("origin", "http://Hall.example:3000", "http://hall.example:3000"),
        ("origins", "https://a.example, https://b.example:8443", ("https://a.example", "https://b.example:8443")),
        ("origins", "", ()),
        ("choices", "green, red", ("green", "red")),
        ("choices", [], ()),
        ("urls", "https://a.example/x, http://b.example:8443/y", ("https://a.example/x", "http://b.example:8443/y")),
        ("urls", "", ()),
        ("word", "", ""),
        ("word", "!~", "!~"),
        ("word", "w" * 200, "w" * 200),
        ("file", "", None),
    ],
)
def test_a_value_is_understood_as_files_variables_and_flags_write_it(key: str, value: object, expected: object) -> None:
    assert getattr(made(**{key: value}), key) == expected


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("whole", 0),
        ("whole", "11"),
        ("whole", True),
        ("whole", 1.5),
        ("whole", "three"),
        ("whole", "9" * 5000),
        ("number", 0.4),
        ("number", "nan"),
        ("number", "inf"),
        ("number", True),
        ("number", []),
        ("choice", "blue"),
        ("choice", ["red"]),
        ("switch", "perhaps"),
        ("text", ""),
        ("text", "a\nb"),
        ("text", 3),
        ("secret", "short"),
        ("secret", "ä" * 40),
        ("address", "hall.example"),
        ("address", 7),
        ("origin", "https://hall.example/path"),
        ("origin", "ftp://hall.example"),
        ("origin", "https://user@hall.example"),
        ("origins", 5),
        ("choices", "blue"),
        ("choices", 5),
        ("urls", "ftp://a.example"),
        ("urls", ["https://a b"]),
        ("urls", [5]),
        ("urls", 5),
        ("origins", ["https://hall.example", 5]),
        ("word", "two words"),
        ("word", "line\n"),
        ("word", "bücher"),
        ("word", "w" * 201),
        ("word", None),
        ("word", ["word"]),
        ("hidden", "two words"),
        ("folder", __file__),
        ("folder", ""),
        ("file", "there/is/no/such.pem"),
        ("file", 3),
    ],
)
def test_a_value_that_does_not_fit_is_told_what_it_must_be(key: str, value: object) -> None:
    with pytest.raises(Wrong, match=r"^must "):
        made(**{key: value})


def test_every_converter_accepts_its_own_result() -> None:
    once = made()
    assert made(**{key: getattr(once, key) for key in GOOD}) == once


def test_a_secret_is_not_shown() -> None:
    assert "ssss" not in repr(made())
    assert "h1dd3n" not in repr(made())
    assert "films/" in repr(made())


@given(st.one_of(st.integers(), st.floats(), st.text(), st.booleans(), st.none(), st.lists(st.text())))
def test_a_whole_number_is_in_its_range_whatever_comes(value: object) -> None:
    with contextlib.suppress(Wrong):
        assert 1 <= made(whole=value).whole <= 10
