"""What is seen of raised hands: the queue by hosts and the stage, their own place by those who stand in it."""

from typing import Final

from actors.shown import HandView
from actors.webinar.people_view import name_of
from actors.webinar.state import State
from actors.webinar.view import ON_STAGE, View, moment
from actors.words import ParticipantId

LAST_PLACE: Final = 100  # told exactly up to here, so that one hand that goes down is not news for ten thousand people


def entry(state: State, participant: ParticipantId, view: View) -> HandView | None:
    raised_at_ms = state.interaction.hands.get(participant)
    return _hand_view(state, participant, raised_at_ms) if raised_at_ms is not None and view in ON_STAGE else None


def hands(state: State, view: View) -> tuple[HandView, ...]:
    """In the order in which they were raised."""
    queue = state.interaction.hands if view in ON_STAGE else {}
    return tuple(_hand_view(state, participant, raised_at_ms) for participant, raised_at_ms in queue.items())


def places(state: State) -> dict[ParticipantId, int]:
    """Of everybody in the queue, from 1; `LAST_PLACE` stands for all behind it too."""
    return {participant: min(place, LAST_PLACE) for place, participant in enumerate(state.interaction.hands, 1)}


def place_of(state: State, participant: ParticipantId) -> int | None:
    queue = state.interaction.hands
    if participant not in queue:
        return None
    ahead = zip(range(1, LAST_PLACE), queue, strict=False)
    return next((place for place, other in ahead if other == participant), LAST_PLACE)


def _hand_view(state: State, participant: ParticipantId, raised_at_ms: int) -> HandView:
    return HandView(participant, name_of(state, participant), moment(raised_at_ms))
