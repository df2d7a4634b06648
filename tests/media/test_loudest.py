from hypothesis import given
from hypothesis import strategies as st

from media.loudest import HELD_S, MOST, Loudest

SPEECH, LOUD, NOISE, SILENCE = 35, 20, 70, 127


def talk(loudest: Loudest, levels: dict[int, int], from_s: float, seconds: float) -> list[tuple[float, int, bool]]:
    """Everybody sends a packet each 20 ms; gives (when, track, hushed) of each change."""
    changes = []
    for tick in range(round(seconds * 50)):
        now_s = from_s + tick * 0.02
        for track, level in levels.items():
            changes += [(now_s, each, hushed) for each, hushed in loudest.heard(track, level, now_s).items()]
    return changes


def test_three_are_let_through_whatever_they_say() -> None:
    assert {hushed for _, _, hushed in talk(Loudest(), {1: SILENCE, 2: NOISE, 3: SPEECH}, 0.0, 5.0)} == {False}


def test_a_fourth_who_is_silent_is_hushed_at_its_first_packet() -> None:
    loudest = Loudest()
    talk(loudest, {1: NOISE, 2: NOISE, 3: NOISE}, 0.0, 1.0)
    assert talk(loudest, {4: NOISE}, 1.0, 3.0) == [(1.0, 4, True)]


def test_who_begins_to_speak_is_heard_from_the_first_packet_on() -> None:
    loudest = Loudest()
    talk(loudest, {1: SPEECH, 2: NOISE, 3: SPEECH, 4: NOISE}, 0.0, 2.0)
    assert talk(loudest, {1: SPEECH, 2: NOISE, 3: SPEECH, 4: SPEECH}, 2.0, 2.0) == [(2.0, 2, True), (2.0, 4, False)]


def test_a_pause_between_two_words_costs_nobody_the_place() -> None:
    loudest = Loudest()
    talk(loudest, {1: SPEECH, 2: SPEECH, 3: SPEECH, 4: NOISE}, 0.0, 2.0)
    assert talk(loudest, {1: SILENCE, 2: SPEECH, 3: SPEECH, 4: 50}, 2.0, 0.2) == []


def test_who_stops_sending_gives_way_in_time() -> None:
    loudest = Loudest()
    talk(loudest, {1: SPEECH, 2: SPEECH, 3: SPEECH, 4: NOISE}, 0.0, 2.0)
    changes = talk(loudest, {2: SPEECH, 3: SPEECH, 4: SPEECH}, 2.0, 2.0)
    assert [(track, hushed) for _, track, hushed in changes] == [(1, True), (4, False)]
    assert changes[0][0] < 2.5


def test_four_who_speak_alike_do_not_take_turns() -> None:
    loudest = Loudest()
    changes = talk(loudest, {1: SPEECH, 2: SPEECH, 3: SPEECH, 4: SPEECH, 5: SPEECH + 3}, 0.0, 10.0)
    assert len(changes) == 5


def test_somebody_much_louder_is_heard_even_over_three_voices() -> None:
    loudest = Loudest()
    talk(loudest, {1: SPEECH, 2: SPEECH, 3: SPEECH + 5, 4: NOISE}, 0.0, 2.0)
    assert talk(loudest, {4: LOUD}, 2.0, 0.1) == [(2.0, 3, True), (2.0, 4, False)]


def test_the_place_of_one_who_leaves_is_taken_by_the_next_heard() -> None:
    loudest = Loudest()
    talk(loudest, {1: NOISE, 2: NOISE, 3: NOISE, 4: NOISE}, 0.0, 1.0)
    loudest.forget(2)
    assert talk(loudest, {4: NOISE}, 1.0, 0.1) == [(1.0, 4, False)]
    assert talk(loudest, {5: NOISE}, 1.1, 0.1) == [(1.1, 5, True)]


steps = st.lists(st.tuples(st.integers(1, 8), st.integers(0, 127), st.floats(0, 0.1)), max_size=400)


@given(steps)
def test_never_more_than_three_are_let_through_and_none_for_shorter_than_a_word(
    script: list[tuple[int, int, float]],
) -> None:
    loudest, now_s, through, known = Loudest(), 0.0, dict[int, float](), set[int]()
    for track, level, wait_s in script:
        now_s += wait_s
        changes = loudest.heard(track, level, now_s)
        if track not in known:
            known.add(track)
            through[track] = now_s
        for each, hushed in changes.items():
            if hushed:
                since_s = through.pop(each)
                assert each == track or now_s - since_s >= HELD_S
            else:
                through.setdefault(each, now_s)
        assert len(through) <= MOST
