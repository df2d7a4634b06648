"""Which resume token a page may still show: each once, and again for as long as its successor has not been used.

Tokens of a page are numbered; the log holds the highest one used. A page that has never resumed costs nothing.
"""

from typing import Final

from actors import facts as f
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.decision import Context, Decision
from actors.webinar.rights import ELSEWHERE, NO_SUCH_PARTICIPANT
from actors.webinar.state import HERE, Person, State
from actors.words import PageId

PAGES_KEPT: Final = 8  # per person, as many as sessions; beyond that the page that resumed longest ago is forgotten
STALE_TOKEN = Refusal("stale_token", "This page has been continued elsewhere since. Open it again.")


def resume(state: State, command: c.Resume, ctx: Context) -> Decision:
    person = state.people.get(ctx.by or "")
    if person is None:
        return NO_SUCH_PARTICIPANT
    if person.place not in HERE:
        return ELSEWHERE[person.place]
    if command.number == person.pages.get(command.page):
        return []  # the answer to this one was lost
    is_next = command.number == next_number(person, command.page)
    return [f.SessionResumed(person.id, command.page, command.number)] if is_next else STALE_TOKEN


def next_number(person: Person, page: PageId) -> int:
    """What the next token of that page must say. A page unknown begins behind every number of those forgotten, so that
    none of theirs is good a second time.
    """
    return person.pages.get(page, person.pages_void) + 1


def resumed(state: State, fact: f.SessionResumed) -> None:
    person = state.people[fact.participant]
    person.pages.pop(fact.page, None)  # the last one to resume stands last
    person.pages[fact.page] = fact.number
    while len(person.pages) > PAGES_KEPT:
        void = person.pages.pop(next(iter(person.pages)))
        person.pages_void = max(person.pages_void, void)
