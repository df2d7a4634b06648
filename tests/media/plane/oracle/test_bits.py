import pytest

from tests.media.layered_packets import BitWriter
from tests.media.plane.oracle.bits import Bits, Exhausted


def test_numbers_of_any_width_are_taken_in_order() -> None:
    bits = Bits(b"\xa5\x0f")
    assert [bits.take(1), bits.take(3), bits.take(8), bits.take(4)] == [1, 2, 0x50, 15]
    assert bits.at == 16
    with pytest.raises(Exhausted):
        bits.take(1)


@pytest.mark.parametrize("limit", [1, 2, 5, 9, 32])
def test_numbers_below_a_limit_are_read_as_they_are_written(limit: int) -> None:
    writer = BitWriter()
    for value in range(limit):
        writer.put_below(value, limit)
    bits = Bits(writer.whole())
    assert [bits.below(limit) for _ in range(limit)] == list(range(limit))


def test_golomb_numbers_are_read_with_and_without_sign() -> None:
    bits = Bits(bytes((0b1_010_011_0, 0b0100_0010, 0b1_1_000000)))
    assert [bits.golomb(), bits.golomb(), bits.signed_golomb(), bits.golomb(), bits.signed_golomb()] == [
        0,
        1,
        -1,
        3,
        -2,
    ]


def test_a_golomb_number_that_nothing_sane_has_is_refused() -> None:
    with pytest.raises(Exhausted):
        Bits(bytes(9)).golomb()
