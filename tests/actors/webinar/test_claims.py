"""Who has a claim to what is shown afterwards."""

from actors import facts as f
from actors.webinar import commands as c
from actors.webinar.claims import has_claim
from actors.words import Registering, Role, WaitingRoom
from tests.actors.webinar.town import Town


def registered(town: Town, name: str = "Ida") -> str:
    received = town.do(None, c.Register(name, f"{name}@example.org"))[0]
    assert isinstance(received, f.RegistrationReceived)
    return received.registration


def claims(town: Town, *, person: str | None = None, invite: str | None = None) -> bool:
    return has_claim(town.state, person, invite)


def test_whoever_was_in_has_one_also_when_they_left_and_when_all_is_over() -> None:
    town = Town()
    ann = town.inside()
    assert claims(town, person=ann)
    town.do(ann, c.Leave())
    town.do("host", c.End())
    assert claims(town, person=ann)
    assert claims(town, person="host")


def test_whoever_only_waited_has_none() -> None:
    town = Town(waiting_room=WaitingRoom.ALWAYS)
    eve = town.join("Eve")
    assert not claims(town, person=eve)
    town.do(eve, c.Leave())
    assert not claims(town, person=eve)


def test_whoever_was_sent_away_has_none_nor_who_is_forgotten() -> None:
    for send in (c.Kick, c.Ban):
        town = Town()
        ann = town.inside()
        town.do("host", send(ann))
        assert not claims(town, person=ann)
    town = Town()
    ann = town.inside()
    town.do(ann, c.Leave())
    town.do(None, c.ForgetPerson(ann))
    assert not claims(town, person=ann)


def test_a_registration_is_one_once_it_is_approved_and_as_long_as_it_stands() -> None:
    town = Town()
    town.do("host", c.Reschedule(registration=Registering.APPROVAL))
    ida = registered(town)
    assert not claims(town, invite=ida)
    town.do("host", c.ApproveRegistration(ida))
    assert claims(town, invite=ida)
    town.do(None, c.WithdrawRegistration(ida))
    assert not claims(town, invite=ida)


def test_a_registered_person_who_was_never_let_in_has_one() -> None:
    town = Town(waiting_room=WaitingRoom.ALWAYS)
    town.do("host", c.Reschedule(registration=Registering.OPEN))
    ida = registered(town)
    person = town.join("Ida", invite=ida)
    assert claims(town, person=person)
    assert claims(town, invite=ida)


def test_a_registration_goes_with_the_person_who_came_with_it_and_was_banned() -> None:
    town = Town(waiting_room=WaitingRoom.OFF)
    town.do("host", c.Reschedule(registration=Registering.OPEN))
    ida = registered(town)
    person = town.join("Ida", invite=ida)
    town.do("host", c.Ban(person))
    assert not claims(town, invite=ida)
    assert not claims(town, person=person)


def test_an_invite_alone_is_none_until_somebody_came_with_it() -> None:
    town = Town(waiting_room=WaitingRoom.OFF)
    issued = town.do("host", c.IssueInvite(Role.ATTENDEE, "Dr. Adler"))[0]
    assert isinstance(issued, f.InviteIssued)
    assert not claims(town, invite=issued.invite)
    town.join("Adler", invite=issued.invite)
    assert claims(town, invite=issued.invite)


def test_nobody_and_strangers_have_none() -> None:
    town = Town()
    assert not claims(town)
    assert not claims(town, person="nobody")
    assert not claims(town, invite="none")
