"""Who sits in which seat of a viewer: pure, and the same for all viewers who are alike, so that it is worked out once.

Nobody sees themselves. When the stage is larger than the seats, whom the page pins or shows goes first, then who spoke
last: so the active speaker comes in, and who has been silent for longest makes room. Who can stay in their seat does.
"""

from collections.abc import Sequence

from attrs import define, field, frozen

from actors.words import ParticipantId

Seats = tuple[ParticipantId | None, ...]


@frozen
class Wish:
    """What bears on one viewer's seats besides who is on stage."""

    me: ParticipantId | None = None
    pinned: ParticipantId | None = None
    shown: frozenset[ParticipantId] = frozenset()


def plan(seats: Seats, by_merit: Sequence[ParticipantId], wish: Wish) -> Seats:
    """The seats as they shall be. `by_merit`: everybody on stage, who most deserves a seat first."""
    others = [person for person in by_merit if person != wish.me]
    chosen = others if len(others) <= len(seats) else sorted(others, key=lambda person: _rank(person, wish))
    sitting = dict.fromkeys(chosen[: len(seats)])
    kept = [person if person in sitting else None for person in seats]
    newcomers = iter([person for person in sitting if person not in kept])
    return tuple(person if person is not None else next(newcomers, None) for person in kept)


@define(eq=False)
class Planner:
    """Plans for one order of merit; whoever is alike gets the same plan."""

    by_merit: Sequence[ParticipantId]
    _plans: dict[tuple[Seats, Wish], Seats] = field(factory=dict)

    def plan(self, seats: Seats, wish: Wish) -> Seats:
        key = (seats, self._what_matters(seats, wish))
        if key not in self._plans:
            self._plans[key] = plan(seats, self.by_merit, key[1])
        return self._plans[key]

    def _what_matters(self, seats: Seats, wish: Wish) -> Wish:
        """A viewer who is not on stage is like any other, and so is every page while there are seats for all."""
        me = wish.me if wish.me in self.by_merit else None
        return Wish(me, wish.pinned, wish.shown) if len(self.by_merit) > len(seats) else Wish(me)


def _rank(person: ParticipantId, wish: Wish) -> int:
    """The sort is stable: within a rank merit decides."""
    if person == wish.pinned:
        return 0
    return 1 if person in wish.shown else 2


def by_merit(
    stage: Sequence[ParticipantId], spoke: dict[ParticipantId, int], silent: frozenset[ParticipantId]
) -> list[ParticipantId]:
    """Who spoke last comes first, then who has been on stage for longest; whoever sends nothing comes last.

    `stage` in order of arrival; `spoke`: a number that is the higher the later somebody spoke.
    """
    return sorted(stage, key=lambda person: (person in silent, -spoke.get(person, 0)))
