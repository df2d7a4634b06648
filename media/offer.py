"""A WebRTC offer (RFC 8829) as a value: how to reach and prove a client, and what it can send and receive.

Everything is checked here: what makes a connection insecure or impossible for us is refused with a stable code. Whoever
gets an `Offer` may trust its shape. What of it we take is decided in `media/negotiation.py`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, Literal, cast

from attrs import frozen

from media import sdp
from media.fingerprint import DIGESTS, Fingerprint
from media.offer_line import OfferedLine, OtherLine, read_line
from media.sdp import OfferRefused, Section, shown

Setup = Literal["actpass", "active", "passive"]

MAX_FINGERPRINTS: Final = 8

_SETUPS: Final = frozenset({"actpass", "active", "passive"})
_UFRAG: Final = re.compile(r"[A-Za-z0-9+/]{4,256}")  # RFC 8839 5.4
_PASSWORD: Final = re.compile(r"[A-Za-z0-9+/]{22,256}")
_FINGERPRINT: Final = re.compile(r"([A-Za-z0-9-]{1,16}) +([0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){15,63})")


@frozen
class Offer:
    """A client's offer: one bundled transport, and its lines in order."""

    ice_ufrag: str
    fingerprints: tuple[Fingerprint, ...]
    """Of the strongest digest among those offered; one of them must fit."""
    setup: Setup
    lines: tuple[OfferedLine | OtherLine, ...]
    allows_mixed_extensions: bool
    """a=extmap-allow-mixed for the whole session (RFC 8285 6)."""

    @property
    def media(self) -> Iterator[OfferedLine]:
        """The audio and video lines that are not rejected."""
        return _live(self.lines)


def read_offer(text: str) -> Offer:
    """Read and check an offer. Raises OfferRefused and nothing else.

    Codes: offer_too_large, bad_sdp, no_media, insecure_transport, no_fingerprint, weak_fingerprint,
    no_ice_credentials, ice_lite_peer, bad_setup, no_mid, duplicate_mid, not_bundled, no_rtcp_mux.
    """
    session, *sections = sdp.split(text)
    lines = tuple(read_line(section, session) for section in sections)
    tagged = _tagged(session, lines)
    section = sections[lines.index(tagged)]
    _check_extensions(lines)
    if session.has("ice-lite"):
        raise OfferRefused("ice_lite_peer", "two ICE-lite sides would never check each other")
    return Offer(
        _ice_ufrag(section, session),
        _fingerprints(section, session),
        _setup(section, session),
        lines,
        session.has("extmap-allow-mixed"),
    )


def _live(lines: tuple[OfferedLine | OtherLine, ...]) -> Iterator[OfferedLine]:
    return (line for line in lines if isinstance(line, OfferedLine) and not line.is_rejected)


def _tagged(session: Section, lines: tuple[OfferedLine | OtherLine, ...]) -> OfferedLine | OtherLine:
    """The line whose transport all share: the first of the bundle (RFC 8843 7.2), which must hold all live lines."""
    for mid, count in Counter(line.mid for line in lines).items():
        if count > 1:
            raise OfferRefused("duplicate_mid", f"two sections have the mid {mid}")
    live = list(_live(lines))
    if not live:
        raise OfferRefused("no_media", "nothing is offered that carries sound or picture")
    bundle = _bundle(session)
    for line in live:
        if line.mid not in bundle and len(live) > 1:
            raise OfferRefused("not_bundled", f"section {line.mid} is not in a=group:BUNDLE: there is one port")
    by_mid = {line.mid: line for line in lines}
    return next((by_mid[mid] for mid in bundle if mid in by_mid), live[0])


def _bundle(session: Section) -> dict[str, None]:
    groups = (value.partition(" ") for value in session.all("group"))
    return dict.fromkeys(next((mids.split() for semantics, _, mids in groups if semantics == "BUNDLE"), ()))


def _check_extensions(lines: tuple[OfferedLine | OtherLine, ...]) -> None:
    """In a bundle an id means the same everywhere (RFC 8843 15), for packets are read before their line is known."""
    meaning: dict[int, str] = {}
    for line in lines:
        for extension in line.extensions.values() if isinstance(line, OfferedLine) else ():
            if meaning.setdefault(extension.id, extension.uri) != extension.uri:
                raise OfferRefused("bad_sdp", f"header extension {extension.id} has two meanings")


def _attribute(key: str, section: Section, session: Section) -> str | None:
    return section.get(key) or session.get(key)


def _ice_ufrag(section: Section, session: Section) -> str:
    """The password is checked for being there; a lite side never signs anything with it."""
    ufrag, password = _attribute("ice-ufrag", section, session), _attribute("ice-pwd", section, session)
    if ufrag is None or password is None or not _UFRAG.fullmatch(ufrag) or not _PASSWORD.fullmatch(password):
        raise OfferRefused("no_ice_credentials", "a=ice-ufrag and a=ice-pwd are missing or malformed")
    return ufrag


def _fingerprints(section: Section, session: Section) -> tuple[Fingerprint, ...]:
    """RFC 8122 5: of several digests only the strongest that we know counts."""
    values = section.all("fingerprint") or session.all("fingerprint")
    if not values:
        raise OfferRefused("no_fingerprint", "a=fingerprint is missing: nobody could be proven")
    if len(values) > MAX_FINGERPRINTS:
        raise OfferRefused("offer_too_large", f"more than {MAX_FINGERPRINTS} fingerprints")
    by_algorithm: dict[str, list[Fingerprint]] = {}
    for value in values:
        found = _FINGERPRINT.fullmatch(value)
        if found is None:
            raise OfferRefused("bad_sdp", f"no fingerprint: {shown(value)}")
        algorithm = found[1].lower()
        by_algorithm.setdefault(algorithm, []).append(Fingerprint(algorithm, found[2].upper()))
    for algorithm in reversed(DIGESTS):
        if algorithm in by_algorithm:
            return tuple(by_algorithm[algorithm])
    raise OfferRefused("weak_fingerprint", f"a fingerprint must use one of {', '.join(DIGESTS)}")


def _setup(section: Section, session: Section) -> Setup:
    setup = _attribute("setup", section, session)
    if setup not in _SETUPS:
        raise OfferRefused("bad_setup", "a=setup must be actpass, active or passive")
    return cast("Setup", setup)
