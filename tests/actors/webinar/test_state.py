"""The indexes of a webinar's state."""

from hypothesis import given
from hypothesis import strategies as st

from actors.webinar.state import GONE_SPARE, LISTED, Person, State, arrive, move, recast
from actors.words import STAGE, Place, Role, Source


def person(name: str, role: Role = Role.ATTENDEE, place: Place = Place.IN) -> Person:
    return Person(id=name, name=name, role=role, place=place)


moves = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(Place) | st.sampled_from(Role)), max_size=40)


@given(moves)
def test_the_indexes_always_say_what_the_people_say(steps: list[tuple[str, Place | Role]]) -> None:
    state = State("w", capacity=10, stage_capacity=3)
    for name in "abcd":
        arrive(state, person(name))
    for name, step in steps:
        (move if isinstance(step, Place) else recast)(state, state.people[name], step)  # type: ignore[arg-type]
    people = state.people.values()
    assert set(state.inside) == {p.id for p in people if p.place is Place.IN}
    assert set(state.waiting) == {p.id for p in people if p.place is Place.WAITING}
    assert set(state.banned) == {p.id for p in people if p.place is Place.BANNED}
    here = {Place.IN, Place.WAITING}
    assert set(state.stage) == {p.id for p in people if p.role is Role.HOST or (p.role in STAGE and p.place in here)}


def test_who_goes_keeps_role_and_mutes_but_nothing_that_is_on_or_open() -> None:
    state = State("w", capacity=10)
    ann = person("ann", Role.PRESENTER)
    arrive(state, ann)
    ann.on = ann.blocked = frozenset({Source.CAMERA})
    ann.offered, ann.connected = Role.CO_HOST, True
    move(state, ann, Place.LEFT)
    assert (ann.role, ann.on, ann.offered, ann.connected) == (Role.PRESENTER, frozenset(), None, False)
    assert ann.blocked == {Source.CAMERA}


def test_the_longest_gone_is_forgotten_when_a_newcomer_needs_the_room() -> None:
    state = State("w", capacity=5)
    arrive(state, person("host", Role.HOST))
    for n in range(5 + GONE_SPARE + 1):
        arrive(state, person(f"p{n}"))
        move(state, state.people[f"p{n}"], Place.LEFT)
    arrive(state, person("new"))
    assert "p0" not in state.people
    assert {"p1", "host", "new"} <= state.people.keys()


def test_the_banned_are_never_forgotten() -> None:
    state = State("w", capacity=0)
    arrive(state, person("villain"))
    move(state, state.people["villain"], Place.BANNED)
    for n in range(2 * GONE_SPARE):
        arrive(state, person(f"p{n}", place=Place.DENIED))
    assert state.people["villain"].place is Place.BANNED


def test_a_people_list_has_room_for_so_many_and_a_free_place_goes_to_the_next_arrival() -> None:
    state = State("w", capacity=10_000)
    for n in range(LISTED + 1):
        arrive(state, person(f"p{n}"))
    assert (len(state.roll), f"p{LISTED}" in state.roll) == (LISTED, False)
    move(state, state.people["p0"], Place.LEFT)
    arrive(state, person("new"))
    assert "new" in state.roll
    assert len(state.roll) == LISTED


def test_the_hosts_place_on_stage_is_kept_while_they_are_away() -> None:
    state = State("w", capacity=10, stage_capacity=1)
    arrive(state, person("host", Role.HOST, Place.LEFT))
    assert state.stage_is_full


def test_what_is_kept_of_people_for_the_chat_goes_when_they_are_forgotten() -> None:
    state = State("w", capacity=0)
    arrive(state, person("p", place=Place.LEFT))
    state.interaction.chat_blocked["p"] = None
    state.interaction.spoke_at_ms["p"] = 1
    for n in range(GONE_SPARE):
        arrive(state, person(f"p{n}", place=Place.LEFT))
    assert "p" not in state.people
    assert (state.interaction.chat_blocked, state.interaction.spoke_at_ms) == ({}, {})
