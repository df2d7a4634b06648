import pytest

from web.limits import ADDRESSES, Bucket, RateLimit, neighbourhood


def test_a_burst_passes_and_then_the_rate_holds() -> None:
    bucket = Bucket(rate=1, burst=3)
    assert [bucket.take(0) for _ in range(4)] == [True, True, True, False]
    assert not bucket.take(0.9)
    assert bucket.take(1.0)


def test_rest_never_saves_up_more_than_the_burst() -> None:
    bucket = Bucket(rate=1, burst=2)
    assert [bucket.take(1000) for _ in range(3)] == [True, True, False]


def test_a_clock_that_steps_back_grants_nothing() -> None:
    bucket = Bucket(rate=1, burst=1)
    assert bucket.take(100)
    assert not bucket.take(50)
    assert not bucket.take(100.5)


def test_each_address_has_its_own_limit() -> None:
    limit = RateLimit(per_minute=2)
    assert [limit.take("192.0.2.1", 0) for _ in range(3)] == [0, 0, 30]
    assert limit.take("192.0.2.2", 0) == 0


def test_the_wait_it_names_is_long_enough() -> None:
    limit = RateLimit(per_minute=7, burst=1)
    assert limit.take("192.0.2.1", 0) == 0
    wait_s = limit.take("192.0.2.1", 0)
    assert limit.take("192.0.2.1", wait_s) == 0


def test_asking_for_the_wait_uses_no_try() -> None:
    limit = RateLimit(per_minute=1)
    assert limit.wait_s("192.0.2.1", 0) == 0
    assert limit.take("192.0.2.1", 0) == 0
    assert limit.wait_s("192.0.2.1", 0) == 60


def test_addresses_without_end_take_bounded_memory() -> None:
    limit = RateLimit(per_minute=1)
    for n in range(ADDRESSES + 10):
        limit.take(f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}", 0)
    assert len(limit._buckets) == ADDRESSES


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("nonsense", "nonsense", True),
    ],
)
def test_neighbours_are_those_one_customer_can_be(one: str, other: str, same: bool) -> None:
    assert (neighbourhood(one) == neighbourhood(other)) is same
