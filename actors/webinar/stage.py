"""The stage: a role is offered and accepted, for good or for a time, and taken back at once.

Its owner alone turns a source on.
"""

from actors import facts as f
from actors.facts import Fact
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.decision import BAD_TIME, FOR_S, Context, Decision
from actors.webinar.lifecycle import turned_off
from actors.webinar.lobby import STAGE_FULL
from actors.webinar.rights import NOT_ALLOWED, sources_of
from actors.webinar.state import NOTHING, Person, State, recast
from actors.words import RANK, ParticipantId, Role

NO_INVITATION = Refusal("no_invitation", "Nobody has invited you, or the invitation was withdrawn.")
ROLE_NOT_HIGHER = Refusal("role_not_higher", "This person has that role already, or a higher one.")
ROLE_NOT_LOWER = Refusal("role_not_lower", "This person has that role already, or a lower one.")
PRESENTERS_ONLY = Refusal("bad_time", "Only a presenter can be invited for a time.")
IN_A_ROOM = Refusal("in_room", "You are in a breakout room, and send there.")
BLOCKED = Refusal("blocked", "The host has turned this off for you. Ask to be allowed again.")


def invite(state: State, command: c.Invite, _: Context) -> Decision:
    person = state.people[command.participant]
    if RANK[command.role] <= RANK[person.role]:
        return ROLE_NOT_HIGHER
    if command.for_s is not None and (command.role is not Role.PRESENTER or command.for_s not in FOR_S):
        return BAD_TIME if command.role is Role.PRESENTER else PRESENTERS_ONLY
    same = (person.offered, person.offered_for_s) == (command.role, command.for_s)
    return [] if same else [f.RoleOffered(person.id, command.role, command.for_s)]


def withdraw(state: State, command: c.WithdrawInvitation, _: Context) -> Decision:
    return [f.RoleOfferWithdrawn(command.participant)] if state.people[command.participant].offered else []


def accept(state: State, _: c.AcceptInvitation, ctx: Context) -> Decision:
    """The person's consent. Room on the stage is looked at now: an offer does not reserve any."""
    person = state.people[ctx.by or ""]
    if person.offered is None:
        return NO_INVITATION
    if person.role is Role.ATTENDEE and state.stage_is_full:
        return STAGE_FULL
    until_ms = None if person.offered_for_s is None else ctx.at_ms + 1000 * person.offered_for_s
    return [f.RoleChanged(person.id, person.offered, until_ms)]


def decline(state: State, _: c.DeclineInvitation, ctx: Context) -> Decision:
    person = state.people[ctx.by or ""]
    return [f.RoleOfferDeclined(person.id)] if person.offered else NO_INVITATION


def demote(state: State, command: c.Demote, ctx: Context) -> Decision:
    """Back to a lower role, at once and with nothing left over: no source on, no offer open."""
    person = state.people[command.participant]
    if person.role is command.role:
        return [f.RoleOfferWithdrawn(person.id)] if person.offered else []
    if RANK[command.role] > RANK[person.role]:
        return ROLE_NOT_LOWER
    return _lowered(person, command.role, ctx.by or "")


def time_up(state: State, command: c.StageTimeUp, _: Context) -> Decision:
    """Back to the audience, as by a demotion. Says nothing to somebody whose time is another by now."""
    person = state.people.get(command.participant)
    if person is None or person.stage_until_ms is None or person.stage_until_ms != command.until_ms:
        return []
    return _lowered(person, Role.ATTENDEE, person.id)


def _lowered(person: Person, role: Role, by: ParticipantId) -> list[Fact]:
    withdrawn = [f.RoleOfferWithdrawn(person.id)] if person.offered else []
    return [*turned_off(person, by), *withdrawn, f.RoleChanged(person.id, role)]


def turn_on(state: State, command: c.TurnOn, ctx: Context) -> Decision:
    person = state.people[ctx.by or ""]
    if person.room is not None:
        return IN_A_ROOM
    if command.source in person.blocked:
        return BLOCKED
    if command.source not in sources_of(state.settings, person):
        return NOT_ALLOWED
    return [] if command.source in person.on else [f.SourceTurnedOn(person.id, command.source)]


def turn_off(state: State, command: c.TurnOff, ctx: Context) -> Decision:
    person = state.people[ctx.by or ""]
    return [f.SourceTurnedOff(person.id, command.source, person.id)] if command.source in person.on else []


def role_offered(state: State, fact: f.RoleOffered) -> None:
    person = state.people[fact.participant]
    person.offered, person.offered_for_s = fact.role, fact.for_s


def offer_closed(state: State, fact: f.RoleOfferWithdrawn | f.RoleOfferDeclined) -> None:
    person = state.people[fact.participant]
    person.offered = person.offered_for_s = None


def role_changed(state: State, fact: f.RoleChanged) -> None:
    person = state.people[fact.participant]
    person.offered = person.offered_for_s = None
    person.stage_until_ms = fact.until_ms
    person.stage_since_ms = state.at_ms if fact.until_ms is not None else None
    person.on = person.on if RANK[fact.role] > RANK[person.role] else NOTHING
    recast(state, person, fact.role)


def source_on(state: State, fact: f.SourceTurnedOn) -> None:
    person = state.people[fact.participant]
    person.on |= {fact.source}


def source_off(state: State, fact: f.SourceTurnedOff) -> None:
    person = state.people[fact.participant]
    person.on -= {fact.source}
