"""What the world outside is told."""

from typing import get_args

from actors import facts as f
from actors.news import EVENTS, KINDS, Event, Heralds, Silent, event_of
from actors.ports import StoredFact
from actors.webinar import commands as c
from actors.webinar.apply import apply
from actors.webinar.state import State
from actors.words import Ballots, Registering
from config.loading import read
from tests.actors.webinar.town import Town


def told(town: Town) -> list[tuple[str, dict[str, object]]]:
    state, events = State("w1"), []
    for stored in town.log:
        apply(state, stored)
        event = event_of(state, stored)
        events += [(event.kind, event.data)] if event else []
    return events


def test_a_webinars_life_its_people_and_its_polls_are_told() -> None:
    town = Town()
    ann = town.inside()
    town.do("host", c.Start())
    town.do("host", c.CreatePoll("Tea?", ("Yes", "No"), ballots=Ballots.ANONYMOUS))
    (poll,) = town.state.interaction.polls
    town.do("host", c.OpenPoll(poll))
    town.do(ann, c.Vote(poll, (1,)))
    town.do("host", c.ClosePoll(poll))
    town.do(ann, c.Leave())
    town.do("host", c.End())
    events = dict(told(town))
    assert list(events) == [
        *("webinar.created", "participant.joined", "webinar.started", "poll.closed", "participant.left"),
        "webinar.ended",
    ]
    assert events["poll.closed"] == {"poll": poll, "round": 1, "tally": [0, 1], "voters": 1}
    assert events["participant.left"] == {"participant": ann, "name": "Ann", "reason": "left"}


def test_a_registration_is_told_with_what_a_mailer_needs() -> None:
    town = Town()
    town.do("host", c.Reschedule(registration=Registering.APPROVAL))
    (received,) = town.do(None, c.Register("Ida", "ida@example.org"))
    assert isinstance(received, f.RegistrationReceived)
    town.do("host", c.ApproveRegistration(received.registration))
    known = {"registration": received.registration, "name": "Ida", "email": "ida@example.org"}
    assert told(town)[1:] == [
        ("registration.created", known | {"status": "pending"}),
        ("registration.approved", known | {"status": "approved"}),
    ]


def test_a_recording_is_told_with_why_it_ended() -> None:
    town = Town()
    town.do("host", c.Start())
    started = town.do("host", c.StartRecording())[-1]
    assert isinstance(started, f.RecordingStarted)
    town.do("host", c.End())
    assert [each for each in told(town) if each[0].startswith("recording")] == [
        ("recording.started", {"recording": started.recording, "room": "main"}),
        ("recording.stopped", {"recording": started.recording, "reason": "webinar_ended"}),
    ]


def test_nothing_that_may_be_anonymous_is_told() -> None:
    assert not set(EVENTS) & {f.BallotCast, f.QuestionAsked, f.QuestionUpvoted, f.MessageSent}
    assert set(EVENTS) <= set(get_args(f.Fact))


def test_a_breakout_room_is_nobodys_business() -> None:
    town = Town()
    assert event_of(State("w1.r1"), town.log[0]) is None


def test_by_default_all_of_it_is_told_to_whoever_is_named() -> None:
    assert set(read([], {}).webhooks.webhook_events) == set(KINDS)


def test_without_a_herald_nobody_is_told() -> None:
    town = Town()
    Silent().happened(town.state, town.log[0])


def test_an_event_is_in_its_webinars_order_unless_it_says_otherwise() -> None:
    assert Event("film.made", "w1", 1, 0, {}).stream == "w1"
    assert Event("film.made", "w1", 1, 0, {}, "recording:c1").stream == "recording:c1"


def test_several_heralds_are_told_the_same_one_after_another() -> None:
    heard: list[tuple[str, str, int]] = []

    class Named:
        def __init__(self, name: str) -> None:
            self.name = name

        def happened(self, state: State, stored: StoredFact) -> None:
            heard.append((self.name, state.id, stored.seq))

    town = Town()
    heralds = Heralds((Named("first"), Named("second")))
    for stored in town.log[:1]:
        heralds.happened(town.state, stored)
    assert heard == [("first", "w1", 1), ("second", "w1", 1)]
    Heralds().happened(town.state, town.log[0])
    assert len(heard) == 2
