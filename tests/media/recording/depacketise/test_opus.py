"""Opus packets and redundant audio."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.recording.depacketise import opus
from tests.media.recording import bitstreams


def test_an_encoders_packets_are_twenty_milliseconds_long() -> None:
    assert {opus.duration_ticks(each) for each in bitstreams.sounds(20)} == {960}


@pytest.mark.parametrize(
    ("packet", "ticks"),
    [
        (b"", 0),
        (b"\x03", 0),
        (b"\x03\x00", 0),
        (b"\x1b\x03", 0),
        (b"\x18", 2880),
        (b"\xf9ab", 1920),
        (b"\xf9abc", 0),
        (b"\xf8" + bytes(1276), 0),
        (b"\xfa\x09ab", 0),
        (b"\xfa\x01abc", 1920),
        (b"\xfb\x42\x02abpp", 1920),
        (b"\xfb\x42\xff", 0),
        (b"\xfb\x06abcdef", 5760),
    ],
)
def test_a_packet_tells_its_duration(packet: bytes, ticks: int) -> None:
    assert opus.duration_ticks(packet) == ticks


def test_blocks_come_oldest_first() -> None:
    payload = (
        b"\xef" + (1920 << 10 | 2).to_bytes(3, "big") + b"\xef" + (960 << 10 | 1).to_bytes(3, "big") + b"\x6faabccc"
    )
    assert opus.blocks(payload) == [opus.Block(1920, b"aa"), opus.Block(960, b"b"), opus.Block(0, b"ccc")]


@given(st.binary(max_size=80))
def test_whatever_comes_no_block_is_longer_than_what_came(payload: bytes) -> None:
    assert sum(len(each.data) for each in opus.blocks(payload)) <= len(payload)
