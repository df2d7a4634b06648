from hypothesis import given
from hypothesis import strategies as st

from media import layers
from media.layers import Option, Wish, allocate

CAMERA = (Option(0, 180, 130_000), Option(1, 360, 500_000), Option(2, 720, 1_800_000))
SCREEN = (Option(0, 1080, 1_500_000),)


def test_a_seat_gets_the_smallest_layer_that_fills_it() -> None:
    heights = (90, 180, 200, 360, 450, 460, 1080)
    chosen = [allocate([Wish(0, CAMERA, height)], 10_000_000)[0] for height in heights]
    assert chosen == [0, 0, 0, 1, 1, 2, 2]


def test_a_budget_that_is_short_gives_the_layer_below() -> None:
    assert [allocate([Wish(0, CAMERA, 720)], budget)[0] for budget in (1_900_000, 1_700_000, 400_000, 100_000)] == [
        2,
        1,
        0,
        None,
    ]


def test_the_large_picture_becomes_watchable_before_the_small_ones_show() -> None:
    wishes = [Wish(0, CAMERA, 180), Wish(1, CAMERA, 180), Wish(2, CAMERA, 720)]
    assert allocate(wishes, 500_000) == {2: 1, 0: None, 1: None}
    assert allocate(wishes, 760_000) == {2: 1, 0: 0, 1: 0}
    assert allocate(wishes, 2_060_000) == {2: 2, 0: 0, 1: 0}


def test_a_screen_comes_before_every_face() -> None:
    wishes = [Wish(0, CAMERA, 1080), Wish(1, SCREEN, 300, is_screen=True)]
    assert allocate(wishes, 1_600_000) == {1: 0, 0: None}
    assert allocate(wishes, 2_000_000) == {1: 0, 0: 1}


def test_small_pictures_share_what_the_large_one_leaves_in_order_of_size() -> None:
    wishes = [Wish(0, CAMERA, 300), Wish(1, CAMERA, 360), Wish(2, CAMERA, 720)]
    assert allocate(wishes, 1_800_000 + 500_000 + 130_000) == {2: 2, 1: 1, 0: 0}


def test_a_wish_without_a_flowing_layer_is_paused() -> None:
    assert allocate([Wish(0, (), 360), Wish(1, CAMERA, 180)], 1_000_000) == {0: None, 1: 0}


def test_a_layer_that_flows_is_kept_while_its_rate_wavers() -> None:
    budget = 1_700_000
    assert allocate([Wish(0, CAMERA, 720, fed=1)], budget)[0] == 1
    assert allocate([Wish(0, CAMERA, 720, fed=2)], budget)[0] == 2


def test_a_layer_not_measured_yet_is_guessed_from_its_height() -> None:
    unmeasured = (Option(0, 180, 0), Option(1, 720, 0))
    assert allocate([Wish(0, unmeasured, 720)], 1_000_000)[0] == 0
    assert allocate([Wish(0, unmeasured, 720)], 3_000_000)[0] == 1


def test_layers_that_do_not_flow_leave_gaps_in_the_numbers() -> None:
    assert allocate([Wish(0, (CAMERA[0], CAMERA[2]), 360)], 10_000_000)[0] == 2


options = st.lists(st.tuples(st.integers(90, 1080), st.integers(0, 4_000_000)), max_size=3).map(
    lambda pairs: tuple(Option(at, height, bps) for at, (height, bps) in enumerate(sorted(pairs)))
)
some_wishes = st.lists(
    st.tuples(options, st.integers(1, 1200), st.booleans(), st.none() | st.integers(0, 2)), max_size=8
).map(lambda rows: [Wish(seat, *row) for seat, row in enumerate(rows)])


@given(some_wishes, st.integers(-100_000, 20_000_000))
def test_what_is_chosen_was_offered_and_fits_the_budget(wishes: list[Wish], budget: int) -> None:
    chosen = allocate(wishes, budget)
    assert set(chosen) == {wish.seat for wish in wishes}
    cost = 0.0
    for wish in wishes:
        layer = chosen[wish.seat]
        if layer is not None:
            at = [option.layer for option in wish.options].index(layer)
            fed_at = next((place for place, option in enumerate(wish.options) if option.layer == wish.fed), -1)
            cost += wish.options[at].cost_bps * (layers.KEEPS if at <= fed_at else 1)
    assert cost <= max(budget, 0) + 1
