"""Names, titles, labels and messages as people type them, made fit to be shown to others.

One form per text (NFC), no control characters, nothing invisible, nothing that turns the reading direction round: two
people must not be able to look the same by tricks of the alphabet's plumbing.
"""

import re
import unicodedata

NAME_MAX = 80
TITLE_MAX = 120
LABEL_MAX = 80

JOINERS = frozenset("\u200c\u200d")  # format characters that Persian words and joined emoji need
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co"})  # not Cn: tomorrow's emoji are unassigned for today's Python
NO_INK = INVISIBLE | {"Mn", "Me", "Zs"}
EMPTY_LINES = re.compile("\n{3,}")
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters by category, empty to the eye


def cleaned(text: str, longest: int) -> str | None:
    """The text on one line as it is kept, 1 to `longest` characters, or None if it cannot be made into one."""
    if len(text) > 4 * longest:
        return None
    return _fit(" ".join(_visible(text).split()), longest)


def cleaned_lines(text: str, longest: int) -> str | None:
    """As `cleaned`, for what people write at length: their line breaks stay, of empty lines one at a time."""
    if len(text) > 4 * longest:
        return None
    lines = [" ".join(line.split()) for line in _visible(text).splitlines()]
    return _fit(EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip("\n"), longest)


def _visible(text: str) -> str:
    return "".join(c for c in text if c in JOINERS or c.isspace() or unicodedata.category(c) not in INVISIBLE)


def _fit(visible: str, longest: int) -> str | None:
    kept = unicodedata.normalize("NFC", visible)
    has_ink = any(unicodedata.category(c) not in NO_INK and c not in BLANKS for c in kept)
    return kept if has_ink and len(kept) <= longest else None
