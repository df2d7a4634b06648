"""Which resume tokens of a page are still good: the one last given out, and the one used last until then."""

from typing import Final

from actors import facts as f
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.decision import Context, Decision
from actors.webinar.rights import NO_SUCH_PARTICIPANT
from actors.webinar.state import State

PAGES_MAX: Final = 8  # of one person
STALE_TOKEN = Refusal("stale_token", "This page was continued elsewhere. Load it again.")


def resume(state: State, command: c.Resume, ctx: Context) -> Decision:
    person = state.people.get(ctx.by or "")
    if person is None:
        return NO_SUCH_PARTICIPANT
    used = person.pages.get(command.page, 0)
    if command.number == used:
        return []
    return [f.SessionResumed(person.id, command.page, command.number)] if command.number == used + 1 else STALE_TOKEN


def resumed(state: State, fact: f.SessionResumed) -> None:
    pages = state.people[fact.participant].pages
    pages[fact.page] = fact.number
    while len(pages) > PAGES_MAX:
        del pages[next(iter(pages))]
