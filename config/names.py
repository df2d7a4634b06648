"""What a setting is called: its path in the classes and files, its flat name in variables and flags."""

from collections.abc import Iterator
from typing import Any

from attrs import Attribute, fields, has

from config.settings import Settings

PREFIX = "TOWNHALL_"
PLATFORMS = {"PORT": "web.port"}  # variables that hosting platforms set


class SettingsError(Exception):
    """What is wrong with the settings and how to mend it, for people."""


def keys() -> Iterator[tuple[str, "Attribute[Any]"]]:
    """Path ("data_dir", "web.port") and attribute of every setting."""
    for part in fields(Settings):
        if part.type is not None and has(part.type):
            yield from ((f"{part.name}.{key.name}", key) for key in fields(part.type))
        else:
            yield part.name, part


def flat(path: str) -> str:
    """The key alone; those of media carry their part's name, so that `media.port` is not the web's `port`."""
    return path.replace(".", "_") if path.startswith("media.") else path.rpartition(".")[2]


def variable(path: str) -> str:
    return PREFIX + flat(path).upper()


def flag(path: str) -> str:
    return "--" + flat(path).replace("_", "-")


def ways_to_set(path: str) -> str:
    part, _, key = path.rpartition(".")
    place = f"`{key}` under [{part}]" if part else f"`{key}` on top"
    variables = [variable(path), *(name for name, meant in PLATFORMS.items() if meant == path)]
    return f"{', '.join([flag(path), *variables])}, or {place} of a settings file"
