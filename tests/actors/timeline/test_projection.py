"""A log's timeline: who was on stage, what was shared, asked and recorded; and nothing of people who were forgotten."""

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from actors import facts as f
from actors.ports import StoredFact
from actors.timeline import timeline
from actors.timeline.values import Answering, OnStage, Polling, Recorded, Room, Shared, Span, Spotlit
from actors.words import Role, Source

BEGIN = (
    (0, f.WebinarCreated("Bees", "h", "Hana", 100, 10)),
    (0, f.ParticipantJoined("h", "Hana", Role.HOST, waiting=False)),
    (5, f.ParticipantJoined("p", "Piet", Role.PRESENTER, waiting=False)),
    (9, f.ParticipantJoined("a", "Anna", Role.ATTENDEE, waiting=False)),
)


def log(*more: tuple[int, f.Fact]) -> list[StoredFact]:
    return [StoredFact(seq, at_ms, fact) for seq, (at_ms, fact) in enumerate([*BEGIN, *more], 1)]


def test_on_stage_is_who_is_in_with_a_role_there() -> None:
    told = timeline(
        log(
            (20, f.RoleChanged("a", Role.PRESENTER)),
            (30, f.RoleChanged("a", Role.ATTENDEE)),
            (40, f.ParticipantLeft("p", "left")),
            (50, f.ParticipantReturned("p", waiting=False)),
        )
    )
    assert told.title == "Bees"
    assert dict(told.names) == {"h": "Hana", "p": "Piet", "a": "Anna"}
    assert told.stage == (
        OnStage("h", 0), OnStage("p", 5, 40), OnStage("a", 20, 30), OnStage("p", 50),
    )  # fmt: skip


def test_a_host_is_on_stage_from_the_beginning_without_joining() -> None:
    assert timeline(log()[:1]).stage == (OnStage("h", 0),)


def test_who_waits_at_the_door_is_not_on_stage_until_let_in() -> None:
    waiting = (10, f.ParticipantJoined("w", "Wim", Role.PRESENTER, waiting=True))
    assert [each.participant for each in timeline(log(waiting)).stage] == ["h", "p"]
    assert OnStage("w", 12) in timeline(log(waiting, (12, f.ParticipantAdmitted("w")))).stage
    assert OnStage("w", 13) in timeline(log(waiting, (13, f.EveryoneAdmitted()))).stage
    denied = timeline(log(waiting, (14, f.ParticipantDenied("w")), (15, f.EveryoneAdmitted())))
    assert "w" not in [each.participant for each in denied.stage]


def test_sources_end_when_turned_off_or_their_owner_goes() -> None:
    told = timeline(
        log(
            (20, f.SourceTurnedOn("p", Source.SCREEN)),
            (21, f.SourceTurnedOn("p", Source.MICROPHONE)),
            (30, f.SourceTurnedOff("p", Source.SCREEN, "h")),
            (40, f.ParticipantLeft("p", "absent")),
        )
    )
    assert told.shared == (Shared("p", "screen", 20, 30), Shared("p", "microphone", 21, 40))


def test_the_spotlight_goes_from_one_to_the_next_and_out() -> None:
    told = timeline(
        log(
            (20, f.Spotlighted("p", "h")),
            (30, f.Spotlighted("h", "h")),
            (40, f.Spotlighted(None)),
            (50, f.Spotlighted("h", "h")),
        )
    )
    assert told.spotlit == (Spotlit("p", 20, 30), Spotlit("h", 30, 40), Spotlit("h", 50))
    ended = timeline(log((20, f.Spotlighted("p", "h")), (60, f.WebinarEnded("host"))))
    assert ended.spotlit == (Spotlit("p", 20, 60),)
    assert timeline(log((20, f.Spotlighted("p", "h")), (60, f.PersonForgotten("p")))).spotlit == ()


def test_breakout_rooms_take_people_off_the_main_stage_until_they_close() -> None:
    told = timeline(
        log(
            (20, f.RoomsOpened((f.RoomSpec("w.1", "Hives"),), "hosts", "everyone", None, "h")),
            (20, f.PeoplePlaced({"w.1": ("p", "a")})),
            (30, f.PersonMoved("p", None, "h")),
            (40, f.RoomsClosed("host")),
        )
    )
    assert told.rooms == (Room("w.1", "Hives", 20, 40),)
    assert [each for each in told.stage if each.participant == "p"] == [OnStage("p", 5, 20), OnStage("p", 30)]


def test_questions_answered_live_and_polls_have_their_spans() -> None:
    told = timeline(
        log(
            (10, f.QuestionAsked("q", "a", None, "Do they sleep?", in_review=False)),
            (20, f.QuestionTaken("q", "h")),
            (25, f.QuestionEdited("q", "Do bees sleep?", in_review=False)),
            (30, f.QuestionAnswered("q", "h", None)),
            (40, f.PollDrafted("x", "h", "Honey?", ("y", "n"), False, "named", True, "live", ())),
            (50, f.PollOpened("x", 1, None, "")),
            (60, f.PollClosed("x", 1, (1, 0), 1)),
            (70, f.PollOpened("x", 2, None, "")),
            (80, f.WebinarEnded("host")),
        )
    )
    assert told.answering == (Answering("q", "Do bees sleep?", 20, 30, "a"),)
    assert told.polling == (Polling("x", 1, "Honey?", 50, 60), Polling("x", 2, "Honey?", 70, 80))


def test_a_recordings_pauses_lie_between_its_spans() -> None:
    told = timeline(
        log(
            (20, f.RecordingStarted("r", "main", "h")),
            (30, f.RecordingPaused("r", "h")),
            (40, f.RecordingResumed("r", "h")),
            (45, f.RecordingStarted("s", "w.1", "h")),
            (50, f.RecordingStopped("r", None, "disk_full")),
        )
    )
    assert told.recordings == (
        Recorded("r", "main", (Span(20, 30), Span(40, 50))),
        Recorded("s", "w.1", (Span(45),)),
    )


def test_nothing_is_told_of_somebody_forgotten() -> None:
    told = timeline(
        log(
            (10, f.QuestionAsked("q", "a", None, "About Anna's hives", in_review=False)),
            (20, f.QuestionTaken("q", "h")),
            (25, f.RoleChanged("a", Role.CO_HOST)),
            (26, f.SourceTurnedOn("a", Source.SCREEN)),
            (99, f.PersonForgotten("a")),
        )
    )
    assert told.forgotten == ("a",)
    assert "Anna" not in repr(told)
    assert "a" not in {*(each.participant for each in told.stage), *(each.participant for each in told.shared)}


PEOPLE = st.sampled_from(["h", "p", "a"])
FACTS = st.one_of(
    st.builds(f.RoleChanged, PEOPLE, st.sampled_from(Role)),
    st.builds(f.ParticipantLeft, PEOPLE, st.just("left")),
    st.builds(f.ParticipantReturned, PEOPLE, st.booleans()),
    st.builds(f.SourceTurnedOn, PEOPLE, st.sampled_from(Source)),
    st.builds(f.SourceTurnedOff, PEOPLE, st.sampled_from(Source), PEOPLE),
    st.builds(f.PersonMoved, PEOPLE, st.sampled_from([None, "w.1"]), PEOPLE),
    st.builds(f.RoomsClosed, st.just("host")),
    st.builds(f.RecordingStarted, st.just("r"), st.just("main"), PEOPLE),
    st.builds(f.RecordingPaused, st.just("r"), PEOPLE),
    st.builds(f.RecordingResumed, st.just("r"), PEOPLE),
    st.builds(f.PersonForgotten, PEOPLE),
    st.builds(f.WebinarEnded, st.just("host")),
)


@given(st.lists(st.tuples(st.integers(10, 100), FACTS), max_size=40))
def test_the_same_log_gives_the_same_timeline_whose_spans_are_in_order_and_apart(
    more: list[tuple[int, f.Fact]],
) -> None:
    facts = log(*sorted(more, key=lambda each: each[0]))
    told = timeline(facts)
    assert told == timeline(iter(facts))
    every: tuple[tuple[Any, ...], ...] = (told.stage, told.shared, *(each.spans for each in told.recordings))
    for spans in every:
        assert [each.from_ms for each in spans] == sorted(each.from_ms for each in spans)
        assert all(each.until_ms is None or each.until_ms >= each.from_ms for each in spans)
    for who in ("h", "p", "a"):
        own = [each for each in told.stage if each.participant == who]
        assert all(first.until_ms is not None and first.until_ms <= then.from_ms for first, then in pairwise(own))
