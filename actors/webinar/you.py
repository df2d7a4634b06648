"""What a snapshot tells of the person whom it is for, and what they hear when they come back to the rest of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from attrs import frozen

from actors.signals import Signal, YourBallot, YourHand, YourUpvotes
from actors.webinar import breakouts_view, hands_view, polls_view, questions_view
from actors.webinar.interaction import Question
from actors.webinar.people_view import in_order
from actors.webinar.rights import sources_of
from actors.webinar.state import Person, State
from actors.webinar.view import instant
from actors.words import ParticipantId, Place, QuestionId, Role, RoomId, Source


@frozen
class You:
    """`rights`: the commands you may send now; `sources`: what you may turn on. `hand`: your place in the queue.

    `questions` are yours, also where nobody is told so; `upvoted` have your upvote; `ballots`: those in open rounds.
    `room`: the breakout room you are in; `help_called`: you have called a host there.
    `consents`: to being recorded.
    """

    id: ParticipantId
    name: str
    role: Role
    place: Place
    offered: Role | None
    on: tuple[Source, ...]
    blocked: tuple[Source, ...]
    rights: tuple[str, ...]
    sources: tuple[Source, ...]
    offered_for_s: int | None = None
    stage_until: datetime | None = None
    chat_blocked: bool = False
    captioner: bool = False
    hand: int | None = None
    questions: tuple[QuestionId, ...] = ()
    upvoted: tuple[QuestionId, ...] = ()
    ballots: tuple[YourBallot, ...] = ()
    room: RoomId | None = None
    help_called: bool = False
    consents: bool = False


def you(state: State, person: Person, rights: tuple[str, ...], asked: Sequence[Question]) -> You:
    """`asked`: this person's questions. In the waiting room nothing of what is inside is told."""
    is_in = person.place is Place.IN
    return You(
        id=person.id,
        name=person.name,
        role=person.role,
        place=person.place,
        offered=person.offered,
        on=in_order(person.on),
        blocked=in_order(person.blocked),
        rights=rights,
        sources=sources_of(state.settings, person),
        offered_for_s=person.offered_for_s,
        stage_until=instant(person.stage_until_ms),
        chat_blocked=is_in and person.id in state.interaction.chat_blocked,
        captioner=is_in and person.id in state.interaction.captioners,
        hand=hands_view.place_of(state, person.id),
        questions=tuple(question.id for question in asked),
        upvoted=questions_view.upvoted(state, person.id) if is_in else (),
        ballots=polls_view.own_ballots(state, person.id) if is_in else (),
        room=person.room,
        help_called=breakouts_view.has_called(state, person),
        consents=person.consents,
    )


def your_signals(state: State, participant: ParticipantId) -> Iterator[Signal]:
    """All that of `you` is told by signals."""
    yield YourHand(hands_view.place_of(state, participant))
    yield YourUpvotes(questions_view.upvoted(state, participant))
    yield from polls_view.own_ballots(state, participant)
