"""RTCP compound packets: read into values, and built (RFC 3550, 4585, 5104, 5506, REMB draft).

`read` is for hostile bytes: it raises MalformedRtcp and nothing else, in bounded time. Unknown packet types, also
within the feedback types, are skipped. transport-cc feedback (RTPFB 15) has its own file, twcc.py; here it is bytes.
Longer than our files should be, because a format's reader and builder are one idea.
"""

from collections.abc import Sequence
from struct import Struct, error, pack, unpack_from
from typing import TypeAlias

from attrs import frozen

SR, RR, SDES, BYE, RTPFB, PSFB = 200, 201, 202, 203, 205, 206
NACK, TRANSPORT_CC = 1, 15  # formats of RTPFB
PLI, FIR, APPLICATION = 1, 4, 15  # formats of PSFB
MAX_PACKETS = 64  # in one compound; more is hostile
MAX_NACKED = 1000  # sequence numbers taken from one NACK
MOST_EXPONENT = 44  # of a REMB: nothing that is sent comes near
MAX_REPORTS = 31  # RFC 3550: RC has 5 bits
SDES_CNAME = 1
IDLE_REPORT = b"\x80\xc9\x00\x01"
IDLE_REPORT_BYTES = 8 + 4 + 16  # SRTCP index and the longest authentication tag

_BLOCK = Struct("!IB3sIIII")
_SENDER_INFO = Struct("!QIII")


class MalformedRtcp(ValueError):
    """The bytes are no RTCP compound, or a length in them lies."""


@frozen
class ReportBlock:
    """What a receiver says about one SSRC. `lost_fraction` of 256, `lost` signed, `last_sr` and `delay` in s/65536."""

    ssrc: int
    lost_fraction: int
    lost: int
    highest_sequence: int  # with cycles in the upper 16 bits
    jitter: int  # RTP timestamp units
    last_sr: int
    delay: int


@frozen
class SenderReport:
    ssrc: int
    ntp: int  # 32.32 seconds since 1900
    rtp_timestamp: int
    packets: int
    bytes: int
    blocks: tuple[ReportBlock, ...] = ()


@frozen
class ReceiverReport:
    ssrc: int
    blocks: tuple[ReportBlock, ...] = ()


@frozen
class SourceNames:
    """An SDES packet's CNAMEs by SSRC; other items are skipped."""

    cnames: dict[int, str]


@frozen
class Bye:
    ssrcs: tuple[int, ...]


@frozen
class Nack:
    """At most MAX_NACKED sequence numbers."""

    media_ssrc: int
    sequences: tuple[int, ...]


@frozen
class PictureLoss:
    """PLI, and FIR which asks for the same thing."""

    media_ssrc: int


@frozen
class Remb:
    bps: int
    ssrcs: tuple[int, ...]


@frozen
class TransportFeedback:
    """transport-cc, unread: twcc.read takes `body`, the bytes after the media SSRC."""

    body: bytes


Item: TypeAlias = SenderReport | ReceiverReport | SourceNames | Bye | Nack | PictureLoss | Remb | TransportFeedback


def is_idle_report(datagram: bytes) -> bool:
    """An SRTCP datagram that is one empty receiver report: its head is in clear, and nothing is worth decrypting."""
    return datagram.startswith(IDLE_REPORT) and len(datagram) <= IDLE_REPORT_BYTES


def read(compound: bytes) -> list[Item]:
    """Raises MalformedRtcp."""
    items: list[Item] = []
    at = packets = 0
    while at < len(compound):
        packets += 1
        if at + 4 > len(compound) or compound[at] >> 6 != 2 or packets > MAX_PACKETS:
            raise MalformedRtcp("not an RTCP header, or too many")
        first, kind, words = unpack_from("!BBH", compound, at)
        end = at + 4 + words * 4
        if end > len(compound):
            raise MalformedRtcp("packet beyond the end")
        body_end = end - compound[end - 1] if first & 0x20 else end
        if body_end < at + 4 or (first & 0x20 and not compound[end - 1]):
            raise MalformedRtcp("padding beyond the end")
        _read_body(items, kind, first & 0x1F, compound[at + 4 : body_end])
        at = end
    return items


def _read_body(items: list[Item], kind: int, count: int, body: bytes) -> None:
    reader = READERS.get(kind)
    if reader is None:
        return
    try:
        items.extend(reader(count, body))
    except (error, IndexError) as cause:  # struct's error: shorter than its own count says
        raise MalformedRtcp("packet shorter than its fields") from cause


def _read_blocks(count: int, body: bytes, at: int) -> tuple[ReportBlock, ...]:
    blocks = []
    for start in range(at, at + count * _BLOCK.size, _BLOCK.size):
        ssrc, fraction, lost, highest, jitter, last_sr, delay = _BLOCK.unpack_from(body, start)
        blocks.append(
            ReportBlock(ssrc, fraction, int.from_bytes(lost, "big", signed=True), highest, jitter, last_sr, delay)
        )
    return tuple(blocks)


def _read_sender_report(count: int, body: bytes) -> list[Item]:
    ssrc, ntp, timestamp, packets, octets = unpack_from("!IQIII", body)
    return [SenderReport(ssrc, ntp, timestamp, packets, octets, _read_blocks(count, body, 24))]


def _read_receiver_report(count: int, body: bytes) -> list[Item]:
    return [ReceiverReport(unpack_from("!I", body)[0], _read_blocks(count, body, 4))]


def _read_names(count: int, body: bytes) -> list[Item]:
    cnames, at = {}, 0
    for _ in range(count):
        ssrc, at = unpack_from("!I", body, at)[0], at + 4
        while body[at]:
            value = body[at + 2 : at + 2 + body[at + 1]]
            if body[at] == SDES_CNAME:
                cnames[ssrc] = value.decode("utf-8", "replace")
            at += 2 + body[at + 1]
        at += 4 - at % 4  # the null item, up to the next word
    return [SourceNames(cnames)]


def _read_bye(count: int, body: bytes) -> list[Item]:
    return [Bye(unpack_from(f"!{count}I", body))]


def _read_transport_feedback(fmt: int, body: bytes) -> list[Item]:
    _, media_ssrc = unpack_from("!II", body)
    if fmt == NACK:
        return [Nack(media_ssrc, _nacked(body[8:]))]
    return [TransportFeedback(body[8:])] if fmt == TRANSPORT_CC else []


def _nacked(pairs: bytes) -> tuple[int, ...]:
    sequences: list[int] = []
    for at in range(0, len(pairs) - 3, 4):
        first, mask = unpack_from("!HH", pairs, at)
        sequences.append(first)
        sequences.extend((first + bit + 1) & 0xFFFF for bit in range(16) if mask >> bit & 1)
        if len(sequences) >= MAX_NACKED:
            break
    return tuple(sequences[:MAX_NACKED])


def _read_payload_feedback(fmt: int, body: bytes) -> list[Item]:
    _, media_ssrc = unpack_from("!II", body)
    if fmt == PLI:
        return [PictureLoss(media_ssrc)]
    if fmt == FIR:  # RFC 5104 4.3.1: the SSRCs stand in the entries
        return [PictureLoss(unpack_from("!I", body, at)[0]) for at in range(8, len(body) - 7, 8)]
    return [_read_remb(body)] if fmt == APPLICATION and body[8:12] == b"REMB" else []


def _read_remb(body: bytes) -> Remb:
    count, top, low = unpack_from("!BBH", body, 12)
    return Remb(((top & 0x03) << 16 | low) << min(top >> 2, MOST_EXPONENT), unpack_from(f"!{count}I", body, 16))


READERS = {
    SR: _read_sender_report,
    RR: _read_receiver_report,
    SDES: _read_names,
    BYE: _read_bye,
    RTPFB: _read_transport_feedback,
    PSFB: _read_payload_feedback,
}


def _packet(count: int, kind: int, body: bytes) -> bytes:
    return pack("!BBH", 0x80 | count, kind, len(body) // 4) + body


def _pack_block(block: ReportBlock) -> bytes:
    lost = max(-0x800000, min(block.lost, 0x7FFFFF)).to_bytes(3, "big", signed=True)
    return _BLOCK.pack(
        block.ssrc, block.lost_fraction, lost, block.highest_sequence, block.jitter, block.last_sr, block.delay
    )


def sender_report(report: SenderReport) -> bytes:
    """Counters are taken modulo 2**32."""
    info = _SENDER_INFO.pack(
        report.ntp, report.rtp_timestamp & 0xFFFFFFFF, report.packets & 0xFFFFFFFF, report.bytes & 0xFFFFFFFF
    )
    body = report.ssrc.to_bytes(4, "big") + info + b"".join(map(_pack_block, report.blocks))
    return _packet(len(report.blocks), SR, body)


def receiver_report(ssrc: int, blocks: Sequence[ReportBlock] = ()) -> bytes:
    """At most MAX_REPORTS blocks."""
    return _packet(len(blocks), RR, ssrc.to_bytes(4, "big") + b"".join(map(_pack_block, blocks)))


def source_names(cname: str, ssrcs: Sequence[int]) -> bytes:
    """One CNAME for up to 31 SSRCs: they share a clock, so a receiver may play them in sync."""
    item = bytes((SDES_CNAME, len(cname))) + cname.encode("ascii")
    item += bytes(4 - len(item) % 4)
    return _packet(len(ssrcs), SDES, b"".join(ssrc.to_bytes(4, "big") + item for ssrc in ssrcs))


def picture_loss(ssrc: int, media_ssrc: int) -> bytes:
    return _packet(PLI, PSFB, pack("!II", ssrc, media_ssrc))


def nack(ssrc: int, media_ssrc: int, sequences: Sequence[int]) -> bytes:
    """Sequence numbers in sending order; neighbours share an entry."""
    entries: list[list[int]] = []
    for sequence in sequences:
        distance = sequence - entries[-1][0] & 0xFFFF if entries else 0
        if 1 <= distance <= 16:
            entries[-1][1] |= 1 << (distance - 1)
        else:
            entries.append([sequence, 0])
    return _packet(NACK, RTPFB, pack("!II", ssrc, media_ssrc) + b"".join(pack("!HH", *entry) for entry in entries))


def remb(ssrc: int, bps: int, ssrcs: Sequence[int]) -> bytes:
    """The most bits a second we want of `ssrcs` together."""
    exponent = max(0, bps.bit_length() - 18)
    mantissa = bps >> exponent
    head = b"REMB" + pack("!BBH", len(ssrcs), exponent << 2 | mantissa >> 16, mantissa & 0xFFFF)
    return _packet(APPLICATION, PSFB, pack("!II", ssrc, 0) + head + pack(f"!{len(ssrcs)}I", *ssrcs))


def transport_feedback(ssrc: int, media_ssrc: int, body: bytes) -> bytes:
    """`body` as twcc.write gives it, a whole number of words."""
    return _packet(TRANSPORT_CC, RTPFB, pack("!II", ssrc, media_ssrc) + body)
