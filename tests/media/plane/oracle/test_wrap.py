from hypothesis import given
from hypothesis import strategies as st

from tests.media.plane.oracle.wrap import unwrap


@given(st.integers(-(10**9), 10**9), st.integers(-32767, 32767))
def test_a_counter_that_wrapped_is_found_again_near_where_it_was(near: int, step: int) -> None:
    assert unwrap((near + step) & 0xFFFF, near, 16) == near + step


def test_half_a_turn_away_counts_as_behind() -> None:
    assert unwrap(0x8000, 0, 16) == -0x8000


def test_a_picture_id_of_seven_bits_wraps_at_128() -> None:
    assert unwrap(1, 126, 7) == 129
