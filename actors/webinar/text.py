"""Names, titles and labels as people type them, made fit to be shown to others.

One form per text (NFC), no control characters, nothing invisible, nothing that turns the reading direction round: two
people must not be able to look the same by tricks of the alphabet's plumbing.
"""

import unicodedata

NAME_MAX = 80
TITLE_MAX = 120
LABEL_MAX = 80

JOINERS = frozenset("\u200c\u200d")  # format characters that Persian words and joined emoji need
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co"})  # not Cn: tomorrow's emoji are unassigned for today's Python
NO_INK = INVISIBLE | {"Mn", "Me", "Zs"}
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters by category, empty to the eye


def cleaned(text: str, longest: int) -> str | None:
    """The text as it is kept, 1 to `longest` characters, or None if it cannot be made into one."""
    if len(text) > 4 * longest:
        return None
    visible = "".join(c for c in text if c in JOINERS or c.isspace() or unicodedata.category(c) not in INVISIBLE)
    kept = unicodedata.normalize("NFC", " ".join(visible.split()))
    has_ink = any(unicodedata.category(c) not in NO_INK and c not in BLANKS for c in kept)
    return kept if has_ink and len(kept) <= longest else None
