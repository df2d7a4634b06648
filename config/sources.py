"""Where settings come from besides default.toml: flags, variables, and a file that one of those names.

Each source is read into flat or nested plain values; nothing here judges a value, only names.
"""

import difflib
import sys
from collections.abc import Mapping, Sequence

import click

from config import defaults
from config.names import PLATFORMS, PREFIX, SettingsError, flag, flat, keys, variable

FILE_VARIABLE = f"{PREFIX}SETTINGS"


def flags(arguments: Sequence[str]) -> dict[str, str]:
    """Path to value for each flag given, "settings" for the file. Prints the help and leaves if asked to."""
    command = click.Command("townhall", params=_options(), help="Serves webinars.", add_help_option=True)
    try:
        with command.make_context("townhall", list(arguments)) as context:
            paths = {flat(path): path for path, _ in keys()} | {"settings": "settings"}
            return {paths[name]: value for name, value in context.params.items() if value is not None}
    except click.exceptions.Exit as wish:
        sys.exit(wish.exit_code)
    except click.UsageError as error:
        raise SettingsError(f"{error.format_message()} (--help lists all flags)") from None


def _options() -> list[click.Parameter]:
    why = defaults.explanations()
    settings = click.Option(["--settings"], metavar="FILE", help="A TOML file of yours, like config/default.toml.")
    return [settings, *(_option(path, why[path], key.type is bool) for path, key in keys())]


def _option(path: str, why: str, is_switch: bool) -> click.Option:
    """A switch may stand alone ("--self-signed-tls") or with its value."""
    alone = "true" if is_switch else None
    return click.Option([flag(path)], metavar="VALUE", help=why, is_flag=False, flag_value=alone, type=str)


def variables(environment: Mapping[str, str]) -> dict[str, str]:
    """Path to value for each variable of ours, "settings" for the file; a name we do not know is an error."""
    known = {variable(path): path for path, _ in keys()} | {FILE_VARIABLE: "settings"}
    if unknown := sorted(name for name in environment if name.startswith(PREFIX) and name not in known):
        raise SettingsError("\n  ".join(["unknown variables:", *(_suggest(name, list(known)) for name in unknown)]))
    return {path: environment[name] for name, path in (PLATFORMS | known).items() if environment.get(name)}


def _suggest(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.8)
    return f"{name}: " + (f"did you mean {close[0]}?" if close else "no such setting; --help lists them, unset it")
