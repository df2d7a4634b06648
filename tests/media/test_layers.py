from hypothesis import given
from hypothesis import strategies as st

from media import layers
from media.layers import Lack, Option, Wish, allocate, lacking, options_of
from tests.media.stage import layers_for

CAMERA = (Option(0, 180, 130_000), Option(1, 360, 500_000), Option(2, 720, 1_800_000))
SCREEN = (Option(0, 1080, 1_500_000),)


def test_a_seat_gets_the_smallest_layer_that_fills_it() -> None:
    heights = (90, 180, 200, 360, 450, 460, 1080)
    chosen = [layers_for([Wish(0, CAMERA, height)], 10_000_000)[0] for height in heights]
    assert chosen == [0, 0, 0, 1, 1, 2, 2]


def test_a_budget_that_is_short_gives_the_layer_below() -> None:
    assert [layers_for([Wish(0, CAMERA, 720)], budget)[0] for budget in (1_900_000, 1_700_000, 400_000, 100_000)] == [
        2,
        1,
        0,
        None,
    ]


def test_the_large_picture_becomes_watchable_before_the_small_ones_show() -> None:
    wishes = [Wish(0, CAMERA, 180), Wish(1, CAMERA, 180), Wish(2, CAMERA, 720)]
    assert layers_for(wishes, 500_000) == {2: 1, 0: None, 1: None}
    assert layers_for(wishes, 760_000) == {2: 1, 0: 0, 1: 0}
    assert layers_for(wishes, 2_060_000) == {2: 2, 0: 0, 1: 0}


def test_a_screen_comes_before_every_face() -> None:
    wishes = [Wish(0, CAMERA, 1080), Wish(1, SCREEN, 300, is_screen=True)]
    assert layers_for(wishes, 1_600_000) == {1: 0, 0: None}
    assert layers_for(wishes, 2_000_000) == {1: 0, 0: 1}


def test_among_pictures_of_one_size_who_speaks_comes_first() -> None:
    wishes = [Wish(0, CAMERA, 360), Wish(1, CAMERA, 360, is_speaker=True), Wish(2, CAMERA, 720)]
    assert layers_for(wishes, 1_800_000 + 500_000 + 130_000) == {2: 2, 1: 1, 0: 0}


def test_small_pictures_share_what_the_large_one_leaves_in_order_of_size() -> None:
    wishes = [Wish(0, CAMERA, 300), Wish(1, CAMERA, 360), Wish(2, CAMERA, 720)]
    assert layers_for(wishes, 1_800_000 + 500_000 + 130_000) == {2: 2, 1: 1, 0: 0}


def test_a_wish_without_a_flowing_layer_is_paused() -> None:
    assert layers_for([Wish(0, (), 360), Wish(1, CAMERA, 180)], 1_000_000) == {0: None, 1: 0}


def test_a_layer_that_flows_is_kept_while_its_rate_wavers() -> None:
    budget = 1_700_000
    assert layers_for([Wish(0, CAMERA, 720, fed=1)], budget)[0] == 1
    assert layers_for([Wish(0, CAMERA, 720, fed=2)], budget)[0] == 2


def test_a_layer_not_measured_yet_is_guessed_from_its_height() -> None:
    unmeasured = (Option(0, 180, 0), Option(1, 720, 0))
    assert layers_for([Wish(0, unmeasured, 720)], 1_000_000)[0] == 0
    assert layers_for([Wish(0, unmeasured, 720)], 3_000_000)[0] == 1


def test_layers_that_do_not_flow_leave_gaps_in_the_numbers() -> None:
    assert layers_for([Wish(0, (CAMERA[0], CAMERA[2]), 360)], 10_000_000)[0] == 2


def slowed(camera: tuple[Option, ...] = CAMERA) -> tuple[Option, ...]:
    """Each layer with 5, 10 and 20 frames a second at half, three quarters and all of its rate."""
    options: list[Option] = []
    for option in camera:
        rates = (option.bps // 2, option.bps * 3 // 4, option.bps)
        options += options_of(option, rates, every=not options)
    return tuple(options)


def test_fewer_frames_of_a_larger_picture_come_between_two_sizes() -> None:
    wish = [Wish(0, slowed(), 720)]
    given = [
        allocate(wish, budget)[0] for budget in (2_000_000, 1_500_000, 1_000_000, 400_000, 140_000, 70_000, 50_000)
    ]
    assert [each and (each.layer, each.temporal) for each in given] == [
        *((2, 7), (2, 1), (1, 7), (1, 1)),
        *((0, 7), (0, 0)),
        None,
    ]


def test_a_picture_of_a_quarter_of_its_frames_is_only_for_who_gets_no_other_and_for_screens() -> None:
    assert [each.temporal for each in options_of(Option(1, 360, 400), (200, 300, 400), every=False)] == [1, 7]
    assert [each.temporal for each in options_of(Option(1, 360, 400), (200, 300, 400), every=True)] == [0, 1, 7]
    assert [each.temporal for each in options_of(Option(1, 360, 400), (), every=True)] == [7]


def test_a_seat_that_is_small_is_not_given_fewer_frames_of_more() -> None:
    assert allocate([Wish(0, slowed(), 180)], 10_000_000)[0] == Option(0, 180, 130_000)


def test_a_frame_rate_that_flows_is_kept_while_its_rate_wavers() -> None:
    given = allocate([Wish(0, slowed(), 720, fed=2, fed_temporal=1)], 1_200_000)[0]
    assert given is not None
    assert (given.layer, given.temporal) == (2, 1)


options = st.lists(st.tuples(st.integers(90, 1080), st.integers(0, 4_000_000)), max_size=3).map(
    lambda pairs: tuple(Option(at, height, bps) for at, (height, bps) in enumerate(sorted(pairs)))
)
some_wishes = st.lists(
    st.tuples(options, st.integers(1, 1200), st.booleans(), st.booleans(), st.none() | st.integers(0, 2)), max_size=8
).map(lambda rows: [Wish(seat, *row) for seat, row in enumerate(rows)])


def test_what_is_lacking_is_the_least_that_gives_anybody_more_and_what_gives_everybody_all() -> None:
    assert lacking([Wish(0, CAMERA, 720)], 600_000) == Lack(1_200_000, 1_200_000)
    assert lacking([Wish(0, CAMERA, 720)], 100_000) == Lack(30_000, 1_700_000)
    assert lacking([Wish(0, CAMERA, 360)], 600_000) == Lack(0, 0)
    assert lacking([Wish(0, CAMERA, 720), Wish(1, SCREEN, 1080, is_screen=True)], 1_600_000) == Lack(30_000, 1_700_000)
    assert lacking([], 0) == Lack(0, 0)


@given(some_wishes, st.integers(-100_000, 20_000_000))
def test_what_is_chosen_was_offered_and_fits_the_budget(wishes: list[Wish], budget: int) -> None:
    given = allocate(wishes, budget)
    assert set(given) == {wish.seat for wish in wishes}
    cost = 0.0
    for wish in wishes:
        option = given[wish.seat]
        if option is not None:
            at = wish.options.index(option)
            fed_at = next((place for place, each in enumerate(wish.options) if each.layer == wish.fed), -1)
            cost += option.cost_bps * (layers.KEEPS if at <= fed_at else 1)
    assert cost <= max(budget, 0) + 1


@given(some_wishes, st.integers(-100_000, 20_000_000), st.floats(0, 0.99))
def test_with_less_than_what_is_lacking_nothing_changes(wishes: list[Wish], budget: int, share: float) -> None:
    lacks = lacking(wishes, budget)
    more_bps = share * lacks.next_bps if lacks.next_bps else 10**9
    assert allocate(wishes, budget + more_bps) == allocate(wishes, budget)
    assert lacks.all_bps >= lacks.next_bps


def test_nobody_goes_dark_for_a_guess_and_what_does_not_flow_yet_is_guessed() -> None:
    unmeasured = (Option(0, 720, 0),)
    assert allocate([Wish(0, unmeasured, 720)], 1_200_000) == {0: None}
    assert allocate([Wish(0, unmeasured, 720, fed=0)], 1_200_000) == {0: unmeasured[0]}
    assert allocate([Wish(0, (Option(0, 720, 1_900_000),), 720, fed=0)], 1_200_000) == {0: None}, "measured"
