"""A webinar's life, and its people's coming and going."""

import pytest

from actors import facts as f
from actors.ports import Done, Refusal
from actors.webinar import commands as c
from actors.webinar.lifecycle import create
from actors.webinar.remembered import HIDDEN
from actors.words import Place, Role, Source, Status, WaitingRoom
from tests.actors.webinar.town import Town


@pytest.mark.parametrize(
    ("title", "name", "made"),
    [
        ("", "", f.WebinarCreated("Untitled webinar", "h", "Host", 10, 5)),
        (" Q3 ", " Hanna ", f.WebinarCreated("Q3", "h", "Hanna", 10, 5)),
        ("x" * 121, "", "bad_title"),
        ("\u202e", "", "bad_title"),
        ("", "x" * 81, "bad_name"),
    ],
)
def test_a_webinar_is_made_with_a_clean_title_and_name(title: str, name: str, made: f.Fact | str) -> None:
    created = create(title, name, "h", 10, 5)
    assert (created.code if isinstance(created, Refusal) else created[0]) == made


def test_a_new_host_is_shown_neither_as_connected_nor_with_anything_on() -> None:
    host = Town().person("host")
    assert (host.role, host.connected, host.on) == (Role.HOST, False, frozenset())


def test_a_start_lets_everybody_in_who_waits() -> None:
    town = Town()
    ann, bob = town.join("Ann"), town.join("Bob")
    assert town.do("host", c.Start()) == [f.WebinarStarted(), f.EveryoneAdmitted()]
    assert list(town.state.inside) == ["host", ann, bob]


def test_a_start_leaves_them_waiting_if_the_host_wants_to_choose() -> None:
    town = Town(waiting_room=WaitingRoom.ALWAYS)
    ann = town.join()
    assert town.do("host", c.Start()) == [f.WebinarStarted()]
    assert town.person(ann).place is Place.WAITING


def test_a_second_start_is_refused_and_the_start_time_stays() -> None:
    town = Town().live()
    started = town.state.started_at_ms
    assert town.refusal("host", c.Start()) == "already_started"
    assert town.state.started_at_ms == started


def test_an_end_turns_everything_off() -> None:
    town = Town()
    ann = town.on_air()
    town.do("host", c.TurnOn(Source.CAMERA))
    facts = town.do("host", c.End())
    assert facts[-1] == f.WebinarEnded("host")
    off = {(fact.participant, fact.source) for fact in facts if isinstance(fact, f.SourceTurnedOff)}
    assert off == {(ann, source) for source in Source} | {("host", Source.CAMERA)}
    assert all(not person.on for person in town.state.people.values())


@pytest.mark.parametrize(
    "command",
    [
        c.Join("Ann"),
        c.Join("Ann", returning="host"),
        c.Connected(),
        c.Disconnected(),
        c.Absent(),
        c.Expire(),
        c.Start(),
    ],
)
def test_an_ended_webinar_stays_ended(command: c.Command) -> None:
    town = Town().live()
    town.do("host", c.End())
    assert town.refusal("host", command) == "ended"
    assert town.state.status is Status.ENDED


def test_only_the_host_ends_the_webinar() -> None:
    town = Town()
    for role in (Role.CO_HOST, Role.PRESENTER, Role.ATTENDEE):
        assert town.refusal(town.inside(role), c.End()) == "not_allowed"


def test_nobody_ends_a_webinar_by_being_nobody() -> None:
    assert Town().refusal("", c.End()) == "no_such_participant"
    assert Town().refusal(None, c.End()) == "no_such_participant"


def test_knowing_the_hosts_id_makes_nobody_the_host() -> None:
    town = Town().live()
    ann = town.join("host")
    assert town.person(ann).role is Role.ATTENDEE
    assert town.refusal(ann, c.End()) == "not_allowed"


def test_leaving_turns_off_and_withdraws_what_was_open() -> None:
    town = Town()
    ann = town.on_air()
    town.do("host", c.Invite(ann, Role.CO_HOST))
    facts = town.do(ann, c.Leave())
    assert facts[-2:] == [f.RoleOfferWithdrawn(ann), f.ParticipantLeft(ann, "left")]
    assert [fact for fact in facts if isinstance(fact, f.SourceTurnedOff)] == [
        f.SourceTurnedOff(ann, source, ann) for source in Source
    ]
    assert town.person(ann).place is Place.LEFT


def test_leaving_is_only_ever_ones_own() -> None:
    assert not hasattr(c.Leave(), "participant")


def test_leaving_twice_is_leaving_once() -> None:
    town = Town()
    ann = town.inside()
    town.do(ann, c.Leave())
    assert town.do(ann, c.Leave()) == []


def test_a_host_who_leaves_is_the_host_when_they_come_back() -> None:
    town = Town()
    town.do("host", c.Leave())
    assert town.do(None, c.Join("", returning="host")) == [f.ParticipantReturned("host", waiting=False)]
    assert town.person("host").role is Role.HOST


def test_connecting_is_a_fact_once() -> None:
    town = Town()
    ann = town.inside()
    assert town.do(ann, c.Connected()) == [f.ParticipantConnected(ann)]
    assert town.do(ann, c.Connected()) == []
    assert town.person(ann).connected


def test_disconnecting_turns_everything_off_but_keeps_place_and_role() -> None:
    town = Town()
    ann = town.on_air()
    town.do(ann, c.Connected())
    facts = town.do(ann, c.Disconnected())
    assert len(facts) == len(Source) + 1
    assert facts[-1] == f.ParticipantDisconnected(ann)
    assert (town.person(ann).place, town.person(ann).role) == (Place.IN, Role.PRESENTER)
    assert town.do(ann, c.Disconnected()) == []


def test_the_place_of_somebody_who_never_comes_is_free_again() -> None:
    town = Town(capacity=2)
    ghost = town.inside()
    assert town.refusal(None, c.Join("Bob")) == "full"
    assert town.do(ghost, c.Absent()) == [f.ParticipantLeft(ghost, "absent")]
    assert town.join("Bob")


def test_the_place_of_somebody_present_and_that_of_the_host_are_kept() -> None:
    town = Town()
    ann = town.inside()
    town.do(ann, c.Connected())
    assert town.do(ann, c.Absent()) == []
    assert town.do("host", c.Absent()) == []
    assert town.do("nobody", c.Absent()) == []


def test_an_empty_webinar_expires_and_one_with_people_does_not() -> None:
    town = Town()
    ann = town.on_air()
    town.do(ann, c.Connected())
    assert town.do(None, c.Expire()) == []
    town.do(ann, c.Disconnected())
    assert town.do(None, c.Expire()) == [f.WebinarEnded("expired")]


def test_presence_of_who_is_not_inside_is_no_fact() -> None:
    town = Town()
    ann = town.inside()
    town.do("host", c.Kick(ann))
    assert town.do(ann, c.Connected()) == town.do(ann, c.Disconnected()) == town.do(ann, c.Absent()) == []


def test_an_end_forgets_what_was_answered_to_nobody_in_particular() -> None:
    town = Town()
    town.state.answers.keep(HIDDEN, "digest", "mark", Done(1))
    town.state.answers.keep(town.host, "1", "mark", Done(1))
    town.do(town.host, c.End())
    assert list(town.state.answers.of) == [town.host]
