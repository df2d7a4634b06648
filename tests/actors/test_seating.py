"""Who sits where."""

from hypothesis import given
from hypothesis import strategies as st

from actors.seating import Planner, Wish, by_merit, plan

EMPTY = (None, None, None)
people = st.lists(st.sampled_from("abcdefgh"), unique=True)
wishes = st.builds(
    Wish,
    me=st.none() | st.sampled_from("abcdefgh"),
    pinned=st.none() | st.sampled_from("abcdefgh"),
    shown=st.frozensets(st.sampled_from("abcdefgh")),
)


def test_nobody_sees_themselves() -> None:
    assert plan(EMPTY, ["a", "b", "c"], Wish(me="b")) == ("a", "c", None)


def test_nobody_moves_without_need() -> None:
    assert plan(("b", None, "a"), ["a", "b", "c"], Wish()) == ("b", "c", "a")
    assert plan(("b", "c", "a"), ["a", "c"], Wish()) == (None, "c", "a")


def test_the_active_speaker_takes_the_seat_of_whoever_was_silent_for_longest() -> None:
    merit = by_merit(["a", "b", "c", "d"], {"a": 1, "b": 2, "d": 3}, frozenset())
    assert merit == ["d", "b", "a", "c"]
    assert plan(("a", "b", "c"), merit, Wish()) == ("a", "b", "d")


def test_whom_the_page_pins_or_shows_goes_before_whoever_speaks() -> None:
    merit = ["d", "c", "b", "a"]
    assert plan(EMPTY, merit, Wish(pinned="a")) == ("a", "d", "c")
    assert plan(EMPTY, merit, Wish(shown=frozenset("ab"))) == ("b", "a", "d")
    assert plan((None,), merit, Wish(pinned="a", shown=frozenset("b"))) == ("a",)


def test_one_seat_is_for_who_spoke_last_or_has_been_on_stage_for_longest() -> None:
    stage = ["a", "b", "c"]
    assert plan((None,), by_merit(stage, {}, frozenset()), Wish()) == ("a",)
    assert plan(("a",), by_merit(stage, {"b": 1}, frozenset()), Wish()) == ("b",)
    assert plan(("b",), by_merit(stage, {"b": 1}, frozenset()), Wish(me="b")) == ("a",)


def test_whoever_sends_nothing_is_seated_last() -> None:
    assert by_merit(["a", "b", "c"], {"a": 9}, frozenset("a")) == ["b", "c", "a"]


@given(people, people, wishes, st.integers(0, 5))
def test_a_plan_seats_as_many_as_it_can_each_once_and_is_stable(
    before: list[str], stage: list[str], wish: Wish, count: int
) -> None:
    seats = (*before, None, None, None, None, None)[:count]
    planned = plan(seats, stage, wish)
    seated = [person for person in planned if person is not None]
    others = [person for person in stage if person != wish.me]
    assert len(planned) == count
    assert len(seated) == len(set(seated)) == min(count, len(others))
    assert set(seated) <= set(others)
    assert all(now == was for was, now in zip(seats, planned, strict=True) if was in seated)
    assert plan(planned, stage, wish) == planned


@given(people, wishes)
def test_those_who_are_alike_share_one_plan(stage: list[str], wish: Wish) -> None:
    planner = Planner(stage)
    first = planner.plan(EMPTY, wish)
    assert first == plan(EMPTY, stage, wish)
    assert planner.plan(EMPTY, wish) is first


def test_ten_thousand_plain_viewers_cost_one_plan() -> None:
    planner = Planner([str(n) for n in range(25)])
    seats = (None,) * 25
    plans = {id(planner.plan(seats, Wish(f"viewer {n}"))) for n in range(10_000)}
    assert len(plans) == 1
