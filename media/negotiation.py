"""What of an offer we take: which lines, one codec for each, which feedback and header extensions. Pure decisions.

Publish: we receive, one codec a line. Watch: we send whatever codec the publisher in that seat uses, so a line keeps
one payload type for each codec of the policy; without RTX, since a viewer's lost packet is sent again as the very same
datagram. transport-cc costs 20 datagrams a second and viewer, but only from those whose packets we number (the stage).
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final, Literal

from attrs import evolve, frozen

from media import header_extensions as names
from media.offer import Offer
from media.offer_line import Codec, Kind, OfferedLine
from media.sdp import OfferRefused, shown

_FEEDBACK: Final = {
    ("recvonly", "audio"): ("transport-cc", "nack"),
    ("recvonly", "video"): ("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"),
    ("sendonly", "audio"): ("nack",),
    ("sendonly", "video"): ("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"),
}
_EXTENSIONS: Final = {
    ("recvonly", "audio"): (names.MID, names.ABS_SEND_TIME, names.AUDIO_LEVEL, names.TRANSPORT_CC),
    ("recvonly", "video"): (
        *(names.MID, names.ABS_SEND_TIME, names.RID, names.REPAIRED_RID, names.TRANSPORT_CC),
        names.DEPENDENCY,
    ),
    ("sendonly", "audio"): (names.MID, names.ABS_SEND_TIME),
    ("sendonly", "video"): (names.MID, names.ABS_SEND_TIME, names.TRANSPORT_CC, names.DEPENDENCY),
}
_MAX_ONE_BYTE_ID: Final = 14  # RFC 8285 4.2: what we write fits the short form


@frozen
class CodecPolicy:
    """Codecs that may be used, in lower case and in our order of preference.

    Audio ("red", "opus") makes loss inaudible and doubles what audio takes; who knows no red gets opus alone.
    """

    audio: tuple[str, ...] = ("opus",)
    video: tuple[str, ...] = ("vp8", "h264")  # every browser sends VP8; encoders such as FFmpeg and OBS only H.264
    audio_bps: int = 0  # what a publisher's Opus shall take; 0: as its encoder likes

    def names(self, kind: Kind) -> tuple[str, ...]:
        """Those for one kind of line."""
        return self.audio if kind == "audio" else self.video


@frozen
class AgreedLine:
    """A line of the offer that we take. `direction` is ours."""

    offered: OfferedLine
    direction: Literal["recvonly", "sendonly"]
    codecs: tuple[Codec, ...]
    """The best first; one when we receive, but that red comes with what it repeats."""
    rtx_payload_type: int | None
    feedback: tuple[str, ...]
    """rtcp-fb values for every codec."""
    extensions: Mapping[str, int]
    """Header extension ids by URI (`media/header_extensions.py`)."""
    layers: tuple[str, ...] = ()
    """RIDs of the simulcast layers that we take, in the client's order; empty: a single stream."""
    stream: str | None = None
    """The MediaStream that the page gets this track in; tracks of one stream play in sync."""

    @property
    def codec(self) -> Codec:
        """The one that is used, or preferred."""
        return self.codecs[0]


Agreement = Mapping[str, AgreedLine]
"""By mid, in the offer's order. Lines that are not in it are rejected."""


def agree_publish(offer: Offer, policy: CodecPolicy, wanted: Collection[str] = ()) -> Agreement:
    """Take the lines with these mids, or without any the first audio and the first video that the client would send.

    Raises OfferRefused: no_such_mid, wrong_direction, no_common_codec.
    """
    chosen = _lines(offer, wanted) if wanted else _first_of_each_kind(line for line in offer.media if line.sends)
    return {line.mid: _receive(line, offer, policy) for line in chosen}


def agree_watch(offer: Offer, policy: CodecPolicy, streams: Mapping[str, str] | None = None) -> Agreement:
    """Take the lines with the mids in `streams` (mid to stream), or the first audio and video as one stream.

    Raises OfferRefused: no_such_mid, wrong_direction, no_common_codec.
    """
    if streams:
        return {line.mid: _send(line, offer, policy, streams[line.mid]) for line in _lines(offer, streams)}
    chosen = _first_of_each_kind(line for line in offer.media if line.receives)
    return {line.mid: _send(line, offer, policy, "stage") for line in chosen}


def _lines(offer: Offer, mids: Collection[str]) -> list[OfferedLine]:
    by_mid = {line.mid: line for line in offer.media}
    for mid in mids:
        if mid not in by_mid:
            raise OfferRefused("no_such_mid", f"the offer has no audio or video section with the mid {shown(mid)}")
    return [line for line in by_mid.values() if line.mid in mids]


def _first_of_each_kind(lines: Iterable[OfferedLine]) -> list[OfferedLine]:
    first: dict[Kind, OfferedLine] = {}
    for line in lines:
        first.setdefault(line.kind, line)
    if not first:
        raise OfferRefused("wrong_direction", "no section of the offer goes the way that was asked for")
    return list(first.values())


def _receive(line: OfferedLine, offer: Offer, policy: CodecPolicy) -> AgreedLine:
    if not line.sends:
        raise OfferRefused("wrong_direction", f"section {line.mid} does not send")
    codecs = _codecs(line, policy)
    used = codecs if codecs[0].name.lower() == "red" else codecs[:1]
    used = tuple(_at_rate(codec, policy.audio_bps) for codec in used)
    agreed = _agree(line, offer, "recvonly", used, used[0].rtx_payload_type)
    if names.RID not in agreed.extensions:  # Chromium refuses layers without it
        return agreed
    return evolve(agreed, layers=tuple(layer.rid for layer in line.layers))


def _at_rate(codec: Codec, bps: int) -> Codec:
    """RFC 7587 6.1: what the receiver of Opus asks for."""
    if not bps or codec.name.lower() != "opus":
        return codec
    return evolve(codec, format=";".join(filter(None, (codec.format, f"maxaveragebitrate={bps}"))))


def _send(line: OfferedLine, offer: Offer, policy: CodecPolicy, stream: str) -> AgreedLine:
    if not line.receives:
        raise OfferRefused("wrong_direction", f"section {line.mid} does not receive")
    return evolve(_agree(line, offer, "sendonly", _codecs(line, policy), None), stream=stream)


def _agree(
    line: OfferedLine,
    offer: Offer,
    direction: Literal["recvonly", "sendonly"],
    codecs: tuple[Codec, ...],
    rtx_payload_type: int | None,
) -> AgreedLine:
    extensions = {
        uri: line.extensions[uri].id
        for uri in _EXTENSIONS[direction, line.kind]
        if uri in line.extensions
        and _fits(line, uri, direction)
        and (uri != names.DEPENDENCY or _tells_layers(offer, codecs))
    }
    feedback = tuple(
        each
        for each in _FEEDBACK[direction, line.kind]
        if all(each in codec.feedback for codec in codecs if codec.name.lower() != "red")
        and (each != "transport-cc" or names.TRANSPORT_CC in extensions)
    )
    return AgreedLine(line, direction, codecs, rtx_payload_type, feedback, extensions)


def _tells_layers(offer: Offer, codecs: Collection[Codec]) -> bool:
    """AV1 alone needs it: others tell layers in their payload. Key frames have it in the two-byte form, others not."""
    return offer.allows_mixed_extensions and any(codec.name.lower() == "av1" for codec in codecs)


def _fits(line: OfferedLine, uri: str, direction: Literal["recvonly", "sendonly"]) -> bool:
    """Whether the client would use the extension in the direction in which we need it."""
    extension = line.extensions[uri]
    needed = {"sendrecv", "sendonly" if direction == "recvonly" else "recvonly"}
    return extension.direction in needed and (direction == "recvonly" or extension.id <= _MAX_ONE_BYTE_ID)


def _codecs(line: OfferedLine, policy: CodecPolicy) -> tuple[Codec, ...]:
    """One of each name that both sides know, in our order. Raises OfferRefused(`no_common_codec`) if there is none."""
    allowed = policy.names(line.kind)
    usable = [codec for codec in line.codecs if _is_usable(codec)]
    found = tuple(
        first
        for name in allowed
        if (first := next((codec for codec in usable if codec.name.lower() == name), None)) is not None
    )
    found = tuple(codec for codec in found if codec.name.lower() != "red" or _repeats_opus(codec, found))
    if not found:
        raise OfferRefused("no_common_codec", f"section {line.mid} must offer one of: {', '.join(allowed)}")
    return found


def _repeats_opus(red: Codec, found: Collection[Codec]) -> bool:
    """RFC 2198 5: its fmtp names the payload types of its blocks."""
    opus = {str(codec.payload_type) for codec in found if codec.name.lower() == "opus"}
    return bool(opus) and set(red.format.split("/")) == opus


def _is_usable(codec: Codec) -> bool:
    """H.264 in single NAL units (packetization-mode 0) cannot carry what encoders send; Opus has but one form."""
    match codec.name.lower():
        case "h264":
            return "packetization-mode=1" in codec.format
        case "opus" | "red":
            return (codec.clock_hz, codec.channels) == (48000, 2)  # RFC 7587 7; what red repeats is opus
        case _:
            return codec.clock_hz == 90000  # noqa: PLR2004 - video's RTP clock
