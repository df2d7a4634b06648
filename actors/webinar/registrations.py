"""Registration: the audience gives name and address beforehand; what is approved is a personal invite.

Name and address are sealed in the journal under the invite's key, and go when it is withdrawn or when the person who
came with it is forgotten.
"""

from typing import Final

from attrs import frozen

from actors import facts as f
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.decision import Context, Decision
from actors.webinar.state import PersonalInvite, Registration, State
from actors.webinar.text import NAME_MAX, cleaned
from actors.words import InviteId, Registering, RegistrationStatus, Role

REGISTRATIONS_MAX: Final = 10_000
EMAIL_MAX: Final = 254

REGISTRATION_OFF: Final = Refusal("registration_off", "Nobody has to register for this webinar.")
TOO_MANY_REGISTRATIONS: Final = Refusal("too_many_registrations", "This webinar takes no more registrations.")
BAD_NAME: Final = Refusal("bad_name", f"A name has 1 to {NAME_MAX} visible characters.")
BAD_EMAIL: Final = Refusal("bad_email", "That is no e-mail address.")
NO_SUCH_REGISTRATION: Final = Refusal("no_such_registration", "There is no such registration.")
REGISTRATION_USED: Final = Refusal("registration_used", "Somebody has come in with this registration.")


@frozen
class RegistrationView:
    """As hosts see it, and whom it is about."""

    id: InviteId
    name: str
    email: str
    status: RegistrationStatus
    has_come: bool


def register(state: State, command: c.Register, ctx: Context) -> Decision:
    """The same address again is the same registration."""
    if state.plan.registration is Registering.OFF:
        return REGISTRATION_OFF
    name, email = cleaned(command.name, NAME_MAX), cleaned(command.email, EMAIL_MAX)
    if name is None:
        return BAD_NAME
    if email is None or "@" not in email:
        return BAD_EMAIL
    if email.casefold() in state.emails:
        return []
    if len(state.registrations) >= REGISTRATIONS_MAX:
        return TOO_MANY_REGISTRATIONS
    registration = ctx.new_id()
    is_open = state.plan.registration is Registering.OPEN
    approved = [f.RegistrationApproved(registration)] if is_open else []
    return [f.RegistrationReceived(registration, name, email), *approved]


def approve(state: State, command: c.ApproveRegistration, _: Context) -> Decision:
    known = state.registrations.get(command.registration)
    if known is None:
        return NO_SUCH_REGISTRATION
    return [] if known.status is RegistrationStatus.APPROVED else [f.RegistrationApproved(command.registration)]


def decline(state: State, command: c.DeclineRegistration, _: Context) -> Decision:
    known = state.registrations.get(command.registration)
    if known is None:
        return NO_SUCH_REGISTRATION
    if _has_come(state, command.registration):
        return REGISTRATION_USED
    return [] if known.status is RegistrationStatus.DECLINED else [f.RegistrationDeclined(command.registration)]


def withdraw(state: State, command: c.WithdrawRegistration, _: Context) -> Decision:
    """Whoever has come in is forgotten as a person."""
    if command.registration not in state.registrations:
        return NO_SUCH_REGISTRATION
    return REGISTRATION_USED if _has_come(state, command.registration) else [
        f.RegistrationWithdrawn(command.registration)
    ]  # fmt: skip


def views(state: State) -> tuple[RegistrationView, ...]:
    """In the order in which they came."""
    return tuple(view for each in state.registrations if (view := view_of(state, each)) is not None)


def view_of(state: State, registration: InviteId) -> RegistrationView | None:
    known = state.registrations.get(registration)
    if known is None:
        return None
    return RegistrationView(registration, known.name, known.email, known.status, _has_come(state, registration))


def _has_come(state: State, registration: InviteId) -> bool:
    invite = state.invites.get(registration)
    return invite is not None and invite.used_by is not None


def received(state: State, fact: f.RegistrationReceived) -> None:
    state.registrations[fact.registration] = Registration(fact.name, fact.email)
    if fact.email:  # it is empty once it has been forgotten
        state.emails[fact.email.casefold()] = fact.registration


def approved(state: State, fact: f.RegistrationApproved) -> None:
    known = state.registrations[fact.registration]
    known.status = RegistrationStatus.APPROVED
    state.invites[fact.registration] = PersonalInvite(Role.ATTENDEE, known.name)


def declined(state: State, fact: f.RegistrationDeclined) -> None:
    state.registrations[fact.registration].status = RegistrationStatus.DECLINED
    state.invites.pop(fact.registration, None)


def withdrawn(state: State, fact: f.RegistrationWithdrawn) -> None:
    known = state.registrations.pop(fact.registration)
    state.emails.pop(known.email.casefold(), None)
    state.invites.pop(fact.registration, None)
