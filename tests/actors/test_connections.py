"""Publish and watch connections: coming, changing, going."""

from attrs import define, field

from actors.connections import RESEATED_PER_TURN, VIEWINGS_MAX, Connections
from actors.floor import Publication
from actors.media_commands import Show, Wanted
from actors.signals import ConnectionEnded, Seats, Signal
from actors.viewing import Viewing
from actors.webinar.permits import Permit
from actors.words import ParticipantId, Source
from tests.actors.fake_media import FakePublisher, FakeRouting, FakeViewer

MIC, CAMERA = Source.MICROPHONE, Source.CAMERA


@define(eq=False)
class Hall:
    told: list[tuple[ParticipantId, Signal]] = field(factory=list)
    routing: FakeRouting = field(factory=lambda: FakeRouting(listener=None))  # type: ignore[arg-type]
    connections: Connections = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.connections = Connections(lambda participant, signal: self.told.append((participant, signal)))

    def on_stage(self, participant: str, *sources: Source) -> FakePublisher:
        _, publisher = self.routing.publish("offer", {source: source for source in Source})
        self.connections.permit([Permit(participant, frozenset(sources), on_stage=True, inside=True)])
        self.connections.publishes(Publication(f"up-{participant}-{publisher.id}", participant, publisher))
        self.connections.reseat()
        return publisher

    def watches(self, participant: str, seats: int = 3, screens: int = 1) -> tuple[Viewing, FakeViewer]:
        viewer = FakeViewer(f"viewer{len(self.connections.viewings)}-{len(self.told)}", seats, screens)
        viewing = Viewing(f"c-{viewer.id}", participant, viewer)
        self.connections.watches(viewing)
        return viewing, viewer

    def ended(self, participant: str) -> list[str]:
        return [s.reason for p, s in self.told if p == participant and isinstance(s, ConnectionEnded)]


def test_who_watches_is_told_at_once_who_sits_where() -> None:
    hall = Hall()
    hall.on_stage("ann", MIC)
    viewing, viewer = hall.watches("bob")
    assert hall.told[-1] == ("bob", Seats(viewing.connection, ("ann", None, None), (None,)))
    assert viewer.sat[0, False][0] is not None


def test_a_newcomer_on_stage_takes_a_free_seat_everywhere_but_at_home() -> None:
    hall = Hall()
    bob, _ = hall.watches("bob")
    ann, _ = hall.watches("ann")
    hall.on_stage("ann", MIC)
    assert (bob.seats, ann.seats) == (("ann", None, None), (None, None, None))


def test_a_shared_screen_has_its_own_seat() -> None:
    hall = Hall()
    hall.on_stage("ann", MIC)
    bob, _ = hall.watches("bob")
    hall.connections.permit([Permit("ann", frozenset({MIC, Source.SCREEN}), on_stage=True, inside=True)])
    hall.connections.reseat()
    assert (bob.seats, bob.screens) == (("ann", None, None), ("ann",))


def test_turning_something_on_or_off_moves_nobody_and_tells_nobody() -> None:
    hall = Hall()
    hall.on_stage("ann", MIC)
    hall.on_stage("cat", MIC)
    hall.watches("bob")
    told = len(hall.told)
    hall.connections.permit([Permit("ann", frozenset(), on_stage=True, inside=True)])
    hall.connections.reseat()
    assert len(hall.told) == told


def test_a_demotion_closes_what_is_sent_and_keeps_what_is_watched() -> None:
    hall = Hall()
    publisher = hall.on_stage("ann", MIC)
    _, viewer = hall.watches("ann")
    bob, _ = hall.watches("bob")
    hall.connections.permit([Permit("ann", inside=True)])
    hall.connections.reseat()
    assert (publisher.closed, publisher.allowed, viewer.closed) == ("revoked", frozenset(), None)
    assert bob.seats == (None, None, None)
    assert hall.ended("ann") == ["revoked"]


def test_the_link_of_who_is_on_stage_is_followed_closely_and_only_then() -> None:
    hall = Hall()
    hall.on_stage("ann", MIC)
    _, mine = hall.watches("ann")
    _, other = hall.watches("bob")
    assert (mine.steered, other.steered) == (True, False)
    hall.connections.permit([Permit("ann", inside=True), Permit("bob", on_stage=True, inside=True)])
    assert (mine.steered, other.steered) == (False, True)


def test_who_is_out_has_no_connection_left() -> None:
    hall = Hall()
    publisher = hall.on_stage("ann", MIC)
    _, viewer = hall.watches("ann")
    hall.connections.permit([Permit("ann")])
    assert (publisher.closed, viewer.closed) == ("revoked", "revoked")
    assert sorted(hall.ended("ann")) == ["revoked", "revoked"]
    assert hall.connections.viewings == {}


def test_all_gates_are_shut_before_any_connection_is_closed() -> None:
    hall = Hall()
    first, second = hall.on_stage("ann", MIC), hall.on_stage("bob", MIC)
    seen: list[frozenset[str]] = []
    hall.connections.tell = lambda *_: seen.append(first.allowed | second.allowed)
    hall.connections.permit([Permit("ann"), Permit("bob")])
    assert seen == [frozenset(), frozenset()]


def test_publishing_again_replaces_and_keeps_the_seat() -> None:
    hall = Hall()
    first = hall.on_stage("ann", MIC)
    bob, viewer = hall.watches("bob")
    second = hall.on_stage("ann", MIC)
    assert (first.closed, second.closed, hall.ended("ann")) == ("replaced", None, ["replaced"])
    assert bob.seats == ("ann", None, None)
    assert viewer.sat[0, False][0] is second.tracks[MIC]


def test_a_person_has_so_many_watch_connections_and_the_oldest_makes_room() -> None:
    hall = Hall()
    viewers = [hall.watches("ann")[1] for _ in range(VIEWINGS_MAX + 1)]
    assert [viewer.closed for viewer in viewers] == ["replaced"] + [None] * VIEWINGS_MAX


def test_one_hangs_up_what_is_ones_own() -> None:
    hall = Hall()
    publisher = hall.on_stage("ann", MIC)
    connection = hall.connections.floor.publications["ann"].connection
    assert not hall.connections.hang_up("eve", connection)
    assert publisher.closed is None
    assert hall.connections.hang_up("ann", connection)
    assert publisher.closed == "closed"
    assert not hall.connections.hang_up("ann", connection)


def test_a_connection_that_ends_by_itself_frees_its_seat_and_is_told_once() -> None:
    hall = Hall()
    publisher = hall.on_stage("ann", MIC)
    bob, _ = hall.watches("bob")
    for _ in range(2):
        hall.connections.peer_ended(publisher.id, "timeout")
    hall.connections.reseat()
    assert bob.seats == (None, None, None)
    assert hall.ended("ann") == ["timeout"]


def test_with_fewer_seats_than_people_the_active_speaker_comes_in() -> None:
    hall = Hall()
    for name in ("ann", "bob", "cat"):
        hall.on_stage(name, MIC)
    eve, _ = hall.watches("eve", seats=2)
    full, _ = hall.watches("fred", seats=3)
    assert eve.seats == ("ann", "bob")
    hall.connections.speaks(["bob", "cat"])
    hall.connections.reseat()
    assert eve.seats == ("cat", "bob")
    assert full.seats == ("ann", "bob", "cat")


def test_a_page_that_pins_somebody_keeps_them_whoever_speaks() -> None:
    hall = Hall()
    for name in ("ann", "bob", "cat"):
        hall.on_stage(name, MIC)
    eve, _ = hall.watches("eve", seats=1)
    hall.connections.show("eve", Show((Wanted("ann", CAMERA, 360),), pinned="ann"))
    hall.connections.speaks(["cat"])
    hall.connections.reseat()
    assert eve.seats == ("ann",)


def test_what_one_page_shows_is_no_matter_for_the_persons_other_pages() -> None:
    hall = Hall()
    hall.on_stage("ann", CAMERA)
    (one, first), (_, second) = hall.watches("eve"), hall.watches("eve")
    hall.connections.show("eve", Show((Wanted("ann", CAMERA, 720),), connection=one.connection))
    assert (first.wanted[0, False], second.wanted[0, False]) == (720, 360)
    hall.connections.show("nobody", Show(()))


def test_a_page_that_names_itself_hears_its_seats_again_or_that_it_is_forgotten() -> None:
    hall = Hall()
    hall.on_stage("ann", CAMERA)
    mine, _ = hall.watches("eve")
    theirs, _ = hall.watches("bob")
    hall.told.clear()
    assert hall.connections.show("eve", Show((), connection=mine.connection))
    assert hall.told == [("eve", Seats(mine.connection, ("ann", None, None), (None,)))]
    assert not hall.connections.show("eve", Show((), connection="of an earlier server"))
    assert not hall.connections.show("eve", Show((), connection=theirs.connection))


def test_a_full_house_is_reseated_in_turns() -> None:
    hall = Hall()
    for n in range(RESEATED_PER_TURN + 1):
        hall.watches(f"viewer {n}")
    hall.told.clear()
    hall.on_stage("ann", MIC)
    assert len(hall.told) == RESEATED_PER_TURN
    assert hall.connections.is_stale
    hall.connections.reseat()
    assert (len(hall.told), hall.connections.is_stale) == (RESEATED_PER_TURN + 1, False)


def test_the_end_of_the_router_is_told_to_everybody() -> None:
    hall = Hall()
    hall.on_stage("ann", MIC)
    hall.watches("bob")
    hall.connections.end_all()
    assert (hall.ended("ann"), hall.ended("bob")) == (["closed"], ["closed"])
