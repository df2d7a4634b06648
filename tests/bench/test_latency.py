"""What the bench of mouth and ear makes of two lists of times."""

from bench.latency import delays_ms, part


def test_a_sound_belongs_to_the_last_one_made_before_it() -> None:
    assert delays_ms([1000, 2000, 3000], [1120, 2100, 3130], 0) == [100, 120, 130]


def test_what_was_heard_too_late_or_before_the_bench_began_counts_for_nothing() -> None:
    assert delays_ms([1000, 2000], [900, 1100, 2050, 2900], 1500) == [50]


def test_quantiles_stay_within_what_was_measured() -> None:
    assert (part([1, 2, 3, 4], 0.5), part([1, 2, 3, 4], 1.0)) == (3, 4)
