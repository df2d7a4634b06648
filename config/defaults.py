"""default.toml as people wrote it: the comment above each key is that key's explanation, also in --help."""

import re
from pathlib import Path

FILE = Path(__file__).with_name("default.toml")
TABLE = re.compile(r"\[(\w+)\]")
KEY = re.compile(r"(\w+) *=")


def explanations() -> dict[str, str]:
    """Path of each key ("web.port") to the comment lines right above it, joined; empty without a comment."""
    found: dict[str, str] = {}
    prefix, comment = "", ""
    for line in FILE.read_text().splitlines():
        if line.startswith("#"):
            comment = f"{comment} {line.lstrip('# ').rstrip()}".strip()
            continue
        if table := TABLE.match(line):
            prefix = f"{table[1]}."
        elif key := KEY.match(line):
            found[prefix + key[1]] = comment
        comment = ""
    return found
