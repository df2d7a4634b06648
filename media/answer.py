"""Writes the answer to an offer (RFC 8829): decides nothing, only puts an agreement and our transport into lines.

Payload types, header extension ids and fmtp are the offer's own. Viewers' SSRCs are not declared: Chromium would send
an empty report each second for every declared video seat, used or not.
"""

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from media.fingerprint import Fingerprint
from media.ice import IceCredentials
from media.negotiation import AgreedLine, Agreement
from media.offer import Offer
from media.offer_line import Codec, OfferedLine, OtherLine

_HIGHEST_PRIORITY: Final = 126 << 24 | 255  # RFC 8445 5.1.2: type preference of a host candidate, component 1
_HIGHEST_LOCAL_PREFERENCE: Final = 65535


@frozen
class AnswerTransport:
    """Where and how we are reached. `addresses` are IP addresses for candidates, the best first; one port for all."""

    credentials: IceCredentials
    fingerprint: Fingerprint
    addresses: tuple[str, ...]
    port: int


def write_answer(offer: Offer, agreement: Agreement, transport: AnswerTransport, session_id: int) -> str:
    """`session_id`: any number below 2^63, a fresh one for each answer."""
    agreed = [mid for line in offer.lines if (mid := line.mid) in agreement]
    lines = [
        "v=0",
        f"o=- {session_id} 2 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=ice-lite",
        f"a=group:BUNDLE {' '.join(agreed)}",
        *(["a=extmap-allow-mixed"] if offer.allows_mixed_extensions else []),
        "a=msid-semantic: WMS *",
    ]
    common = _common(offer, transport)
    candidates = _candidates(transport)
    for line in offer.lines:
        if line.mid in agreement:
            lines += _accepted(agreement[line.mid], transport, common, candidates if line.mid == agreed[0] else [])
        else:
            lines += _rejected(line)
    return "\r\n".join(lines) + "\r\n"


def _common(offer: Offer, transport: AnswerTransport) -> list[str]:
    """What is the same in each section that we take."""
    return [
        f"a=ice-ufrag:{transport.credentials.ufrag}",
        f"a=ice-pwd:{transport.credentials.password}",
        f"a=fingerprint:{transport.fingerprint}",
        f"a=setup:{'active' if offer.setup == 'passive' else 'passive'}",
        "a=rtcp-mux",
    ]


def _candidates(transport: AnswerTransport) -> list[str]:
    lines = []
    for index, address in enumerate(transport.addresses):
        priority = _HIGHEST_PRIORITY | (_HIGHEST_LOCAL_PREFERENCE - index) << 8
        lines.append(f"a=candidate:{index + 1} 1 udp {priority} {address} {transport.port} typ host")
    return [*lines, "a=end-of-candidates"]


def _accepted(line: AgreedLine, transport: AnswerTransport, common: list[str], candidates: list[str]) -> list[str]:
    offered = line.offered
    numbers = [*(codec.payload_type for codec in line.codecs), line.rtx_payload_type]
    payload_types = " ".join(str(number) for number in numbers if number is not None)
    return [
        f"m={offered.kind} {transport.port} {offered.protocol} {payload_types}",
        _connection(transport.addresses[0]),
        *candidates,
        *common,
        f"a=mid:{offered.mid}",
        f"a={line.direction}",
        *(["a=rtcp-rsize"] if offered.has_reduced_size else []),
        *_extension_lines(line),
        *_codec_lines(line),
        *_layer_lines(line),
        *([f"a=msid:{line.stream} {line.stream}-{offered.kind}"] if line.stream is not None else []),
    ]


def _connection(address: str) -> str:
    return f"c=IN IP{6 if ':' in address else 4} {address}"


def _extension_lines(line: AgreedLine) -> list[str]:
    """A direction that the offer gave is turned round (RFC 8285 7)."""
    turned = {"sendonly": "/recvonly", "recvonly": "/sendonly"}
    offered = line.offered.extensions
    return [
        f"a=extmap:{number}{turned.get(offered[uri].direction, '')} {uri}" for uri, number in line.extensions.items()
    ]


def _codec_lines(line: AgreedLine) -> list[str]:
    lines = [each for codec in line.codecs for each in _one_codec(codec, line.feedback)]
    if line.rtx_payload_type is not None:
        lines.append(f"a=rtpmap:{line.rtx_payload_type} rtx/{line.codec.clock_hz}")
        lines.append(f"a=fmtp:{line.rtx_payload_type} apt={line.codec.payload_type}")
    return lines


def _one_codec(codec: Codec, feedback: Sequence[str]) -> list[str]:
    number, channels = codec.payload_type, f"/{codec.channels}" if codec.channels > 1 else ""
    is_repeated = (
        codec.format and codec.name.lower() != "vp8"
    )  # VP8's are limits of a receiver (RFC 7741 6.1), not ours
    return [
        f"a=rtpmap:{number} {codec.name}/{codec.clock_hz}{channels}",
        *(f"a=rtcp-fb:{number} {kind}" for kind in feedback if kind in codec.feedback),
        *([f"a=fmtp:{number} {codec.format}"] if is_repeated else []),
    ]


def _layer_lines(line: AgreedLine) -> list[str]:
    if not line.layers:
        return []
    return [*(f"a=rid:{rid} recv" for rid in line.layers), f"a=simulcast:recv {';'.join(line.layers)}"]


def _rejected(line: OfferedLine | OtherLine) -> list[str]:
    return [
        f"m={line.kind} 0 {line.protocol} {line.first_format}",
        "c=IN IP4 0.0.0.0",
        "a=inactive",
        f"a=mid:{line.mid}",
    ]
