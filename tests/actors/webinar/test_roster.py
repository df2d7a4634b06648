"""A room's own log: it takes in and lets go whom the roster says, as often as it is told, and ends once."""

from actors import facts as f
from actors.facts import Fact
from actors.ports import Refusal, StoredFact
from actors.webinar import commands as c
from actors.webinar.apply import apply
from actors.webinar.commands.inner import Expected
from actors.webinar.decide import decide
from actors.webinar.decision import Context
from actors.webinar.roster import role_in_room
from actors.webinar.state import State
from actors.words import Role, Source, Speak

ANN, BOB, HANNA = (
    Expected("ann", "Ann", Role.ATTENDEE),
    Expected("bob", "Bob", Role.PRESENTER),
    Expected("hanna", "Hanna", Role.HOST),
)


def told(state: State, command: c.Command, by: str | None = None) -> list[Fact] | Refusal:
    decision = decide(state, command, Context(by, 1000, lambda: "new"))
    for fact in [] if isinstance(decision, Refusal) else decision:
        apply(state, StoredFact(state.seq + 1, 1000, fact))
    return decision


def roster(*people: Expected, speak: Speak = Speak.EVERYONE) -> c.KeepRoster:
    return c.KeepRoster("Red", speak, 50, people)


def room() -> State:
    return State("w1.r1")


def test_the_first_roster_begins_the_room_and_the_same_again_comes_to_nothing() -> None:
    state = room()
    assert told(state, roster(ANN)) == [
        f.RoomBegan("Red", Speak.EVERYONE, 50),
        f.ParticipantJoined("ann", "Ann", Role.PRESENTER, waiting=False),
    ]
    assert told(state, roster(ANN)) == []
    assert list(state.inside) == ["ann"]


def test_who_is_not_expected_any_more_is_gone_with_all_that_was_on() -> None:
    state = room()
    told(state, roster(ANN, BOB))
    told(state, c.TurnOn(Source.CAMERA), "ann")
    assert told(state, roster(BOB)) == [
        f.SourceTurnedOff("ann", Source.CAMERA, "ann"),
        f.ParticipantLeft("ann", "moved"),
    ]
    assert told(state, roster(ANN, BOB)) == [f.ParticipantReturned("ann", waiting=False)]


def test_everybody_is_on_stage_or_hosts_alone() -> None:
    on_stage = {role: role_in_room(role, Speak.EVERYONE) for role in Role}
    assert on_stage == {role: role for role in Role} | {Role.ATTENDEE: Role.PRESENTER}
    assert [role_in_room(role, Speak.HOSTS) for role in (Role.HOST, Role.PRESENTER)] == [Role.HOST, Role.ATTENDEE]


def test_a_role_given_in_the_room_stays_but_that_of_a_host_is_the_webinars_to_give() -> None:
    state = room()
    told(state, roster(ANN, HANNA, speak=Speak.HOSTS))
    told(state, c.Invite("ann"), "hanna")
    told(state, c.AcceptInvitation(), "ann")
    assert told(state, roster(ANN, HANNA, speak=Speak.HOSTS)) == []
    made_host = Expected("ann", "Ann", Role.CO_HOST)
    assert told(state, roster(made_host, HANNA)) == [f.RoleChanged("ann", Role.CO_HOST)]
    assert told(state, roster(ANN, HANNA)) == [f.RoleChanged("ann", Role.PRESENTER)]


def test_somebody_forgotten_is_not_taken_in_again() -> None:
    state = room()
    told(state, roster(ANN))
    told(state, c.ForgetPerson("ann"))
    assert told(state, roster(ANN)) == []


def test_a_room_ends_once_also_one_that_never_began() -> None:
    state = room()
    close = c.CloseRoom("Red", Speak.HOSTS, 50)
    assert told(state, close) == [f.RoomBegan("Red", Speak.HOSTS, 50), f.WebinarEnded("rooms_closed")]
    assert told(state, close) == []
    assert isinstance(told(state, roster(ANN)), Refusal)


def test_nobody_comes_by_the_door_and_no_room_ends_because_it_is_empty() -> None:
    state = room()
    told(state, roster(ANN))
    assert isinstance(told(state, c.Join("Eve")), Refusal)
    assert told(state, c.Absent(), "ann") == []
    assert told(state, c.Expire()) == []
