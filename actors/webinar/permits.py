"""What a person may do with media, as the router is told: who is inside watches, who is on stage publishes, and of what
they publish only the sources they have turned on are forwarded.

In force is what both states allow, the decided one and the durable one: so a right that is taken away ends at once, and
one that is given begins when it is certain. What hosts took away is kept back too while the journal fails to note it.
"""

from collections.abc import Iterable

from attrs import define, evolve, field, frozen

from actors import facts as f
from actors.facts import Fact
from actors.ports import Refusal
from actors.webinar.lifecycle import PLACE_AFTER, ending, going, turned_off
from actors.webinar.rights import ELSEWHERE, ENDED
from actors.webinar.state import NOTHING, State
from actors.words import RANK, STAGE, ParticipantId, Place, Source, Status


@frozen
class Permit:
    """All empty: nothing any more."""

    participant: ParticipantId
    sources: frozenset[Source] = NOTHING
    on_stage: bool = False
    inside: bool = False
    recorded: bool = False  # while there is recording: they have agreed to it


def permit_of(state: State, participant: ParticipantId) -> Permit:
    person = state.people.get(participant)
    if person is None or person.place is not Place.IN or state.status is Status.ENDED:
        return Permit(participant)
    if person.room is not None:
        return Permit(participant)
    return Permit(participant, person.on, person.role in STAGE, inside=True, recorded=person.consents)


def both(one: Permit, other: Permit) -> Permit:
    return Permit(
        one.participant,
        one.sources & other.sources,
        one.on_stage and other.on_stage,
        one.inside and other.inside,
        one.recorded and other.recorded,
    )


REVOKING = f.SourceTurnedOff | f.SourceBlocked | f.RoleChanged | f.ParticipantLeft | f.WebinarEnded


def is_due(state: State, fact: Fact) -> bool:
    """Whether the state still has what the fact takes away."""
    person = state.people.get(getattr(fact, "participant", ""))
    if state.status is Status.ENDED or person is None:
        return isinstance(fact, f.WebinarEnded) and state.status is not Status.ENDED
    match fact:
        case f.SourceTurnedOff(_, source):
            return source in person.on
        case f.SourceBlocked(_, source):
            return source not in person.blocked
        case f.RoleChanged(_, role):
            return RANK[role] < RANK[person.role]
        case _:
            return person.place is Place.IN


def anew(state: State, fact: Fact) -> list[Fact]:
    """A revocation as it would be decided now: what was turned on since its first try is turned off with it."""
    if not is_due(state, fact):
        return []
    match fact:
        case f.WebinarEnded(reason):
            return ending(state, reason)
        case f.ParticipantLeft(participant, reason):
            return going(state.people[participant], reason, state.host)
        case f.RoleChanged(participant, _):
            return [*turned_off(state.people[participant], state.host), fact]
        case _:
            return [fact]


@define
class Permits:
    """`in_force`: what the router was told last, of those who may anything. `owed`: revocations to be tried again."""

    in_force: dict[ParticipantId, Permit] = field(factory=dict)
    owed: list[Fact] = field(factory=list)

    def changes(self, decided: State, durable: State, people: Iterable[ParticipantId]) -> list[Permit]:
        """What the router must be told now about these people; once it is, call `told`."""
        permits = [self._permit(decided, durable, participant) for participant in people]
        return [p for p in permits if p != self.in_force.get(p.participant, Permit(p.participant))]

    def told(self, permits: Iterable[Permit]) -> None:
        for permit in permits:
            if permit.inside:
                self.in_force[permit.participant] = permit
            else:
                self.in_force.pop(permit.participant, None)

    def keeps_out(self, participant: ParticipantId) -> Refusal | None:
        """Sent away, or at an end, though the journal does not know it yet."""
        for fact in self.owed:
            if isinstance(fact, f.WebinarEnded):
                return ENDED
            if isinstance(fact, f.ParticipantLeft) and fact.participant == participant:
                return ELSEWHERE[PLACE_AFTER[fact.reason]]
        return None

    def owe(self, durable: State, lost: Iterable[Fact] = ()) -> None:
        """What was taken away by facts that are lost stays so; what is durable by now is owed no longer."""
        owed = dict.fromkeys([*self.owed, *(fact for fact in lost if isinstance(fact, REVOKING))])
        self.owed = [fact for fact in owed if is_due(durable, fact)]

    def _permit(self, decided: State, durable: State, participant: ParticipantId) -> Permit:
        permit = both(permit_of(decided, participant), permit_of(durable, participant))
        for fact in self.owed:
            permit = both(permit, _left_by(fact, permit))
        return permit


def _left_by(fact: Fact, permit: Permit) -> Permit:
    """What a revocation leaves of a permit."""
    if isinstance(fact, f.WebinarEnded):
        return Permit(permit.participant)
    if getattr(fact, "participant", None) != permit.participant:
        return permit
    match fact:
        case f.SourceTurnedOff(_, source) | f.SourceBlocked(_, source):
            return evolve(permit, sources=permit.sources - {source})
        case f.RoleChanged(_, role):
            return evolve(permit, on_stage=role in STAGE)
        case _:
            return Permit(permit.participant)


EVERYBODYS = f.WebinarEnded | f.EveryoneAdmitted | f.EveryoneDenied | f.PeoplePlaced | f.RoomsClosed


def concerned(decided: State, durable: State, facts: Iterable[Fact]) -> list[ParticipantId]:
    """Whose permit the facts may change."""
    people: dict[ParticipantId, None] = {}
    for fact in facts:
        if isinstance(fact, EVERYBODYS):
            people |= decided.inside | durable.inside | decided.waiting | durable.waiting
        elif isinstance(fact, f.WebinarCreated):
            people[fact.host] = None
        elif (participant := getattr(fact, "participant", None)) is not None:
            people[participant] = None
    return list(people)
