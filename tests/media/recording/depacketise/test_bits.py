"""Bits of headers."""

import pytest

from media.recording.depacketise.bits import Bits, EndOfBits


def test_bits_come_highest_first() -> None:
    bits = Bits(b"\xa5\x0f")
    assert [bits.take(1), bits.take(3), bits.take(12)] == [1, 2, 0x50F]


def test_exponential_golomb_numbers_are_read() -> None:
    bits = Bits(bytes((0b1_010_011_0, 0b0100_1_010, 0b011_00100)))
    assert [bits.golomb() for _ in range(5)] == [0, 1, 2, 3, 0]
    assert [bits.signed_golomb() for _ in range(3)] == [1, -1, 2]


def test_beyond_the_end_there_is_nothing() -> None:
    with pytest.raises(EndOfBits):
        Bits(b"\xff").take(9)
    with pytest.raises(EndOfBits):
        Bits(bytes(30)).golomb()
