"""One media section of an offer as values: codecs, header extensions, simulcast layers, SSRCs; all checked and bounded.

Longer than most, because it is the one list of what each attribute of a section may be.
"""

import re
from collections.abc import Mapping
from typing import Final, Literal, cast

from attrs import frozen

from media import header_extensions
from media.sdp import OfferRefused, Section, shown

Kind = Literal["audio", "video"]
Direction = Literal["sendrecv", "sendonly", "recvonly", "inactive"]

MAX_PAYLOAD_TYPES: Final = 128  # there are no more
MAX_SSRCS: Final = 64  # of one line
MAX_LAYERS: Final = 8
MAX_EXTENSIONS: Final = 64  # of one line
MAX_FORMAT_CHARS: Final = 512  # of one codec's fmtp, which the answer repeats

# RFC 8829 5.1.2; all mean DTLS-SRTP. Plain RTP (RTP/AVP, RTP/AVPF) and keys in the offer (a=crypto) are refused.
_PROTOCOLS: Final = frozenset({"UDP/TLS/RTP/SAVPF", "TCP/DTLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP"})
_CODEC_NAMES: Final = frozenset({"opus", "red", "vp8", "vp9", "h264", "av1"})  # what a policy may ever name
_DIRECTIONS: Final[tuple[Direction, ...]] = ("sendrecv", "sendonly", "recvonly", "inactive")
_LONE_RESERVED_ID: Final = 15  # RFC 8285 4.2

_MEDIA: Final = re.compile(r"([a-z]{1,16}) ([0-9]{1,5}) ([A-Za-z0-9/]{1,32})((?: [!-~]{1,64})+)")
_MID: Final = re.compile(r"[!#-'*+\-.0-9A-Z^-~]{1,16}")  # a token (RFC 8866 9) that fits a one-byte header extension
_RID: Final = re.compile(r"[A-Za-z0-9_-]{1,16}")  # RFC 8852 3, and one-byte header extensions again
_MAPPING: Final = re.compile(r"([!-.0-~]{1,32})/([0-9]{1,7})(?:/([0-9]{1,3}))?")
_EXTMAP: Final = re.compile(r"([0-9]{1,3})(?:/([a-z]{8}))? ([!-~]{1,256})(?: .*)?")
_NUMBER: Final = re.compile(r"[0-9]{1,10}")


@frozen
class Codec:
    """A payload type and what it means. `name` as the offer spells it; `format` is its fmtp, empty without one."""

    payload_type: int
    name: str
    clock_hz: int
    channels: int
    format: str
    feedback: frozenset[str]
    """rtcp-fb values, for example `nack pli`."""
    rtx_payload_type: int | None
    """Retransmissions of this codec (RFC 4588), if offered."""


@frozen
class Extension:
    """An offered RTP header extension (RFC 8285). `direction` is the offerer's."""

    id: int
    uri: str
    direction: Direction


@frozen
class Layer:
    """One simulcast stream that the client would send (RFC 8853). `is_paused`: it begins without packets."""

    rid: str
    is_paused: bool = False


@frozen
class OfferedLine:
    """An audio or video section. Directions are the offerer's."""

    mid: str
    kind: Kind
    protocol: str
    direction: Direction
    is_rejected: bool
    """Port 0: offered for its place in the list only."""
    codecs: tuple[Codec, ...]
    """In the client's order of preference; without rtx, red and others that no policy names."""
    extensions: Mapping[str, Extension]
    """By URI; only those of `media/header_extensions.py`."""
    layers: tuple[Layer, ...]
    """Simulcast streams it would send, in its order; empty without simulcast. Of alternatives, the first."""
    ssrcs: tuple[int, ...]
    """Declared media SSRCs, as the SIM group orders them if there is one."""
    rtx_ssrcs: Mapping[int, int]
    """From FID groups: RTX SSRC to the media SSRC that it repairs."""
    has_reduced_size: bool
    """a=rtcp-rsize (RFC 5506)."""
    first_format: str
    """A rejection must name one."""

    @property
    def sends(self) -> bool:
        """Whether the client wants to send."""
        return self.direction in {"sendrecv", "sendonly"}

    @property
    def receives(self) -> bool:
        """Whether the client wants to receive."""
        return self.direction in {"sendrecv", "recvonly"}


@frozen
class OtherLine:
    """A section that we always reject: a data channel, or something yet unknown."""

    mid: str
    kind: str
    protocol: str
    first_format: str


def read_line(section: Section, session: Section) -> OfferedLine | OtherLine:
    """Raises OfferRefused: bad_sdp, no_mid, insecure_transport, no_rtcp_mux, offer_too_large."""
    kind, port, protocol, formats = _matched(_MEDIA, section.media, "media line").groups()
    payload_types = formats.split()
    mid = section.get("mid")
    if mid is None:
        raise OfferRefused("no_mid", "every media section needs a=mid")
    _matched(_MID, mid, "mid of at most 16 characters")
    if kind not in {"audio", "video"}:
        return OtherLine(mid, kind, protocol, payload_types[0])
    is_rejected = int(port) == 0 and not section.has("bundle-only")
    if not is_rejected:
        _check_transport(section, session, protocol, mid)
    ssrcs, rtx_ssrcs = _ssrcs(section)
    return OfferedLine(
        mid=mid,
        kind=cast("Kind", kind),
        protocol=protocol,
        direction=_direction(section, session),
        is_rejected=is_rejected,
        codecs=() if is_rejected else _codecs(section, payload_types),
        extensions=_extensions(section),
        layers=_layers(section),
        ssrcs=ssrcs,
        rtx_ssrcs=rtx_ssrcs,
        has_reduced_size=section.has("rtcp-rsize"),
        first_format=payload_types[0],
    )


def _check_transport(section: Section, session: Section, protocol: str, mid: str) -> None:
    if protocol not in _PROTOCOLS:
        raise OfferRefused("insecure_transport", f"section {mid}: {shown(protocol)} is not DTLS-SRTP")
    if section.has("crypto") or session.has("crypto"):
        raise OfferRefused("insecure_transport", f"section {mid}: keys come from DTLS, never from a=crypto")
    if not section.has("rtcp-mux"):
        raise OfferRefused("no_rtcp_mux", f"section {mid} needs a=rtcp-mux: there is one port")


def _direction(section: Section, session: Section) -> Direction:
    for part in (section, session):
        for direction in _DIRECTIONS:
            if part.has(direction):
                return direction
    return "sendrecv"


def _codecs(section: Section, payload_types: list[str]) -> tuple[Codec, ...]:
    """Skips what no policy names before it looks closer: Chromium lists 35 payload types in each of its sections."""
    _at_most(len(payload_types), MAX_PAYLOAD_TYPES, "payload types")
    mappings: dict[str, str] = {}
    rtx: dict[str, int] = {}
    formats = dict(_pairs(section, "fmtp"))
    for payload_type, mapping in _pairs(section, "rtpmap"):
        name = mapping.partition("/")[0].lower()
        if name in _CODEC_NAMES:
            mappings.setdefault(payload_type, mapping)
        elif name == "rtx":
            apt = formats.get(payload_type, "").partition(";")[0].removeprefix("apt=")
            rtx.setdefault(apt, _payload_type(payload_type))
    feedback = _feedback(section)
    return tuple(
        _codec(each, mappings[each], formats.get(each, ""), feedback, rtx.get(each))
        for each in dict.fromkeys(payload_types)
        if each in mappings
    )


def _codec(number: str, mapping: str, format_: str, feedback: Mapping[str, list[str]], rtx: int | None) -> Codec:
    name, clock_hz, channels = _matched(_MAPPING, mapping, "rtpmap").groups()
    _at_most(len(format_), MAX_FORMAT_CHARS, "characters in a=fmtp")
    kinds = frozenset((*feedback.get(number, ()), *feedback.get("*", ())))
    return Codec(_payload_type(number), name, int(clock_hz), int(channels or 1), format_, kinds, rtx)


def _payload_type(text: str) -> int:
    number = int(_matched(_NUMBER, text, "payload type")[0])
    if number >= MAX_PAYLOAD_TYPES:
        raise OfferRefused("bad_sdp", f"no payload type: {shown(text)}")
    return number


def _pairs(section: Section, key: str) -> list[tuple[str, str]]:
    """Values of the form `<payload type> <rest>`."""
    return [(first, rest) for first, _, rest in (value.partition(" ") for value in section.all(key))]


def _feedback(section: Section) -> dict[str, list[str]]:
    """By payload type; `*` stands for all."""
    kinds: dict[str, list[str]] = {}
    for payload_type, kind in _pairs(section, "rtcp-fb"):
        kinds.setdefault(payload_type, []).append(kind)
    return kinds


def _extensions(section: Section) -> dict[str, Extension]:
    values = section.all("extmap")
    _at_most(len(values), MAX_EXTENSIONS, "header extensions")
    known: dict[str, Extension] = {}
    for value in values:
        number, direction, uri = _matched(_EXTMAP, value, "extmap").groups()
        if uri not in header_extensions.KNOWN:
            continue
        if not 1 <= int(number) <= 255 or int(number) == _LONE_RESERVED_ID:  # noqa: PLR2004 - RFC 8285 5
            raise OfferRefused("bad_sdp", f"no header extension id: {shown(number)}")
        if direction not in {None, *_DIRECTIONS}:
            raise OfferRefused("bad_sdp", f"no direction: {shown(direction)}")
        known.setdefault(uri, Extension(int(number), uri, cast("Direction", direction or "sendrecv")))
    return known


def _layers(section: Section) -> tuple[Layer, ...]:
    """The `send` half of a=simulcast, restricted to RIDs that have their own a=rid (RFC 8853 5.2)."""
    words = (section.get("simulcast") or "").split()
    offered = dict(zip(words[::2], words[1::2], strict=False)).get("send")
    if offered is None:
        return ()
    streams = offered.split(";", MAX_LAYERS)
    _at_most(len(streams), MAX_LAYERS, "simulcast layers")
    described = {value.partition(" send")[0] for value in section.all("rid")}
    layers = [_layer(stream.partition(",")[0]) for stream in streams]
    kept = tuple(layer for layer in layers if layer.rid in described)
    if len({layer.rid for layer in kept}) != len(kept):
        raise OfferRefused("bad_sdp", "two simulcast layers have the same RID")
    return kept


def _layer(text: str) -> Layer:
    return Layer(_matched(_RID, text.removeprefix("~"), "RID")[0], text.startswith("~"))


def _ssrcs(section: Section) -> tuple[tuple[int, ...], dict[int, int]]:
    declared = list(dict.fromkeys(_ssrc(value.partition(" ")[0]) for value in section.all("ssrc")))
    groups = [
        (kind, members.split()) for kind, _, members in (each.partition(" ") for each in section.all("ssrc-group"))
    ]
    _at_most(len(declared), MAX_SSRCS, "SSRCs")
    _at_most(sum(len(members) for _, members in groups), 2 * MAX_SSRCS, "SSRCs in groups")
    repairs = [members for kind, members in groups if kind == "FID"]
    rtx = {_ssrc(pair[1]): _ssrc(pair[0]) for pair in repairs if len(pair) == 2}  # noqa: PLR2004 - media, then repair
    layered = [_ssrc(member) for kind, members in groups if kind == "SIM" for member in members]
    media = dict.fromkeys(each for each in layered + declared if each not in rtx)
    return tuple(media), rtx


def _ssrc(text: str) -> int:
    number = int(_matched(_NUMBER, text, "SSRC")[0])
    if number >= 2**32:
        raise OfferRefused("bad_sdp", f"no SSRC: {shown(text)}")
    return number


def _matched(pattern: re.Pattern[str], text: str, what: str) -> re.Match[str]:
    found = pattern.fullmatch(text)
    if found is None:
        raise OfferRefused("bad_sdp", f"no {what}: {shown(text)}")
    return found


def _at_most(count: int, limit: int, what: str) -> None:
    if count > limit:
        raise OfferRefused("offer_too_large", f"more than {limit} {what} in a section")
