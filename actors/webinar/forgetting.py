"""What is personal about somebody is destroyed; ids, votes, order and tallies stay."""

from actors import facts as f
from actors.webinar import commands as c
from actors.webinar.decision import Context, Decision
from actors.webinar.lifecycle import going
from actors.webinar.rights import NO_SUCH_PARTICIPANT
from actors.webinar.state import HERE, State
from actors.words import Status


def forget(state: State, command: c.ForgetPerson, _: Context) -> Decision:
    person = state.people.get(command.participant)
    if person is None:
        return NO_SUCH_PARTICIPANT
    is_here = person.place in HERE and state.status is not Status.ENDED
    return [*(going(person, "removed", person.id) if is_here else []), f.PersonForgotten(person.id)]


def forgotten(state: State, fact: f.PersonForgotten) -> None:
    state.people[fact.participant].name = ""
