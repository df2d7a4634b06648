"""SDP (RFC 8866) as lines: a text becomes a session part and media sections, each with its attributes by key.

Limits come first, so that no text costs more than a few milliseconds. What attributes mean is for `media/offer.py`.
"""

from collections import defaultdict
from typing import Final

from attrs import define, field

MAX_CHARS: Final = 128 * 1024  # Chromium with 14 seats and every codec sends 73 kB
MAX_LINES: Final = 8192
MAX_LINE_CHARS: Final = 8192
MAX_SECTIONS: Final = 64
MAX_ATTRIBUTES: Final = 1024  # of one section; Chromium's fullest has 200
MAX_CANDIDATES: Final = 64  # of one section; each of Firefox's repeats all of them
_SHOWN_CHARS: Final = 60


class OfferRefused(Exception):
    """An offer that gets no answer. `code` is stable and snake_case, `detail` is for the person who looks into it."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


@define
class Section:
    """A media section, or the session part. `media` is the m= line's value, empty for the session part."""

    media: str
    attributes: defaultdict[str, list[str]] = field(factory=lambda: defaultdict(list))
    """All values of an attribute by its key, in order; a flag's value is empty."""

    def get(self, key: str) -> str | None:
        """The first value of an attribute."""
        values = self.attributes.get(key)
        return values[0] if values else None

    def all(self, key: str) -> list[str]:
        """All values of an attribute."""
        return self.attributes.get(key, [])

    def has(self, key: str) -> bool:
        """Whether a flag is set."""
        return key in self.attributes


def shown(text: str) -> str:
    """A piece of somebody's text for a refusal's detail, short and without surprises."""
    return ascii(text[:_SHOWN_CHARS])


def split(text: str) -> list[Section]:
    """The session part and then the media sections. Raises OfferRefused: `offer_too_large`, `bad_sdp`."""
    sections = [Section("")]
    attributes = sections[0].attributes
    for line in _lines(text):
        kind, value = line[:2], line[2:]
        if kind == "a=":
            key, _, value = value.partition(":")
            attributes[key].append(value)
        elif kind == "m=":
            sections.append(Section(value))
            attributes = sections[-1].attributes
        elif kind[1:] != "=":
            raise OfferRefused("bad_sdp", f"no line of SDP: {shown(line)}")
    _at_most(len(sections) - 1, MAX_SECTIONS, "media sections")
    for section in sections:
        _at_most(sum(map(len, section.attributes.values())), MAX_ATTRIBUTES, "attributes in a section")
        _at_most(len(section.all("candidate")), MAX_CANDIDATES, "candidates in a section")
    return sections


def _lines(text: str) -> list[str]:
    _at_most(len(text), MAX_CHARS, "characters")
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    if not text.isascii() or not "".join(lines).isprintable():
        raise OfferRefused("bad_sdp", "an offer consists of printable ASCII")
    if lines.pop(0) != "v=0":
        raise OfferRefused("bad_sdp", "the first line must be v=0")
    _at_most(len(lines), MAX_LINES, "lines")
    _at_most(max(map(len, lines), default=0), MAX_LINE_CHARS, "characters in a line")
    return lines


def _at_most(count: int, limit: int, what: str) -> None:
    if count > limit:
        raise OfferRefused("offer_too_large", f"more than {limit} {what}")
