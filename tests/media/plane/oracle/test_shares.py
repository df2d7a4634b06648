from hypothesis import given
from hypothesis import strategies as st

from tests.media.plane.oracle.shares import LayerShares


def test_a_stream_of_one_layer_has_no_shares() -> None:
    shares = LayerShares()
    shares.came(0, 1000)
    assert shares.rates(500_000) == ()


def test_each_layer_counts_those_below_it() -> None:
    shares = LayerShares()
    for temporal, size in ((0, 500), (2, 100), (1, 250), (2, 150)):
        shares.came(temporal, size)
    assert shares.rates(1000) == (500, 750, 1000)


def test_shares_are_smoothed_and_stay_while_nothing_comes() -> None:
    shares = LayerShares()
    shares.came(0, 600)
    shares.came(1, 400)
    shares.rates(1000)
    shares.came(0, 1000)
    shares.came(1, 1000)
    assert shares.rates(1000) == (550, 1000)
    assert shares.rates(2000) == (1100, 2000)


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 1500)), max_size=50), st.integers(0, 10**7))
def test_rates_grow_with_the_layers_and_end_at_the_whole(packets: list[tuple[int, int]], bps: int) -> None:
    shares = LayerShares()
    for temporal, size in packets:
        shares.came(temporal, size)
    rates = shares.rates(bps)
    assert list(rates) == sorted(rates)
    assert not rates or rates[-1] == bps
