"""Practice: before the start, those on stage try things out among themselves, and the audience waits.

Nothing of it reaches the audience later: what is written to everybody is for the stage alone, and what cannot be kept
apart (`Right.in_practice`) waits for the end of the practice.
"""

from typing import Final

from actors import facts as f
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.decision import Context, Decision
from actors.webinar.state import State
from actors.words import STAGE, WaitingRoom

AUDIENCE_INSIDE: Final = Refusal("audience_inside", "Some of the audience are inside already.")


def begin(state: State, _: c.BeginPractice, __: Context) -> Decision:
    if state.practice:
        return []
    has_audience = any(state.people[participant].role not in STAGE for participant in state.inside)
    return AUDIENCE_INSIDE if has_audience else [f.PracticeBegan()]


def end(state: State, _: c.EndPractice, __: Context) -> Decision:
    """Lets in who waited for this alone."""
    if not state.practice:
        return []
    opened = state.waiting and state.settings.waiting_room is WaitingRoom.OFF
    return [f.PracticeEnded(), *([f.EveryoneAdmitted()] if opened else [])]


def began(state: State, _: f.PracticeBegan) -> None:
    state.practice = True


def ended(state: State, _: f.PracticeEnded) -> None:
    state.practice = False
