"""Forgetting a person: everything that says who they were goes; their id, ballots, upvotes, tallies and order stay.

The journal destroys the key of what it holds of them; here the same is gone from the state. Works in an ended webinar
too. What they said anonymously cannot be found, and so stays.
"""

from attrs import evolve

from actors import facts as f
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.decision import Context, Decision
from actors.webinar.interaction import Interaction
from actors.webinar.lifecycle import going
from actors.webinar.rights import NO_SUCH_PARTICIPANT
from actors.webinar.state import HERE, NOTHING, State, move
from actors.words import ParticipantId, Place, Status

FORGOTTEN = ""  # the name of somebody forgotten; nobody else's is empty
IN_CHARGE = Refusal("in_charge", "A webinar's host can be forgotten when it has ended.")


def forget(state: State, command: c.ForgetPerson, _: Context) -> Decision:
    person = state.people.get(command.participant)
    if person is None:  # the log may still know somebody whom the state has let go of
        return [f.PersonForgotten(command.participant)] if state.let_go else NO_SUCH_PARTICIPANT
    if person.name == FORGOTTEN:
        return []
    if state.status is Status.ENDED:
        return [f.PersonForgotten(person.id)]
    if person.id == state.host:
        return IN_CHARGE
    goodbye = going(person, "removed", person.id) if person.place in HERE else []
    return [*goodbye, f.PersonForgotten(person.id)]


def forgotten(state: State, fact: f.PersonForgotten) -> None:
    state.answers.forget(fact.participant)
    if state.rooms is not None:
        state.rooms.lists = {}  # the journal destroys them: they may name this person
    _forget_words(state.interaction, fact.participant)
    person = state.people.get(fact.participant)
    if person is None:
        return
    for invite in state.invites.values():
        if invite.used_by == person.id:
            invite.label = FORGOTTEN
    _forget_registrations(state, person.id)
    if person.place is not Place.BANNED:
        move(state, person, Place.REMOVED)
    person.name, person.blocked, person.pages = FORGOTTEN, NOTHING, {}


def _forget_registrations(state: State, participant: ParticipantId) -> None:
    for id_, known in state.registrations.items():
        if id_ in state.invites and state.invites[id_].used_by == participant:
            state.emails.pop(known.email.casefold(), None)
            known.name = known.email = FORGOTTEN


def _forget_words(said: Interaction, participant: ParticipantId) -> None:
    said.forget(participant)
    for message in said.messages.values():
        if message.author == participant:
            message.text = FORGOTTEN
    mine = [caption for caption in said.captions.values() if caption.by == participant]
    said.captions |= {caption.id: evolve(caption, text=FORGOTTEN) for caption in mine}
    for question in said.questions.values():
        if question.author == participant:
            question.text = FORGOTTEN
        if question.answered_by == participant and question.answer is not None:
            question.answer = FORGOTTEN
