"""The door and the waiting room."""

import pytest

from actors import facts as f
from actors.webinar import commands as c
from actors.words import Place, Role, Source, WaitingRoom, Who
from tests.actors.webinar.town import Town

H, C, P, A = Role.HOST, Role.CO_HOST, Role.PRESENTER, Role.ATTENDEE


def link(role: Role, epoch: int = 0) -> dict[str, object]:
    return {"role": role, "link_epoch": epoch}


def invite(town: Town, role: Role = Role.ATTENDEE) -> str:
    facts = town.do("host", c.IssueInvite(role))
    assert isinstance(facts[0], f.InviteIssued)
    return facts[0].invite


@pytest.mark.parametrize(
    ("room", "live", "waits"),
    [
        (WaitingRoom.OFF, False, False),
        (WaitingRoom.OFF, True, False),
        (WaitingRoom.UNTIL_START, False, True),
        (WaitingRoom.UNTIL_START, True, False),
        (WaitingRoom.ALWAYS, False, True),
        (WaitingRoom.ALWAYS, True, True),
    ],
)
def test_the_waiting_room_holds_whom_the_setting_says(room: WaitingRoom, live: bool, waits: bool) -> None:
    town = Town(waiting_room=room)
    if live:
        town.live()
    for how in ({}, link(P), {"invite": invite(town, P)}):
        assert town.person(town.join(**how)).place is (Place.WAITING if waits else Place.IN)
    assert town.person(town.join(invite=invite(town, C))).place is Place.IN


def test_without_an_invite_one_is_an_attendee_and_with_one_has_its_role() -> None:
    town = Town()
    roles = [town.person(town.join(**how)).role for how in ({}, link(A), link(P), {"invite": invite(town, C)})]
    assert roles == [A, A, P, C]


def test_a_join_after_the_end_is_refused() -> None:
    town = Town().live()
    town.do("host", c.End())
    assert town.refusal(None, c.Join("Ann")) == "ended"


def test_a_locked_webinar_refuses_newcomers_but_not_those_who_were_inside() -> None:
    town = Town().live()
    ann, personal = town.join(), invite(town, P)
    town.do(ann, c.Leave())
    town.do("host", c.Lock())
    for how in ({}, link(P), {"invite": personal}):
        assert town.refusal(None, c.Join("Bob", **how)) == "locked"
    assert town.do(None, c.Join("", returning=ann)) == [f.ParticipantReturned(ann, waiting=False)]


def test_who_only_ever_waited_is_a_newcomer_to_a_lock() -> None:
    town = Town()
    ann = town.join()
    town.do(ann, c.Leave())
    town.do("host", c.Lock())
    assert town.refusal(None, c.Join("", returning=ann)) == "locked"


def test_people_waiting_count_towards_the_capacity() -> None:
    town = Town(capacity=2)
    town.join()
    assert town.refusal(None, c.Join("Bob")) == "full"


def test_a_presenter_link_is_refused_when_the_stage_is_full() -> None:
    town = Town(stage_capacity=2)
    town.join(**link(P))
    assert town.refusal(None, c.Join("Bob", **link(P))) == "stage_full"
    assert town.join("Bob")


def test_a_presenter_who_left_comes_back_to_a_full_stage_only_when_there_is_room() -> None:
    town = Town(stage_capacity=2).live()
    ann = town.join(**link(P))
    town.do(ann, c.Leave())
    bob = town.join("Bob", **link(P))
    assert town.refusal(None, c.Join("", returning=ann)) == "stage_full"
    town.do("host", c.Demote(bob))
    town.do(None, c.Join("", returning=ann))
    assert town.person(ann).role is P


def test_the_host_comes_back_into_a_full_house() -> None:
    town = Town(capacity=1, stage_capacity=1)
    town.do("host", c.Leave())
    town.join()
    assert town.do(None, c.Join("", returning="host")) == [f.ParticipantReturned("host", waiting=False)]


def test_joining_again_keeps_role_name_and_mutes() -> None:
    town = Town().live()
    ann = town.on_air()
    town.do("host", c.Mute(ann, hard=True))
    before = town.person(ann)
    assert town.do(None, c.Join("Mallory", returning=ann)) == []
    town.do(ann, c.Leave())
    town.do(None, c.Join("Mallory", returning=ann))
    after = town.person(ann)
    assert (after.name, after.role, after.blocked, after.place) == ("Ann", P, frozenset({Source.MICROPHONE}), Place.IN)
    assert before is after


def test_the_host_joining_before_the_start_does_not_land_in_the_waiting_room() -> None:
    town = Town()
    town.do(None, c.Join("Host", returning="host"))
    town.do("host", c.Start())
    assert [p.id for p in town.state.people.values() if p.role is H] == ["host"]
    assert town.person("host").place is Place.IN


def test_a_copied_name_is_another_person() -> None:
    town = Town()
    assert town.join("Ann") != town.join("Ann")


@pytest.mark.parametrize("name", ["", " ", "\u202e", "x" * 81])
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    assert Town().refusal(None, c.Join(name)) == "bad_name"


def test_a_token_of_nobody_is_nobody() -> None:
    assert Town().refusal(None, c.Join("Ann", returning="stranger")) == "no_such_participant"


def test_one_or_all_are_admitted_or_denied() -> None:
    town = Town()
    ann, bob, cat, dan = (town.join(name) for name in ("Ann", "Bob", "Cat", "Dan"))
    assert town.do("host", c.Admit(ann)) == [f.ParticipantAdmitted(ann)]
    assert town.do("host", c.Deny(bob)) == [f.ParticipantDenied(bob)]
    assert town.do("host", c.AdmitAll()) == [f.EveryoneAdmitted()]
    assert [town.person(p).place for p in (ann, bob, cat, dan)] == [Place.IN, Place.DENIED, Place.IN, Place.IN]
    eve = town.join("Eve")
    assert town.do("host", c.DenyAll()) == [f.EveryoneDenied()]
    assert town.person(eve).place is Place.DENIED
    assert town.do("host", c.AdmitAll()) == town.do("host", c.DenyAll()) == []


def test_nobody_is_admitted_twice_or_denied_once_inside() -> None:
    town = Town().live()
    ann = town.join()
    assert town.refusal("host", c.Admit(ann)) == town.refusal("host", c.Deny(ann)) == "not_waiting"


def test_the_waiting_room_stays_after_the_start_if_the_host_wants() -> None:
    town = Town(waiting_room=WaitingRoom.ALWAYS).live()
    ann = town.join()
    assert town.person(ann).place is Place.WAITING
    town.do("host", c.Admit(ann))
    town.do(ann, c.Leave())
    assert town.do(None, c.Join("", returning=ann)) == [f.ParticipantReturned(ann, waiting=False)]


def test_who_left_while_waiting_waits_again() -> None:
    town = Town()
    ann = town.join()
    town.do(ann, c.Leave())
    assert town.do(None, c.Join("", returning=ann)) == [f.ParticipantReturned(ann, waiting=True)]


@pytest.mark.parametrize(
    ("out", "code"), [(c.Kick, "removed"), (c.Ban, "banned")], ids=["a kicked person", "a banned person"]
)
def test_the_token_of_somebody_sent_away_opens_nothing(out: type[c.Kick | c.Ban], code: str) -> None:
    town = Town().live()
    ann = town.join()
    town.do("host", out(ann))
    assert town.refusal(None, c.Join("Ann", returning=ann)) == code


def test_a_denied_persons_token_opens_nothing() -> None:
    town = Town()
    ann = town.join()
    town.do("host", c.Deny(ann))
    assert town.refusal(None, c.Join("Ann", returning=ann)) == "denied"


def test_a_personal_invite_is_one_person() -> None:
    town = Town().live()
    personal = invite(town, P)
    ann = town.join(invite=personal)
    assert town.do(None, c.Join("Somebody else", invite=personal)) == []
    town.do(ann, c.Leave())
    assert town.do(None, c.Join("Ann", invite=personal)) == [f.ParticipantReturned(ann, waiting=False)]


def test_a_ban_covers_the_personal_invite_until_it_is_lifted() -> None:
    town = Town().live()
    personal = invite(town, P)
    ann = town.join(invite=personal)
    town.do("host", c.Ban(ann))
    assert town.refusal(None, c.Join("Ann", invite=personal)) == "banned"
    assert town.refusal(None, c.Join("Ann", returning=ann, invite=personal)) == "banned"
    town.do("host", c.Unban(ann))
    assert town.join(invite=personal) != ann


def test_a_kicked_person_may_join_anew_with_their_invite_and_a_later_ban_still_covers_it() -> None:
    town = Town().live()
    personal = invite(town)
    ann = town.join(invite=personal)
    town.do("host", c.Kick(ann))
    again = town.join(invite=personal)
    assert again != ann
    town.do("host", c.Ban(ann))
    town.do("host", c.Kick(again))
    assert town.refusal(None, c.Join("Ann", invite=personal)) == "banned"


def test_an_unknown_invite_opens_nothing() -> None:
    assert Town().refusal(None, c.Join("Ann", invite="guessed")) == "no_such_invite"


def test_a_webinar_may_require_an_invite() -> None:
    town = Town(invite_required=True)
    assert town.refusal(None, c.Join("Ann")) == "invite_required"
    assert town.join(**link(A)) != town.join(invite=invite(town))


@pytest.mark.parametrize("role", [H, C])
def test_no_shared_link_makes_a_host(role: Role) -> None:
    assert Town().refusal(None, c.Join("Ann", **link(role))) == "invite_expired"
    assert Town().refusal(None, c.Join("Ann", role=role)) == "invite_expired"


def test_a_wrong_or_missing_epoch_is_an_expired_link() -> None:
    assert Town().refusal(None, c.Join("Ann", role=P)) == "invite_expired"
    assert Town().refusal(None, c.Join("Ann", **link(P, 1))) == "invite_expired"


def test_the_people_list_setting_is_no_matter_at_the_door() -> None:
    assert Town(see_people=Who.HOSTS).join()
