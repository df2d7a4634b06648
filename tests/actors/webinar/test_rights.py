"""The rights table, whole: every command a person can send, by every role, at every place, in every status."""

from itertools import product
from typing import get_args

import pytest

from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.rights import RIGHTS, allows, check, rights_of, sources_of
from actors.webinar.state import Person, Settings, State, arrive, move
from actors.words import Place, Reaction, Role, Source, Status, Who

SPOKEN = get_args(c.SPOKEN)
H, C, P, A = Role.HOST, Role.CO_HOST, Role.PRESENTER, Role.ATTENDEE

# What each role may send, written down a second time: a slip in the table does not pass unseen.
HOST_ALONE = {c.End}
HOSTS_ONLY = {
    *(c.Start, c.Admit, c.AdmitAll, c.Deny, c.DenyAll, c.Invite, c.WithdrawInvitation, c.Demote),
    *(c.Mute, c.MuteAll, c.StopVideo, c.StopShare, c.Allow, c.AskToUnmute, c.Kick, c.Ban, c.Unban, c.Spotlight),
    *(c.Lock, c.Unlock, c.ChangeSettings, c.RotateLinks, c.IssueInvite),
    *(c.LowerAllHands, c.BlockChat, c.AllowChat, c.NameCaptioner, c.DismissCaptioner),
    *(c.ApproveRegistration, c.DeclineRegistration),
    *(c.Reschedule, c.BeginPractice, c.EndPractice),
    *(c.PublishQuestion, c.DismissQuestion, c.RestoreQuestion, c.AssignQuestion, c.ShowQuestion),
    *(c.OpenRooms, c.MoveToRoom, c.BroadcastToRooms, c.AnswerHelp, c.ExtendRooms, c.CloseRooms),
    *(c.StartRecording, c.PauseRecording, c.StopRecording),
    *(c.CreatePoll, c.EditPoll, c.DeletePoll, c.OpenPoll, c.ClosePoll, c.RevealPoll),
}
STAGE_ONLY = {c.TurnOn, c.TurnOff, c.TakeQuestion, c.AnswerQuestion}
AUDIENCE_ONLY = {c.RaiseHand}
ALL = {
    *(c.Leave, c.AcceptInvitation, c.DeclineInvitation, c.LowerHand, c.React, c.SendMessage, c.DeleteMessage),
    *(c.AskQuestion, c.EditQuestion, c.WithdrawQuestion, c.Upvote, c.TakeBackUpvote, c.Vote),
    *(c.EnterRoom, c.LeaveRoom, c.CallForHelp, c.SayCaption, c.ConsentToRecording),
}
EXPECTED: dict[Role, set[type[object]]] = {
    H: HOST_ALONE | HOSTS_ONLY | STAGE_ONLY | ALL,
    C: HOSTS_ONLY | STAGE_ONLY | ALL,
    P: STAGE_ONLY | ALL,
    A: AUDIENCE_ONLY | ALL,
}

TARGET_PLACE = {c.Admit: Place.WAITING, c.Deny: Place.WAITING, c.Unban: Place.BANNED}


def example(command: type[c.SPOKEN], **changes: object) -> c.SPOKEN:
    fields = {
        "participant": "target",
        "role": P,
        "source": Source.CAMERA,
        "kind": Reaction.CLAP,
        "text": "Hm?",
        "message": "m",
        "question": "q",
        "poll": "p",
        "registration": "g",
        "options": ("Yes", "No"),
        "room": "w.r",
        "for_s": 60,
    }
    names = {field.name for field in command.__attrs_attrs__}  # type: ignore[union-attr]
    return command(**{name: value for name, value in (fields | changes).items() if name in names})


def house(role: Role, place: Place = Place.IN, status: Status = Status.WAITING, target: Role = A) -> State:
    state = State("w", capacity=10, stage_capacity=10, status=status)
    arrive(state, Person(id="asker", name="Asker", role=role, place=place))
    arrive(state, Person(id="target", name="Target", role=target, place=Place.IN))
    return state


def code(state: State, command: c.SPOKEN, by: str = "asker") -> str | None:
    move(state, state.people["target"], TARGET_PLACE.get(type(command), Place.IN))
    refusal = check(state, by, command)
    return refusal.code if isinstance(refusal, Refusal) else None


def one_who_may(command: type[c.SPOKEN]) -> Role:
    return H if command in EXPECTED[H] else A


def test_every_command_a_person_can_send_has_its_row_and_no_other_has() -> None:
    assert set(RIGHTS) == set(SPOKEN)


@pytest.mark.parametrize(("role", "command"), list(product(Role, SPOKEN)))
def test_a_role_may_send_what_the_table_says_and_nothing_else(role: Role, command: type[c.SPOKEN]) -> None:
    example_role = A if command is c.Demote else P
    expected = None if command in EXPECTED[role] else "not_allowed"
    assert code(house(role), example(command, role=example_role)) == expected


@pytest.mark.parametrize(("role", "command"), list(product(Role, SPOKEN)))
def test_the_rights_a_person_is_shown_are_those_the_check_grants(role: Role, command: type[c.SPOKEN]) -> None:
    for place, status in product(Place, Status):
        shown = command in rights_of(house(role, place, status), role, place)
        granted = code(house(role, place, status), example(command, role=A if command is c.Demote else P)) is None
        assert shown is granted, (place, status)


@pytest.mark.parametrize("command", SPOKEN)
@pytest.mark.parametrize("place", [Place.LEFT, Place.DENIED, Place.REMOVED, Place.BANNED])
def test_who_is_out_may_send_nothing_and_hears_why(command: type[c.SPOKEN], place: Place) -> None:
    may_leave_twice = command is c.Leave and place is Place.LEFT
    assert code(house(one_who_may(command), place), example(command)) == (None if may_leave_twice else place.value)


@pytest.mark.parametrize("command", SPOKEN)
@pytest.mark.parametrize("role", Role)
def test_who_waits_may_only_leave_and_agree_to_being_recorded(command: type[c.SPOKEN], role: Role) -> None:
    assert code(house(role, Place.WAITING), example(command)) == (
        None if command in {c.Leave, c.ConsentToRecording} else "waiting"
    )


@pytest.mark.parametrize("command", SPOKEN)
def test_an_ended_webinar_refuses_everything(command: type[c.SPOKEN]) -> None:
    assert code(house(H, status=Status.ENDED), example(command)) == "ended"


@pytest.mark.parametrize("command", SPOKEN)
def test_a_stranger_is_nobody_here(command: type[c.SPOKEN]) -> None:
    assert code(house(H), example(command), by="stranger") == "no_such_participant"
    assert check(house(H), None, example(command)) is not None


BELOW = (
    *(c.Demote, c.Kick, c.Ban, c.Unban, c.Deny, c.Invite, c.WithdrawInvitation, c.Allow),
    *(c.BlockChat, c.AllowChat, c.MoveToRoom),
)
HARD = (c.Mute, c.StopVideo, c.StopShare)
EQUALS = [(H, H), (C, H), (C, C)]


@pytest.mark.parametrize(("asker", "target"), EQUALS)
@pytest.mark.parametrize("command", BELOW)
def test_nobody_reaches_over_an_equal_or_a_superior(asker: Role, target: Role, command: type[c.SPOKEN]) -> None:
    assert code(house(asker, target=target), example(command, role=A)) == "not_allowed"


@pytest.mark.parametrize(("asker", "target"), EQUALS)
@pytest.mark.parametrize("command", HARD)
def test_among_equals_a_mute_is_soft(asker: Role, target: Role, command: type[c.SPOKEN]) -> None:
    assert code(house(asker, target=target), example(command, hard=False)) is None
    assert code(house(asker, target=target), example(command, hard=True)) == "not_allowed"


@pytest.mark.parametrize(("asker", "target"), [(H, C), (H, P), (H, A), (C, P), (C, A)])
@pytest.mark.parametrize("command", [*BELOW, *HARD])
def test_a_higher_role_reaches_every_lower_one(asker: Role, target: Role, command: type[c.SPOKEN]) -> None:
    assert code(house(asker, target=target), example(command, role=A, hard=True)) is None


@pytest.mark.parametrize("command", [c.Invite, c.IssueInvite, c.RotateLinks])
def test_only_the_host_makes_co_hosts_and_nobody_makes_hosts(command: type[c.SPOKEN]) -> None:
    may = {(asker, role): code(house(asker), example(command, role=role)) is None for asker in (H, C) for role in Role}
    assert {pair for pair, allowed in may.items() if allowed} == {(H, C), (H, P), (H, A), (C, P), (C, A)}


def test_a_co_host_whom_the_host_muted_hard_cannot_allow_themselves() -> None:
    state = house(C)
    state.people["asker"].blocked = frozenset({Source.MICROPHONE})
    assert code(state, c.Allow("asker", Source.MICROPHONE)) == "not_allowed"


def test_a_target_elsewhere_is_told_apart_from_one_that_does_not_exist() -> None:
    state = house(H)
    assert check(state, "asker", c.Admit("target")).code == "not_waiting"  # type: ignore[union-attr]
    assert check(state, "asker", c.Unban("target")).code == "not_banned"  # type: ignore[union-attr]
    assert check(state, "asker", c.Mute("nobody")).code == "no_such_participant"  # type: ignore[union-attr]


def test_who_may_not_act_learns_nothing_about_whom_they_name() -> None:
    assert code(house(A), c.Kick("nobody")) == code(house(A), c.Kick("target")) == "not_allowed"


ALL_SOURCES = set(Source)
SCREENS = {Source.SCREEN, Source.SCREEN_AUDIO}


@pytest.mark.parametrize(
    ("unmute", "share", "off"),
    [
        (Who.STAGE, Who.STAGE, set()),
        (Who.HOSTS, Who.STAGE, {Source.MICROPHONE}),
        (Who.STAGE, Who.HOSTS, SCREENS),
        (Who.EVERYONE, Who.EVERYONE, set()),
    ],
)
def test_settings_gate_what_presenters_turn_on_and_never_hosts(unmute: Who, share: Who, off: set[Source]) -> None:
    settings = Settings(unmute=unmute, share=share)
    for role, expected in {H: ALL_SOURCES, C: ALL_SOURCES, P: ALL_SOURCES - off, A: set()}.items():
        assert set(sources_of(settings, Person(id="x", name="X", role=role, place=Place.IN))) == expected


@pytest.mark.parametrize("place", [place for place in Place if place is not Place.IN])
def test_outside_nobody_turns_anything_on(place: Place) -> None:
    assert sources_of(Settings(), Person(id="x", name="X", role=H, place=place)) == ()


def test_a_blocked_source_is_not_among_those_a_person_may_turn_on() -> None:
    ann = Person(id="x", name="X", role=H, place=Place.IN, blocked=frozenset({Source.CAMERA}))
    assert set(sources_of(Settings(), ann)) == ALL_SOURCES - {Source.CAMERA}


def test_a_setting_covers_the_roles_it_names() -> None:
    covered = {who: {role for role in Role if allows(who, role)} for who in Who}
    assert covered == {Who.HOSTS: {H, C}, Who.STAGE: {H, C, P}, Who.EVERYONE: {H, C, P, A}}
