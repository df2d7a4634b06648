from collections.abc import Callable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from media.speakers import Speakers

SPEECH, NOISE, SILENCE = 30, 62, 127
Change = tuple[float, int | None, tuple[int, ...]]
Level = Callable[[float], int | None]


def talk(*spans: tuple[float, float], level: int = SPEECH, room: int = NOISE) -> Level:
    """Speech with the short pauses that speech has, between these times; the room otherwise."""

    def at(now_s: float) -> int:
        speaks = any(start <= now_s < stop for start, stop in spans)
        return level if speaks and now_s % 0.7 < 0.55 else room

    return at


def listen(seconds: float, **tracks: Level) -> list[Change]:
    """Changes of (active, speaking) with their times; a track named `a` has id 1, `b` 2, …"""
    speakers, changes = Speakers(), []
    for tick in range(round(seconds * 50)):
        now_s = tick * 0.02
        for name, level in tracks.items():
            if (heard := level(now_s)) is not None:
                speakers.heard(ord(name) - 96, heard, now_s)
        if speakers.update(now_s):
            changes.append((now_s, speakers.active, speakers.speaking))
    return changes


def test_somebody_who_speaks_becomes_the_active_speaker_within_a_second() -> None:
    ((at_s, active, speaking),) = listen(5, a=talk((1, 5)), b=talk())
    assert (active, speaking) == (1, (1,))
    assert at_s < 2


def test_pauses_between_sentences_change_nothing() -> None:
    changes = listen(20, a=talk((1, 4), (4.8, 9), (9.9, 14), (14.7, 20)))
    assert len(changes) == 1


def test_a_cough_lights_nobody_up() -> None:
    assert listen(5, a=lambda now_s: 10 if 2 <= now_s < 2.3 else NOISE) == []


def test_a_cough_takes_nobodys_floor() -> None:
    changes = listen(12, a=talk((0, 12)), b=lambda now_s: 5 if 6 <= now_s < 6.3 else NOISE)
    assert [active for _, active, _ in changes] == [1]


def test_a_noisy_room_is_no_speaker() -> None:
    assert listen(30, a=lambda _: 45, b=lambda _: 50) == []
    noisy = listen(60, a=lambda _: 40)
    assert noisy[-1][2] == (), "a steady noise may pass for speech at first, but not for long"
    assert noisy[-1][0] < 30


def test_speech_in_a_noisy_room_is_heard() -> None:
    changes = listen(60, a=talk((40, 60), level=20, room=45))
    assert changes[-1][1:] == (1, (1,))


def test_two_people_who_alternate_take_the_floor_in_turn_without_flicker() -> None:
    a = talk((0, 4), (8, 12), (16, 20))
    b = talk((4.3, 7.7), (12.3, 15.7))
    active = [active for _, active, _ in listen(20, a=a, b=b)]
    turns = [who for at, who in enumerate(active) if not at or active[at - 1] != who]
    assert turns == [1, 2, 1, 2, 1]


def test_who_talks_over_the_speaker_does_not_take_the_floor() -> None:
    changes = listen(20, a=talk((0, 20)), b=talk((5, 15)))
    assert {active for _, active, _ in changes} == {1}
    assert (1, 2) in [speaking for _, _, speaking in changes]


def test_the_last_speaker_stays_active_while_nobody_speaks() -> None:
    changes = listen(20, a=talk((0, 5)))
    assert changes[-1][1:] == (1, ())


def test_silence_by_dtx_ends_speaking_as_silence_does() -> None:
    def dtx(now_s: float) -> int | None:
        if now_s < 4:
            return SPEECH
        return SILENCE if round(now_s * 50) % 20 == 0 else None  # a packet each 400 ms

    changes = listen(10, a=dtx)
    assert [speaking for _, _, speaking in changes] == [(1,), ()]
    assert 4.5 < changes[1][0] < 6.5


def test_a_muted_track_stops_speaking() -> None:
    changes = listen(10, a=lambda now_s: SPEECH if now_s < 4 else None)
    assert changes[-1][2] == ()
    assert changes[-1][0] < 6


def test_whoever_is_gone_is_neither_active_nor_speaking() -> None:
    speakers = Speakers()
    for tick in range(100):
        speakers.heard(1, SPEECH, tick / 50)
        speakers.update(tick / 50)
    assert speakers.active == 1
    speakers.forget(1)
    assert speakers.update(2.02)
    assert (speakers.active, speakers.speaking) == (None, ())


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 127), st.floats(0, 0.3)), max_size=300))
def test_the_active_speaker_never_changes_faster_than_the_floor_is_held(packets: list[tuple[int, int, float]]) -> None:
    speakers, now_s, taken = Speakers(), 0.0, list[float]()
    for up, level, wait_s in packets:
        now_s += wait_s
        before = speakers.active
        speakers.heard(up, level, now_s)
        speakers.update(now_s)
        if speakers.active != before:
            taken.append(now_s)
        assert speakers.active is None or speakers.active in {1, 2, 3, 4}
    assert all(later - earlier >= 1.5 for earlier, later in pairwise(taken))
