"""A rate limit for one person."""

import pytest

from actors.bucket import Bucket


def test_a_burst_is_taken_at_once_and_then_one_waits_for_the_next() -> None:
    bucket = Bucket(rate_per_s=2, burst=3)
    assert [bucket.take(10.0) for _ in range(4)] == [0, 0, 0, 0.5]


def test_it_fills_up_with_time_and_never_above_the_burst() -> None:
    bucket = Bucket(rate_per_s=2, burst=3)
    for _ in range(3):
        bucket.take(0.0)
    assert bucket.take(0.4) == pytest.approx(0.1)
    assert bucket.take(0.5) == 0
    assert [bucket.take(1000.0) for _ in range(4)] == [0, 0, 0, 0.5]
