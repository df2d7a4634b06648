"""The door and the waiting room: who may come in, who waits, who comes back as whom."""

from actors import facts as f
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.consent import CONSENT_NEEDED, asks_consent, consenting
from actors.webinar.decision import Context, Decision
from actors.webinar.lifecycle import BAD_NAME
from actors.webinar.rights import ELSEWHERE, NO_SUCH_PARTICIPANT, PRACTICE
from actors.webinar.state import Person, Settings, State, arrive, move
from actors.webinar.text import NAME_MAX, cleaned
from actors.words import HOSTS, STAGE, ParticipantId, Place, Registering, Role, Status, WaitingRoom

FULL = Refusal("full", "This webinar is full.")
STAGE_FULL = Refusal("stage_full", "The stage is full. Ask the host to make room, or come in as an attendee.")
LOCKED = Refusal("locked", "The host has locked this webinar.")
INVITE_REQUIRED = Refusal("invite_required", "This webinar needs an invite link.")
REGISTRATION_REQUIRED = Refusal("registration_required", "Whoever wants to come to this webinar has to register.")
INVITE_EXPIRED = Refusal("invite_expired", "This invite link has been replaced. Ask the host for the new one.")
NO_SUCH_INVITE = Refusal("no_such_invite", "This invite is not known here.")


def join(state: State, command: c.Join, ctx: Context) -> Decision:
    """At the door. A shown token or a used personal invite says who comes back; everybody else is new."""
    returning = command.returning or _owner(state, command)
    if returning is not None:
        return _come_back(state, command, returning)
    role = _role(state, command)
    if isinstance(role, Refusal):
        return role
    return _newcomer_refused(state, role) or _come_in(state, command, role, ctx.new_id())


def _come_back(state: State, command: c.Join, participant: ParticipantId) -> Decision:
    """Who agreed once has agreed."""
    decision = come_back(state, participant)
    if isinstance(decision, Refusal):
        return decision
    person = state.people[participant]
    if command.consent:
        return [*decision, *consenting(person)]
    return CONSENT_NEEDED if decision and asks_consent(state) and not person.consents else decision


def come_back(state: State, participant: ParticipantId) -> Decision:
    """Same identity, role and mutes. Who was inside before is not held up by a lock or the waiting room."""
    person = state.people.get(participant)
    if person is None:
        return NO_SUCH_PARTICIPANT
    if person.place in (Place.WAITING, Place.IN):
        return []
    if person.place is not Place.LEFT:
        return ELSEWHERE[person.place]
    refused = _no_room(state, person.role) if person.was_in else _newcomer_refused(state, person.role)
    is_held = not person.was_in or (state.practice and person.role not in STAGE)
    waiting = is_held and waits(state, state.settings, person.role)
    return refused or [f.ParticipantReturned(person.id, waiting)]


def waits(state: State, settings: Settings, role: Role) -> bool:
    """Whether a newcomer of this role is held in the waiting room."""
    if state.practice and role not in STAGE:
        return True
    if role in HOSTS or settings.waiting_room is WaitingRoom.OFF:
        return False
    return settings.waiting_room is WaitingRoom.ALWAYS or state.status is Status.WAITING


def admit(state: State, command: c.Admit, _: Context) -> Decision:
    if state.practice and state.people[command.participant].role not in STAGE:
        return PRACTICE
    return [f.ParticipantAdmitted(command.participant)]


def admit_all(state: State, _: c.AdmitAll, __: Context) -> Decision:
    if state.practice:
        return [f.ParticipantAdmitted(p) for p in state.waiting if state.people[p].role in STAGE]
    return [f.EveryoneAdmitted()] if state.waiting else []


def deny(_: State, command: c.Deny, __: Context) -> Decision:
    return [f.ParticipantDenied(command.participant)]


def deny_all(state: State, _: c.DenyAll, __: Context) -> Decision:
    return [f.EveryoneDenied()] if state.waiting else []


def _owner(state: State, command: c.Join) -> ParticipantId | None:
    """Whom a personal invite belongs to. Who was sent away but not banned comes in anew with it."""
    invite = state.invites.get(command.invite or "")
    owner = state.people.get((invite and invite.used_by) or "")
    gone = owner is None or owner.place in (Place.DENIED, Place.REMOVED)
    return None if gone or owner is None else owner.id


def _role(state: State, command: c.Join) -> Role | Refusal:
    """The role that the shown invite gives; without any, the audience's."""
    if command.invite is not None:
        if command.invite in state.banned_invites:
            return ELSEWHERE[Place.BANNED]
        personal = state.invites.get(command.invite)
        return personal.role if personal else NO_SUCH_INVITE
    if command.role in (None, Role.ATTENDEE) and state.plan.registration is not Registering.OFF:
        return REGISTRATION_REQUIRED
    if command.role is None:
        return INVITE_REQUIRED if state.settings.invite_required else Role.ATTENDEE
    has_link = command.role in state.epochs
    return command.role if has_link and state.epochs[command.role] == command.link_epoch else INVITE_EXPIRED


def _newcomer_refused(state: State, role: Role) -> Refusal | None:
    return LOCKED if state.locked else _no_room(state, role)


def _no_room(state: State, role: Role) -> Refusal | None:
    if state.is_full and role is not Role.HOST:
        return FULL
    return STAGE_FULL if role in STAGE and role is not Role.HOST and state.stage_is_full else None


def _come_in(state: State, command: c.Join, role: Role, new_id: ParticipantId) -> Decision:
    name = cleaned(command.name, NAME_MAX)
    if name is None:
        return BAD_NAME
    if asks_consent(state) and not command.consent:
        return CONSENT_NEEDED
    joined = f.ParticipantJoined(new_id, name, role, waits(state, state.settings, role))
    used = [f.InviteUsed(new_id, command.invite)] if command.invite is not None else []
    return [joined, *used, *([f.ConsentGiven(new_id)] if command.consent else [])]


def joined(state: State, fact: f.ParticipantJoined) -> None:
    place = Place.WAITING if fact.waiting else Place.IN
    arrive(state, Person(id=fact.participant, name=fact.name, role=fact.role, place=place))


def invite_used(state: State, fact: f.InviteUsed) -> None:
    state.invites[fact.invite].used_by = fact.participant
    state.people[fact.participant].invite = fact.invite


def returned(state: State, fact: f.ParticipantReturned) -> None:
    move(state, state.people[fact.participant], Place.WAITING if fact.waiting else Place.IN)


def admitted(state: State, fact: f.ParticipantAdmitted) -> None:
    move(state, state.people[fact.participant], Place.IN)


def denied(state: State, fact: f.ParticipantDenied) -> None:
    move(state, state.people[fact.participant], Place.DENIED)


def everyone_admitted(state: State, _: f.EveryoneAdmitted) -> None:
    for participant in list(state.waiting):
        move(state, state.people[participant], Place.IN)


def everyone_denied(state: State, _: f.EveryoneDenied) -> None:
    for participant in list(state.waiting):
        move(state, state.people[participant], Place.DENIED)
