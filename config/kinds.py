"""What a setting's value may look like: one function per kind, an attrs field whose converter says what it wants.

A converter takes what a TOML file, a variable or a flag holds, and returns the value or raises `Wrong` whose text ends
the sentence "<key> …". Every converter accepts its own result, so that settings can be evolved.
"""

import ipaddress
import math
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from attrs import field

ORIGIN = re.compile(r"https?://[^/\s?#@]+")
URL = re.compile(r"https?://[!-~]{1,2000}")
WORD = re.compile(r"[!-~]{0,200}")
SWITCH = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
SHORTEST_SECRET = 32


class Wrong(ValueError):
    """The value does not fit; the text begins with "must"."""


def whole(low: int, high: int) -> Any:
    """A whole number in a range that includes both ends."""

    def convert(value: object) -> int:
        if isinstance(value, str) and re.fullmatch(r"-?[0-9][0-9_]{0,18}", value):
            value = int(value.replace("_", ""))
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise Wrong(f"must be a whole number from {low:,} to {high:,}")
        return value

    return field(converter=convert)


def number(low: float, high: float) -> Any:
    """A number in a range that includes both ends; decimals allowed."""

    def convert(value: object) -> float:
        try:
            converted = float(value) if isinstance(value, str | int | float) and value is not True else math.nan
        except ValueError:
            converted = math.nan
        if not low <= converted <= high:
            raise Wrong(f"must be a number from {low:,} to {high:,}")
        return converted

    return field(converter=convert)


def choice(*names: str) -> Any:
    def convert(value: object) -> str:
        if not isinstance(value, str) or value not in names:
            raise Wrong(f"must be one of: {', '.join(names)}")
        return value

    return field(converter=convert)


def choices(*names: str) -> Any:
    """A list of some of them, or text with commas between."""

    def convert(value: object) -> tuple[str, ...]:
        parts = [part.strip() for part in value.split(",")] if isinstance(value, str) else value
        chosen = tuple(part for part in parts if part) if isinstance(parts, Iterable) else ("",)
        if any(part not in names for part in chosen):
            raise Wrong(f"must be a list of some of: {', '.join(names)}")
        return chosen

    return field(converter=convert)


def urls() -> Any:
    """A list of http addresses, or text with commas between; may be empty."""

    def convert(value: object) -> tuple[str, ...]:
        parts = [part.strip() for part in value.split(",")] if isinstance(value, str) else value
        given = tuple(part for part in parts if part) if isinstance(parts, Iterable) else ("",)
        if any(not isinstance(part, str) or not URL.fullmatch(part) for part in given):
            raise Wrong("must be a list of addresses such as https://mailer.example/townhall")
        return given

    return field(converter=convert)


def switch() -> Any:
    def convert(value: object) -> bool:
        if (converted := SWITCH.get(str(value).lower())) is None:
            raise Wrong("must be true or false")
        return converted

    return field(converter=convert)


def text() -> Any:
    def convert(value: object) -> str:
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            raise Wrong("must be text, neither empty nor with control characters")
        return value.strip()

    return field(converter=convert)


def secret() -> Any:
    """Empty, or long enough that nobody guesses it. Never shown."""

    def convert(value: object) -> str:
        good = isinstance(value, str) and value.isascii() and value.isprintable()
        if not isinstance(value, str) or not good or 0 < len(value) < SHORTEST_SECRET:
            raise Wrong(f"must have {SHORTEST_SECRET} printable ASCII characters or more, or be empty to have one made")
        return value

    return field(converter=convert, repr=False)


def word(*, is_shown: bool = True) -> Any:
    """Printable ASCII without spaces, such as a bucket's name or another system's key, or empty."""

    def convert(value: object) -> str:
        if not isinstance(value, str) or not WORD.fullmatch(value):
            raise Wrong("must be printable ASCII without spaces, at most 200 characters, or empty")
        return value

    return field(converter=convert, repr=is_shown)


def address() -> Any:
    """An IP address, IPv4 or IPv6, or empty."""

    def convert(value: object) -> str:
        try:
            return "" if value == "" else str(ipaddress.ip_address(str(value)))
        except ValueError:
            raise Wrong("must be an IP address such as 192.0.2.7, or empty") from None

    return field(converter=convert)


def addresses() -> Any:
    """A list of IP addresses, or text with commas between; may be empty."""

    def convert(value: object) -> tuple[str, ...]:
        parts = [part.strip() for part in value.split(",")] if isinstance(value, str) else value
        try:
            return tuple(str(ipaddress.ip_address(str(part))) for part in parts if part)  # type: ignore[attr-defined]
        except (TypeError, ValueError):
            raise Wrong("must be IP addresses such as 192.0.2.7, with commas between, or empty") from None

    return field(converter=convert)


def origin() -> Any:
    """Scheme, host and port of a web page, or empty."""
    return field(converter=_origin)


def origins() -> Any:
    """A list of origins, or text with commas between."""

    def convert(value: object) -> tuple[str, ...]:
        parts = [part.strip() for part in value.split(",")] if isinstance(value, str) else value
        if not isinstance(parts, Iterable):
            raise Wrong("must be a list of origins such as https://hall.example")
        return tuple(_origin(part) for part in parts if part)

    return field(converter=convert)


def _origin(value: object) -> str:
    if not isinstance(value, str) or (value and not ORIGIN.fullmatch(value)):
        raise Wrong("must be an origin such as https://hall.example, without a path")
    return value.lower()


def folder() -> Any:
    """A folder that may not exist yet; a relative one is under the working directory."""
    return field(
        converter=_path(lambda path: not path.exists() or path.is_dir(), "must be a folder, there or to be made")
    )


def optional_file() -> Any:
    """A file that exists, or None for empty text."""
    existing = _path(Path.is_file, "must be a file that exists, or empty")
    return field(converter=lambda value: None if value in {"", None} else existing(value))


def _path(fits: Callable[[Path], bool], wanted: str) -> Callable[[object], Path]:
    def convert(value: object) -> Path:
        path = Path(value).expanduser().absolute() if isinstance(value, str | Path) and str(value) else None
        if path is None or not fits(path):
            raise Wrong(wanted)
        return path

    return convert
