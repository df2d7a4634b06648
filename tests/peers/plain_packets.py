"""Made-up media of the plain peer: RTP with Opus-like and VP8-like payloads that no decoder needs to like.

Each payload carries a mark and a running number, so that the receiver knows what was sent and what others made up.
"""

from dataclasses import dataclass
from struct import pack

from tests.media.plane.oracle.rtp import HEAD, one_byte_extension
from tests.peers.plain_sdp import AUDIO_PT, LEVEL_ID, MID_ID, VIDEO_PT

MARK = b"townhall"
AUDIO_EVERY_S, VIDEO_EVERY_S = 0.020, 1 / 30
WIDTH, HEIGHT = 640, 360
LOUD = bytes([0x80 | 20])  # voice activity, -20 dBov
KEY_FRAME_HEAD = b"\x10\x02\x00\x9d\x01\x2a" + pack("<HH", WIDTH, HEIGHT)  # RFC 6386 9.1
INTER_FRAME_HEAD = b"\x31\x02\x00"
FILLING = bytes(600)


@dataclass
class Stream:
    """One SSRC: each packet gets the next sequence number."""

    ssrc: int
    payload_type: int
    mid: bytes
    sequence: int = 0
    made: int = 0

    def packet(self, payload: bytes, timestamp: int, *, marker: bool, elements: list[tuple[int, bytes]]) -> bytes:
        self.sequence = self.sequence + 1 & 0xFFFF
        second = self.payload_type | (0x80 if marker else 0)
        head = HEAD.pack(0x90, second, self.sequence, timestamp & 0xFFFFFFFF, self.ssrc)
        return head + one_byte_extension([(MID_ID, self.mid), *elements]) + payload

    def numbered(self) -> bytes:
        self.made += 1
        return MARK + pack("!I", self.made)


class Microphone(Stream):
    def __init__(self, ssrc: int) -> None:
        super().__init__(ssrc, AUDIO_PT, b"0")

    def next(self, now_s: float) -> bytes:
        payload = b"\x78" + self.numbered() + FILLING[:60]  # a code 0 Opus packet of 20 ms
        return self.packet(payload, int(now_s * 48000), marker=False, elements=[(LEVEL_ID, LOUD)])


class Camera(Stream):
    """Frames of one packet; `wants_key` is set by whoever hears a picture-loss indication."""

    wants_key = True

    def __init__(self, ssrc: int) -> None:
        super().__init__(ssrc, VIDEO_PT, b"1")

    def next(self, now_s: float) -> bytes:
        picture_id = 0x8000 | self.made & 0x7FFF
        descriptor = b"\x90\x80" + pack("!H", picture_id)  # X and S; I with 15 bits (RFC 7741 4.2)
        head, self.wants_key = (KEY_FRAME_HEAD if self.wants_key else INTER_FRAME_HEAD), False
        return self.packet(descriptor + head + self.numbered() + FILLING, int(now_s * 90000), marker=True, elements=[])


def marked_number(payload: bytes) -> int | None:
    """The number behind the mark; None for a payload that no stream of ours made."""
    at = payload.find(MARK)
    return None if at < 0 else int.from_bytes(payload[at + len(MARK) : at + len(MARK) + 4], "big")
