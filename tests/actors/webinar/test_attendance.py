"""Attendance: visits that never overlap, whatever happened, and never more time than passed."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from actors import facts as f
from actors.facts import Fact
from actors.ports import StoredFact
from actors.webinar.attendance import Attended, Visit, attendance
from actors.words import Role, Status
from tests.actors.webinar.scripts import play, scripts
from tests.actors.webinar.town import Town

HOST = f.WebinarCreated("All hands", "host", "Hanna", 50, 5)
ANN = f.ParticipantJoined("ann", "Ann", Role.ATTENDEE, waiting=False)
IN, OUT = f.ParticipantConnected("ann"), f.ParticipantDisconnected("ann")


def log(*timed: tuple[int, Fact] | tuple[int, Fact, int]) -> list[StoredFact]:
    """Each: seconds, fact, and which start of the server wrote it, the first if nothing is said."""
    return [StoredFact(seq, 1000 * s, fact, *(epoch or [1])) for seq, (s, fact, *epoch) in enumerate(timed, 1)]


def of_ann(entries: list[StoredFact], now_s: int = 0) -> Attended:
    return {each.participant: each for each in attendance(entries, 1000 * now_s)}["ann"]


def seconds(attended: Attended) -> list[tuple[int, int | None]]:
    return [(v.from_ms // 1000, None if v.until_ms is None else v.until_ms // 1000) for v in attended.visits]


def test_a_visit_lasts_while_somebody_is_inside_and_connected() -> None:
    ann = of_ann(log((0, HOST), (5, ANN), (10, IN), (70, OUT), (100, IN), (110, f.ParticipantLeft("ann", "left"))))
    assert seconds(ann) == [(10, 70), (100, 110)]
    assert (ann.name, ann.present_ms) == ("Ann", 70_000)


def test_the_time_in_the_waiting_room_is_no_visit() -> None:
    waits = f.ParticipantJoined("ann", "Ann", Role.ATTENDEE, waiting=True)
    for admitted in (f.ParticipantAdmitted("ann"), f.EveryoneAdmitted()):
        assert seconds(of_ann(log((0, HOST), (1, waits), (2, IN), (60, admitted)))) == [(60, None)]
        assert seconds(of_ann(log((0, HOST), (1, waits), (60, admitted), (62, IN)))) == [(62, None)]
    for denied in (f.ParticipantDenied("ann"), f.EveryoneDenied()):
        assert of_ann(log((0, HOST), (1, waits), (2, IN), (60, denied), (61, f.WebinarEnded("host")))).visits == ()


def test_who_leaves_and_returns_is_one_person_with_two_visits() -> None:
    left, back = f.ParticipantLeft("ann", "left"), f.ParticipantReturned("ann", waiting=False)
    ann = of_ann(log((0, HOST), (1, ANN), (2, IN), (12, left), (20, back), (21, IN), (31, f.WebinarEnded("host"))))
    assert (seconds(ann), ann.present_ms) == ([(2, 12), (21, 31)], 20_000)


def test_who_is_still_there_is_counted_until_now() -> None:
    entries = log((0, HOST), (1, ANN), (10, IN), (20, f.WebinarStarted()))
    assert of_ann(entries).present_ms == 10_000
    assert (of_ann(entries, now_s=70).present_ms, of_ann(entries, now_s=70).visits) == (60_000, (Visit(10_000, None),))


def test_who_never_came_back_after_a_crash_was_there_until_the_last_fact_before_it() -> None:
    before = ((0, HOST), (1, ANN), (10, IN), (50, f.WebinarLocked()))
    assert seconds(of_ann(log(*before, (3600, OUT, 2)))) == [(10, 50)]
    assert seconds(of_ann(log(*before, (3600, f.WebinarUnlocked(), 2), (3700, OUT, 2)))) == [(10, 50)]
    assert seconds(of_ann(log(*before, (9000, f.WebinarEnded("expired"), 2)))) == [(10, 50)]


def test_who_gave_a_sign_of_life_after_a_crash_was_there_all_the_while() -> None:
    before = ((0, HOST), (1, ANN), (10, IN), (50, f.WebinarLocked()))
    for sign in (f.SessionResumed("ann", "page", 1), f.HandRaised("ann"), f.QuestionUpvoted("q", "ann")):
        assert seconds(of_ann(log(*before, (60, sign, 2), (90, OUT, 2)))) == [(10, 90)]
    off = f.SourceTurnedOff("ann", "camera", "ann")  # type: ignore[arg-type]
    assert seconds(of_ann(log(*before, (60, off, 2), (60, OUT, 2)))) == [(10, 50)]


def test_two_crashes_in_a_row_do_not_lengthen_a_visit() -> None:
    before = ((0, HOST), (1, ANN), (10, IN), (50, f.WebinarLocked()))
    assert seconds(of_ann(log(*before, (60, f.WebinarUnlocked(), 2), (80, OUT, 3)))) == [(10, 50)]


def test_roles_are_told_in_the_order_in_which_they_were_had() -> None:
    roles = [f.RoleChanged("ann", role) for role in (Role.PRESENTER, Role.ATTENDEE, Role.CO_HOST)]
    ann = of_ann(log((0, HOST), (1, ANN), *((2, role) for role in roles)))
    assert ann.roles == (Role.ATTENDEE, Role.PRESENTER, Role.CO_HOST)


def test_a_clock_that_is_set_back_takes_nothing_away() -> None:
    ann = of_ann(log((0, HOST), (1, ANN), (100, IN), (50, OUT), (60, IN), (130, OUT)))
    assert ann.present_ms == 30_000


def test_somebody_forgotten_has_no_name_and_the_time_stays() -> None:
    left = f.ParticipantLeft("ann", "removed")
    ann = of_ann(log((0, HOST), (1, ANN), (10, IN), (20, left), (20, f.PersonForgotten("ann"))))
    assert (ann.name, ann.email, ann.present_ms) == ("", "", 10_000)


@settings(max_examples=60)
@given(scripts(), st.lists(st.integers(0, 500), max_size=4), st.integers(0, 50))
def test_visits_never_overlap_and_never_add_up_to_more_than_the_time_that_passed(
    script: object, crashes: list[int], later_s: int
) -> None:
    town = Town()
    play(town, script)  # type: ignore[arg-type]
    entries = [StoredFact(x.seq, x.at_ms, x.fact, sum(x.seq > crash for crash in crashes)) for x in town.log]
    now_ms = entries[-1].at_ms + 1000 * later_s
    for attended in attendance(entries, now_ms):
        times = [(v.from_ms, now_ms if v.until_ms is None else v.until_ms) for v in attended.visits]
        assert all(begin <= end for begin, end in times)
        assert all(end <= begin for (_, end), (begin, _) in pairwise(times))
        assert attended.present_ms == sum(end - begin for begin, end in times)
        assert attended.present_ms <= now_ms - entries[0].at_ms
        state, who = town.state, attended.participant
        is_there = who in state.connected and who in state.inside and state.status is not Status.ENDED
        assert (bool(attended.visits) and attended.visits[-1].until_ms is None) == is_there
