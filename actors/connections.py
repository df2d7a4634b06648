"""All publish and watch connections of one router, and who sits where in them. Nothing here waits or is sent anywhere
but through `tell`, which carries signals to one person's sessions.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from attrs import define, field

from actors.floor import Floor, Publication
from actors.media_commands import Show
from actors.seating import Planner
from actors.signals import ConnectionEnded, Seats, Signal
from actors.viewing import Viewing
from actors.webinar.permits import Permit
from actors.words import ParticipantId, Source

VIEWINGS_MAX: Final = 4  # of one person: a few tabs and a player; the oldest makes room
RESEATED_PER_TURN: Final = 200  # viewers: some 10 ms, then others may speak


@define(eq=False)
class Connections:
    tell: Callable[[ParticipantId, Signal], None]
    floor: Floor = field(factory=Floor)
    viewings: dict[str, Viewing] = field(factory=dict)  # by connection
    _peers: dict[str, Publication | Viewing] = field(factory=dict)  # by the media path's name for it
    _viewings_of: dict[ParticipantId, dict[str, Viewing]] = field(factory=dict)
    _stale: dict[str, None] = field(factory=dict)  # viewings to be looked at, by connection
    _by_seats: Counter[int] = field(factory=Counter)  # how many viewings have so many seats

    # --- coming

    def publishes(self, publication: Publication) -> None:
        """Takes the place of the person's earlier one."""
        self._peers[publication.publisher.id] = publication
        earlier = self.floor.publish(publication)
        if earlier is not None:
            self._close(earlier, "replaced")
        self._all_stale()

    def watches(self, viewing: Viewing) -> None:
        mine = self._viewings_of.setdefault(viewing.participant, {})
        if len(mine) >= VIEWINGS_MAX:
            self._close(next(iter(mine.values())), "replaced")
        self._peers[viewing.viewer.id] = self.viewings[viewing.connection] = viewing
        self._viewings_of.setdefault(viewing.participant, mine)[viewing.connection] = viewing
        self._by_seats[len(viewing.seated)] += 1
        viewing.viewer.steer(self.floor.permit_of(viewing.participant).on_stage)
        self._seat(viewing, Planner(self.floor.faces()), Planner(self.floor.screens()))
        self.tell(viewing.participant, Seats(viewing.connection, viewing.seats, viewing.screens))

    # --- changing

    def permit(self, permits: Iterable[Permit]) -> None:
        """Gates first; then the connections of whoever may no longer have one."""
        permits = tuple(permits)
        for permit in permits:
            self.floor.permit(permit)
        for permit in permits:
            self._end_unpermitted(permit)
            for viewing in self._viewings_of.get(permit.participant, {}).values():
                viewing.viewer.steer(permit.on_stage)
        if any(permit.participant in self.floor.publications for permit in permits):
            self._all_stale()

    def show(self, by: ParticipantId, show: Show) -> bool:
        """Of all the person's pages, unless it names one: then False says that there is no such page.

        A page that names itself hears its seats, for it may have missed them while its session was away.
        """
        mine = self._viewings_of.get(by, {})
        named = [mine[show.connection]] if show.connection in mine else []
        shown = list(mine.values()) if show.connection is None else named
        for viewing in shown:
            viewing.show(show)
            self._stale[viewing.connection] = None
            if show.connection is not None:
                self.tell(by, Seats(viewing.connection, viewing.seats, viewing.screens))
        return show.connection is None or bool(shown)

    def speaks(self, speakers: Iterable[ParticipantId]) -> None:
        """The active speaker last. Seats change only where there are fewer than people on stage."""
        self.floor.heard(speakers)
        if self._by_seats and len(self.floor.publications) > min(self._by_seats):
            self._all_stale()

    # --- going

    def hang_up(self, by: ParticipantId, connection: str) -> bool:
        item = self._of(by).get(connection)
        if item is not None:
            self._close(item, "closed")
        return item is not None

    def peer_ended(self, peer: str, reason: str) -> None:
        """The media path says so. What we have closed ourselves is known to be gone."""
        item = self._peers.get(peer)
        if item is not None:
            self._drop(item, peer, reason)

    def participant_of(self, peer: str) -> ParticipantId | None:
        item = self._peers.get(peer)
        return item.participant if item is not None else None

    def end_all(self) -> None:
        for peer, item in list(self._peers.items()):
            self._drop(item, peer, "closed")

    # --- seats

    @property
    def is_stale(self) -> bool:
        return bool(self._stale)

    def reseat(self) -> None:
        """Looks at some of those whose seats may have to change."""
        faces, screens = Planner(self.floor.faces()), Planner(self.floor.screens())
        for connection in list(self._stale)[:RESEATED_PER_TURN]:
            del self._stale[connection]
            viewing = self.viewings[connection]
            if self._seat(viewing, faces, screens):
                self.tell(viewing.participant, Seats(connection, viewing.seats, viewing.screens))

    def _seat(self, viewing: Viewing, faces: Planner, screens: Planner) -> bool:
        seats = faces.plan(viewing.seats, viewing.wish(Source.CAMERA))
        shared = screens.plan(viewing.screens, viewing.wish(Source.SCREEN))
        return viewing.seat(seats, shared, self.floor.publications)

    def _all_stale(self) -> None:
        self._stale = dict.fromkeys(self.viewings)

    # --- ending one

    def _of(self, by: ParticipantId) -> Mapping[str, Publication | Viewing]:
        publication = self.floor.publications.get(by)
        publications = {publication.connection: publication} if publication is not None else {}
        return {**publications, **self._viewings_of.get(by, {})}

    def _end_unpermitted(self, permit: Permit) -> None:
        for item in self._of(permit.participant).values():
            if not (permit.on_stage if isinstance(item, Publication) else permit.inside):
                self._close(item, "revoked")

    def _close(self, item: Publication | Viewing, reason: str) -> None:
        peer = item.publisher if isinstance(item, Publication) else item.viewer
        self._drop(item, peer.id, reason)
        peer.close(reason)

    def _drop(self, item: Publication | Viewing, peer: str, reason: str) -> None:
        del self._peers[peer]
        if isinstance(item, Publication):
            self.floor.remove(item)
            self._all_stale()
        else:
            del self.viewings[item.connection]
            self._stale.pop(item.connection, None)
            self._by_seats -= Counter((len(item.seated),))
            mine = self._viewings_of[item.participant]
            del mine[item.connection]
            if not mine:
                del self._viewings_of[item.participant]
        self.tell(item.participant, ConnectionEnded(item.connection, reason))
