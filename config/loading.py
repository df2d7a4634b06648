"""Settings from default.toml, the operator's file, variables and flags: the later wins.

Whatever value is wrong is told at once with what it must be and how it is set. Reads, never writes.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import cast

import click
import typed_settings as ts
from typed_settings.dict_utils import get_path, set_path
from typed_settings.loaders import Loader
from typed_settings.types import LoadedSettings, LoaderMeta, OptionList, SettingsClass, SettingsDict

from config import addresses, defaults, sources
from config.kinds import Wrong
from config.names import SettingsError, keys, ways_to_set
from config.settings import RULES, Settings

WRONG_USE = 2  # the exit status of a program that was called wrongly


def load(arguments: Sequence[str], environment: Mapping[str, str]) -> Settings:
    """The settings of this run; ends the program with status 2 and the reasons if something is wrong."""
    try:
        return read(arguments, environment)
    except SettingsError as error:
        click.echo(f"townhall: {error}", err=True)
        sys.exit(WRONG_USE)


def read(arguments: Sequence[str], environment: Mapping[str, str]) -> Settings:
    """As `load`, but raises `SettingsError`."""
    flags, variables = sources.flags(arguments), sources.variables(environment)
    file = flags.pop("settings", None) or variables.pop("settings", None)
    variables.pop("settings", None)
    if file and not Path(file).is_file():
        raise SettingsError(f"the settings file {file} does not exist; --settings or {sources.FILE_VARIABLE} names it")
    loaders: list[Loader] = [_files(file), _given("variables", variables), _given("flags", flags)]
    try:
        settings = ts.load_settings(Settings, loaders, processors=[_convert])
    except (ts.exceptions.TsError, OSError, UnicodeDecodeError) as error:
        where = f" in settings file {file}" if file else ""
        raise SettingsError(f"{error}{where} (all keys stand in config/{defaults.FILE.name})") from None
    if broken := [fault for holds, fault in RULES if not holds(settings)]:
        raise SettingsError(_listed("these settings do not fit together:", broken))
    return addresses.filled_in(settings)


def _files(own: str | None) -> ts.loaders.FileLoader:
    paths = [f"!{defaults.FILE}"] + ([f"!{own}"] if own else [])
    return ts.loaders.FileLoader({"*": ts.loaders.TomlFormat(None)}, paths)


def _given(source: str, values: Mapping[str, str]) -> Loader:
    """A loader of values that were read already, by path."""
    nested: SettingsDict = {}
    for path, value in values.items():
        set_path(nested, path, value)
    return lambda settings_cls, options: LoadedSettings(nested, LoaderMeta(source))  # noqa: ARG005 - a Loader's shape


def _convert(settings_dict: SettingsDict, settings_cls: SettingsClass, options: OptionList) -> SettingsDict:  # noqa: ARG001
    """Converts every value by its class's own converter, and complains about all wrong ones together."""
    complaints = []
    for path, key in keys():
        value, convert = get_path(settings_dict, path), cast("Callable[[object], object]", key.converter)
        try:
            set_path(settings_dict, path, convert(value))
        except Wrong as wrong:
            shown = repr(value) if key.repr else "the given value"
            complaints.append(f"{path} {wrong}, and {shown} is not. It is set by {ways_to_set(path)}")
    if complaints:
        raise SettingsError(_listed("wrong settings:", complaints))
    return settings_dict


def _listed(title: str, faults: Sequence[str]) -> str:
    return "\n  ".join([title, *faults])
