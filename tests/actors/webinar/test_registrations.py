"""Registration: who may come, what hosts see, and what is gone when somebody wants it gone."""

from os import urandom

import pytest

from actors import facts as f
from actors.journal.records import decode, encode
from actors.ports import StoredFact
from actors.webinar import commands as c
from actors.webinar.attendance import attendance
from actors.webinar.book import SPOILS_STATES
from actors.webinar.reading import registrations_of
from actors.webinar.registrations import RegistrationView, view_of
from actors.webinar.results import Registered, result_of
from actors.words import Registering, RegistrationStatus, Role
from tests.actors.webinar.town import Town

PENDING, APPROVED, DECLINED = RegistrationStatus


def town_with(mode: Registering) -> Town:
    town = Town()
    town.do("host", c.Reschedule(registration=mode))
    return town


def registered(town: Town, email: str = "ida@example.org", name: str = "Ida") -> str:
    (received, *_) = town.do(None, c.Register(name, email))
    assert isinstance(received, f.RegistrationReceived)
    return received.registration


def status(town: Town, registration: str) -> RegistrationStatus:
    view = view_of(town.state, registration)
    assert view is not None
    return view.status


def test_nobody_registers_where_it_is_off() -> None:
    assert Town().refusal(None, c.Register("Ida", "ida@example.org")) == "registration_off"


def test_with_it_open_whoever_registers_may_come_and_with_approval_a_host_says_who() -> None:
    town = town_with(Registering.OPEN)
    ida = registered(town)
    assert (status(town, ida), ida in town.state.invites) == (APPROVED, True)
    town = town_with(Registering.APPROVAL)
    ida = registered(town)
    assert (status(town, ida), ida in town.state.invites) == (PENDING, False)
    assert town.refusal(None, c.Join("Ida", invite=ida)) == "no_such_invite"
    town.do("host", c.ApproveRegistration(ida))
    assert town.do("host", c.ApproveRegistration(ida)) == []
    person = town.join("Ida", invite=ida)
    assert town.state.people[person].role is Role.ATTENDEE
    assert registrations_of(town.state, town.state.people["host"]) == (
        RegistrationView(ida, "Ida", "ida@example.org", APPROVED, has_come=True),
    )


def test_the_audience_comes_in_with_a_personal_invite_alone_and_the_stage_as_ever() -> None:
    town = town_with(Registering.OPEN)
    assert town.refusal(None, c.Join("Zoe")) == "registration_required"
    assert town.refusal(None, c.Join("Zoe", role=Role.ATTENDEE, link_epoch=0)) == "registration_required"
    assert town.join("Pia", role=Role.PRESENTER, link_epoch=0) in town.state.people


def test_who_was_in_before_it_was_turned_on_comes_back() -> None:
    town = Town()
    ann = town.inside()
    town.do("host", c.Reschedule(registration=Registering.APPROVAL))
    town.do(ann, c.Leave())
    town.do(None, c.Join("", returning=ann))


def test_the_same_address_is_the_same_registration_and_says_that_it_is_not_new() -> None:
    town = town_with(Registering.APPROVAL)
    ida = registered(town)
    for email in ("ida@example.org", "Ida@Example.org"):
        again = c.Register("Somebody", email)
        assert town.do(None, again) == []
        assert result_of(town.state, again, []) == Registered(ida, is_approved=False, is_new=False)


@pytest.mark.parametrize(
    ("name", "email", "code"),
    [("", "ida@example.org", "bad_name"), ("Ida", "", "bad_email"), ("Ida", "ida", "bad_email"),
     ("Ida", "a@" + "x" * 253, "bad_email"), ("x" * 81, "ida@example.org", "bad_name")],
)  # fmt: skip
def test_what_cannot_be_a_name_or_an_address_is_refused(name: str, email: str, code: str) -> None:
    assert town_with(Registering.OPEN).refusal(None, c.Register(name, email)) == code


def test_a_webinar_takes_no_more_registrations_than_it_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actors.webinar.registrations.REGISTRATIONS_MAX", 1)
    town = town_with(Registering.OPEN)
    registered(town)
    assert town.refusal(None, c.Register("Zoe", "zoe@example.org")) == "too_many_registrations"


def test_declining_takes_an_approval_back_until_somebody_has_come() -> None:
    town = town_with(Registering.OPEN)
    ida, zoe = registered(town), registered(town, "zoe@example.org")
    town.join("Zoe", invite=zoe)
    town.do("host", c.DeclineRegistration(ida))
    assert town.do("host", c.DeclineRegistration(ida)) == []
    assert town.refusal(None, c.Join("Ida", invite=ida)) == "no_such_invite"
    assert town.refusal("host", c.DeclineRegistration(zoe)) == "registration_used"
    assert town.refusal("host", c.DeclineRegistration("none")) == "no_such_registration"
    assert town.refusal("host", c.ApproveRegistration("none")) == "no_such_registration"
    town.do("host", c.ApproveRegistration(ida))
    town.join("Ida", invite=ida)


def test_who_withdraws_is_unknown_from_then_on_and_may_register_anew() -> None:
    town = town_with(Registering.OPEN)
    ida = registered(town)
    town.do(None, c.WithdrawRegistration(ida))
    assert "ida" not in repr(town.state).casefold()
    assert town.refusal(None, c.Join("Ida", invite=ida)) == "no_such_invite"
    assert town.refusal(None, c.WithdrawRegistration(ida)) == "no_such_registration"
    assert registered(town) != ida
    assert issubclass(f.RegistrationWithdrawn, SPOILS_STATES)


def test_withdrawing_works_when_all_is_over_but_not_for_who_has_come() -> None:
    town = town_with(Registering.OPEN)
    ida, zoe = registered(town), registered(town, "zoe@example.org")
    town.join("Zoe", invite=zoe)
    town.do("host", c.End())
    assert town.do(None, c.WithdrawRegistration(ida)) == [f.RegistrationWithdrawn(ida)]
    assert town.refusal(None, c.WithdrawRegistration(zoe)) == "registration_used"


def test_forgetting_a_person_forgets_their_registration() -> None:
    town = town_with(Registering.OPEN)
    zoe = town.join("Zoe", invite=registered(town, "zoe@example.org", "Zoe"))
    town.do(None, c.ForgetPerson(zoe))
    assert "zoe" not in repr(town.state).casefold()


def test_name_and_address_lie_sealed_in_the_log_and_come_back_out_of_it() -> None:
    fact = f.RegistrationReceived("g1", "Ida", "ida@example.org")
    keys: dict[str, object] = {}
    body = encode("w", StoredFact(1, 0, fact), 1, keys, urandom)  # type: ignore[arg-type]
    assert b"Ida" not in body
    assert b"example" not in body
    assert decode("w", body, keys)[0].fact == fact  # type: ignore[arg-type]


def test_attendance_tells_with_which_address_somebody_registered() -> None:
    town = town_with(Registering.OPEN)
    zoe = town.join("Zoe", invite=registered(town, "zoe@example.org"))
    emails = {each.participant: each.email for each in attendance(town.log)}
    assert emails == {"host": "", zoe: "zoe@example.org"}


def test_only_hosts_read_who_has_registered() -> None:
    town = town_with(Registering.OPEN)
    registered(town)
    pia = town.join("Pia", role=Role.PRESENTER, link_epoch=0)
    for asker in (None, town.state.people[pia]):
        assert not isinstance(registrations_of(town.state, asker), tuple)
    town.do("host", c.End())
    assert isinstance(registrations_of(town.state, town.state.people["host"]), tuple)
