"""What goes on the tape of a recorded track's packet; never full here. Its reader is media/recording/tape.py."""

from struct import Struct

from media.plane.face import KNOWN_CODECS
from tests.media.plane.oracle.upstream import Packet, UpStream

HEAD = Struct("=IIIIqqqBBBB")
MARKER, KEY, FILLER, REPORTED = 1, 2, 4, 8
NO_LEVEL, NO_CODEC = 255, 0
LONGEST_WAY_S = 10.0  # from a capture to its packet's arrival: more is a clock that lies, and would be hours of film
SHORT_DESCRIPTOR = 0x37  # of VP8's first byte: what is told without any counter


def record(stream: UpStream, packet: Packet, level: int | None, wall_at_zero_s: float, now_s: float) -> bytes:
    payload = b"" if packet.is_filler else packet.body
    if packet.descriptor is not None:
        payload = bytes((packet.descriptor.first & SHORT_DESCRIPTOR,)) + payload
    clock = stream.clock
    captured_s = packet.timestamp / clock.clock_hz - (clock.lead_s or 0.0)
    wall_s = max(captured_s, now_s - LONGEST_WAY_S) + wall_at_zero_s
    is_reported = clock.reported.value is not None and clock.remote.value is not None
    flags = MARKER * bool(packet.marker) | KEY * (packet.key_height is not None)
    flags |= FILLER * packet.is_filler | REPORTED * is_reported
    return (
        HEAD.pack(
            *(len(payload), stream.track.recording, stream.track.spec.id, stream.ssrc),
            *(packet.index, packet.timestamp, round(wall_s * 1e6)),
            *(stream.layer, KNOWN_CODECS.get(packet.codec, NO_CODEC), flags, NO_LEVEL if level is None else level),
        )
        + payload
    )
