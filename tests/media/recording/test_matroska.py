"""Files that FFmpeg reads: the packets that were put in, at their times."""

import io

import av

from media.recording import matroska
from media.recording.depacketise import opus
from media.recording.matroska import Block


def test_packets_come_out_as_they_were_put_in_at_their_times() -> None:
    blocks = [Block(at * 3000, True, bytes((0xF8, at)) * (1 + 50 * at)) for at in range(12)]
    whole = b"".join(matroska.file("opus", opus.PRIVATE, (0, 0), blocks, 36_000.0))
    with av.open(io.BytesIO(whole), "r") as file:
        assert file.duration == 36_000_000
        packets = [packet for packet in file.demux() if packet.size]
        assert [(packet.pts, bytes(packet), packet.is_keyframe) for packet in packets] == [
            (each.at_ms, each.data, True) for each in blocks
        ]


def test_sizes_of_every_length_are_written_as_they_are() -> None:
    assert matroska.element(0xA3, bytes(126))[:2] == b"\xa3\xfe"
    assert matroska.element(0xA3, bytes(127))[:9] == b"\xa3\x01\x00\x00\x00\x00\x00\x00\x7f"
