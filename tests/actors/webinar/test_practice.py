"""Practice: those on stage among themselves, and nothing of it for the audience, then or later."""

from hypothesis import given, settings

from actors import facts as f
from actors.webinar import commands as c
from actors.webinar.permits import permit_of
from actors.webinar.reading import info
from actors.webinar.snapshots import Gallery, WaitingWebinar, WebinarView
from actors.words import STAGE, ChatTo, Place, Role, WaitingRoom
from tests.actors.webinar.scripts import Script, scripts
from tests.actors.webinar.town import Town

P = Role.PRESENTER


def practising(**how: object) -> Town:
    town = Town(**how)  # type: ignore[arg-type]
    town.do("host", c.BeginPractice())
    return town


def test_it_begins_and_ends_once_and_with_the_start() -> None:
    town = practising()
    assert town.do("host", c.BeginPractice()) == []
    assert town.do("host", c.EndPractice()) == [f.PracticeEnded()]
    assert town.do("host", c.EndPractice()) == []
    town.do("host", c.BeginPractice())
    town.do("host", c.Start())
    assert not town.state.practice
    assert town.refusal("host", c.BeginPractice()) == "already_started"


def test_it_does_not_begin_while_some_of_the_audience_are_inside() -> None:
    town = Town()
    town.inside()
    assert town.refusal("host", c.BeginPractice()) == "audience_inside"


def test_the_audience_waits_whatever_the_waiting_room_is_set_to() -> None:
    for waiting_room in WaitingRoom:
        town = practising(waiting_room=waiting_room)
        eve = town.join("Eve")
        assert town.state.people[eve].place is Place.WAITING
        assert not permit_of(town.state, eve).inside
        assert town.refusal("host", c.Admit(eve)) == "practice"
        assert town.do("host", c.AdmitAll()) == []
        town.do("host", c.ChangeSettings(waiting_room=WaitingRoom.OFF))
        assert town.state.people[eve].place is Place.WAITING


def test_who_was_in_before_and_comes_back_waits_too() -> None:
    town = Town(waiting_room=WaitingRoom.OFF)
    ann = town.join()
    town.do(ann, c.Leave())
    town.do("host", c.BeginPractice())
    assert town.do(None, c.Join("", returning=ann)) == [f.ParticipantReturned(ann, waiting=True)]


def test_presenters_come_in_and_publish() -> None:
    town = Town()
    ann = town.inside(P)
    town.do("host", c.BeginPractice())
    town.do("host", c.IssueInvite(P))
    (invite,) = town.state.invites
    bob = town.join("Bob", invite=invite)
    assert town.do("host", c.AdmitAll()) == [f.ParticipantAdmitted(bob)]
    assert permit_of(town.state, bob).on_stage
    assert permit_of(town.state, ann).on_stage


def test_what_is_written_to_everyone_is_for_the_stage_alone_for_ever() -> None:
    town = practising()
    (sent,) = town.do("host", c.SendMessage("Is it on?"))
    assert isinstance(sent, f.MessageSent)
    assert sent.to is ChatTo.STAGE
    town.do("host", c.Start())
    eve = town.join("Eve")
    assert Gallery(town.state).snapshot(eve).messages == ()
    assert [m.text for m in Gallery(town.state).snapshot("host").messages] == ["Is it on?"]


def test_questions_and_polls_wait_and_nobody_is_shown_the_right_to_them() -> None:
    town = practising()
    town.do("host", c.CreatePoll("Tea?", ("Yes", "No")))
    (poll,) = town.state.interaction.polls
    assert town.refusal("host", c.OpenPoll(poll)) == town.refusal("host", c.AskQuestion("Hm?")) == "practice"
    rights = Gallery(town.state).snapshot("host").you.rights
    assert "create_poll" in rights
    assert not {"open_poll", "ask_question"} & set(rights)


def test_the_end_lets_in_whom_nothing_else_holds() -> None:
    for waiting_room in WaitingRoom:
        town = practising(waiting_room=waiting_room)
        town.join("Eve")
        opened = [f.EveryoneAdmitted()] if waiting_room is WaitingRoom.OFF else []
        assert town.do("host", c.EndPractice()) == [f.PracticeEnded(), *opened]


def test_who_waits_does_not_learn_that_there_is_a_practice() -> None:
    town = practising()
    eve = town.join("Eve")
    waiting, host = (Gallery(town.state).snapshot(who).webinar for who in (eve, "host"))
    assert isinstance(waiting, WaitingWebinar)
    assert isinstance(host, WebinarView)
    assert host.practice
    assert "practice" not in repr(waiting)
    assert not info(town.state, town.state.people[eve]).practice


@settings(max_examples=40)
@given(scripts())
def test_no_command_brings_a_newcomer_of_the_audience_into_a_practice(script: Script) -> None:
    town = practising()
    for by, command in script:
        was_in = set(town.state.inside)
        town.ask(by, command)
        came = set(town.state.inside) - was_in
        if town.state.practice:
            assert all(town.state.people[who].role in STAGE for who in came)
