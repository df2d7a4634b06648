"""What is announced of a webinar: title, description, time, capacity, and whether the audience registers."""

from datetime import datetime
from typing import Final

from attrs import asdict

from actors import facts as f
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.decision import Context, Decision
from actors.webinar.state import Plan, State
from actors.webinar.text import TITLE_MAX, cleaned, cleaned_lines

DESCRIPTION_MAX: Final = 2000
DURATION_MINUTES: Final = range(5, 1441)
LATEST_MS: Final = 4_102_444_800_000  # the year 2100

BAD_TITLE: Final = Refusal("bad_title", f"A title has 1 to {TITLE_MAX} visible characters.")
BAD_DESCRIPTION: Final = Refusal("bad_description", f"A description has at most {DESCRIPTION_MAX} visible characters.")
BAD_STARTS_AT: Final = Refusal("bad_starts_at", "The time of the start is ISO 8601 with an offset from UTC.")
BAD_DURATION: Final = Refusal(
    "bad_duration", f"A webinar lasts {DURATION_MINUTES[0]} to {DURATION_MINUTES[-1]} minutes."
)
BAD_CAPACITY: Final = Refusal("bad_capacity", "That is more people than this server allows, or less than are here.")


def reschedule(state: State, command: c.Reschedule, _: Context) -> Decision:
    plan = announced(state, command)
    if isinstance(plan, Refusal):
        return plan
    return [plan] if plan != as_it_is(state) else []


def announced(state: State, wish: c.Reschedule) -> f.Rescheduled | Refusal:
    """What the announcement comes to."""
    now = as_it_is(state)
    title = now.title if wish.title is None else cleaned(wish.title, TITLE_MAX)
    description = now.description if wish.description is None else _described(wish.description)
    starts_at_ms = now.starts_at_ms if wish.starts_at is None else _moment_ms(wish.starts_at)
    minutes = now.duration_minutes if wish.duration_minutes is None else wish.duration_minutes or None
    capacity = now.capacity if wish.capacity is None else wish.capacity
    if title is None:
        return BAD_TITLE
    if description is None:
        return BAD_DESCRIPTION
    refused = _numbers_refused(state, starts_at_ms, minutes, capacity)
    return refused or f.Rescheduled(
        title, description, starts_at_ms, minutes, capacity, wish.registration or now.registration
    )


def as_it_is(state: State) -> f.Rescheduled:
    return f.Rescheduled(title=state.title, capacity=state.capacity, **asdict(state.plan))


def _described(text: str) -> str | None:
    return cleaned_lines(text, DESCRIPTION_MAX) if text else ""


def _moment_ms(text: str) -> int | None:
    """-1: unreadable."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return -1 if moment.tzinfo is None else int(moment.timestamp() * 1000)
    except (ValueError, OverflowError):
        return -1


def _numbers_refused(state: State, starts_at_ms: int | None, minutes: int | None, capacity: int) -> Refusal | None:
    if starts_at_ms is not None and not 0 <= starts_at_ms < LATEST_MS:
        return BAD_STARTS_AT
    if minutes is not None and minutes not in DURATION_MINUTES:
        return BAD_DURATION
    here = max(1, len(state.inside) + len(state.waiting))
    is_as_before = capacity == state.capacity  # also where hosts made it fuller than that
    return None if is_as_before or here <= capacity <= state.capacity_limit else BAD_CAPACITY


def plan_of(fact: f.Rescheduled | f.WebinarCreated) -> Plan:
    return Plan(fact.description, fact.starts_at_ms, fact.duration_minutes, fact.registration)


def rescheduled(state: State, fact: f.Rescheduled) -> None:
    state.title, state.capacity, state.plan = fact.title, fact.capacity, plan_of(fact)
