"""The stage: a role is offered and accepted, taken back at once; its owner alone turns a source on."""

from actors import facts as f
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.decision import Context, Decision
from actors.webinar.lifecycle import turned_off
from actors.webinar.lobby import STAGE_FULL
from actors.webinar.rights import NOT_ALLOWED, sources_of
from actors.webinar.state import NOTHING, State, recast
from actors.words import RANK, Role

NO_INVITATION = Refusal("no_invitation", "Nobody has invited you, or the invitation was withdrawn.")
ROLE_NOT_HIGHER = Refusal("role_not_higher", "This person has that role already, or a higher one.")
ROLE_NOT_LOWER = Refusal("role_not_lower", "This person has that role already, or a lower one.")
BLOCKED = Refusal("blocked", "The host has turned this off for you. Ask to be allowed again.")


def invite(state: State, command: c.Invite, _: Context) -> Decision:
    person = state.people[command.participant]
    if RANK[command.role] <= RANK[person.role]:
        return ROLE_NOT_HIGHER
    return [] if person.offered is command.role else [f.RoleOffered(person.id, command.role)]


def withdraw(state: State, command: c.WithdrawInvitation, _: Context) -> Decision:
    return [f.RoleOfferWithdrawn(command.participant)] if state.people[command.participant].offered else []


def accept(state: State, _: c.AcceptInvitation, ctx: Context) -> Decision:
    """The person's consent. Room on the stage is looked at now: an offer does not reserve any."""
    person = state.people[ctx.by or ""]
    if person.offered is None:
        return NO_INVITATION
    if person.role is Role.ATTENDEE and state.stage_is_full:
        return STAGE_FULL
    return [f.RoleChanged(person.id, person.offered)]


def decline(state: State, _: c.DeclineInvitation, ctx: Context) -> Decision:
    person = state.people[ctx.by or ""]
    return [f.RoleOfferDeclined(person.id)] if person.offered else NO_INVITATION


def demote(state: State, command: c.Demote, ctx: Context) -> Decision:
    """Back to a lower role, at once and with nothing left over: no source on, no offer open."""
    person = state.people[command.participant]
    withdrawn = [f.RoleOfferWithdrawn(person.id)] if person.offered else []
    if person.role is command.role:
        return list(withdrawn)
    if RANK[command.role] > RANK[person.role]:
        return ROLE_NOT_LOWER
    return [*turned_off(person, ctx.by or ""), *withdrawn, f.RoleChanged(person.id, command.role)]


def turn_on(state: State, command: c.TurnOn, ctx: Context) -> Decision:
    person = state.people[ctx.by or ""]
    if command.source in person.blocked:
        return BLOCKED
    if command.source not in sources_of(state.settings, person):
        return NOT_ALLOWED
    return [] if command.source in person.on else [f.SourceTurnedOn(person.id, command.source)]


def turn_off(state: State, command: c.TurnOff, ctx: Context) -> Decision:
    person = state.people[ctx.by or ""]
    return [f.SourceTurnedOff(person.id, command.source, person.id)] if command.source in person.on else []


def role_offered(state: State, fact: f.RoleOffered) -> None:
    state.people[fact.participant].offered = fact.role


def offer_closed(state: State, fact: f.RoleOfferWithdrawn | f.RoleOfferDeclined) -> None:
    state.people[fact.participant].offered = None


def role_changed(state: State, fact: f.RoleChanged) -> None:
    person = state.people[fact.participant]
    person.offered = None
    person.on = person.on if RANK[fact.role] > RANK[person.role] else NOTHING
    recast(state, person, fact.role)


def source_on(state: State, fact: f.SourceTurnedOn) -> None:
    person = state.people[fact.participant]
    person.on |= {fact.source}


def source_off(state: State, fact: f.SourceTurnedOff) -> None:
    person = state.people[fact.participant]
    person.on -= {fact.source}
