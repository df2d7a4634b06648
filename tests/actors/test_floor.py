"""Gates, merit, screens."""

from actors.floor import Floor, Publication
from actors.webinar.permits import Permit
from actors.words import ParticipantId, Source
from tests.actors.fake_media import FakePublisher, FakeRouting

MIC, CAMERA, SCREEN = Source.MICROPHONE, Source.CAMERA, Source.SCREEN


def publish(floor: Floor, participant: ParticipantId, *sources: Source) -> FakePublisher:
    """Everybody has one m-line for each source, as the browser client has."""
    routing = FakeRouting(listener=None)  # type: ignore[arg-type]
    routing._tracks = 100 * len(floor.publications)
    _, publisher = routing.publish("offer", {source: source for source in Source})
    floor.publish(Publication(f"c-{participant}", participant, publisher))
    floor.permit(Permit(participant, frozenset(sources), on_stage=True, inside=True))
    return publisher


def test_a_gate_is_open_for_exactly_what_is_permitted_whichever_came_first() -> None:
    floor = Floor()
    ann = publish(floor, "ann", MIC)
    assert ann.allowed == {MIC}
    floor.permit(Permit("ann", frozenset({CAMERA}), on_stage=True, inside=True))
    assert ann.allowed == {CAMERA}
    floor.permit(Permit("ann"))
    assert ann.allowed == frozenset()
    again = publish(floor, "ann", MIC)
    assert again.allowed == {MIC}


def test_a_new_publication_shuts_the_one_before_it() -> None:
    floor = Floor()
    first = publish(floor, "ann", MIC)
    _, second = FakeRouting(listener=None).publish("offer", {"0": MIC})  # type: ignore[arg-type]
    earlier = floor.publish(Publication("c2", "ann", second))
    assert earlier is not None
    assert (earlier.publisher, first.allowed, second.allowed) == (first, frozenset(), {MIC})


def test_a_publication_without_a_permit_is_heard_by_nobody() -> None:
    floor = Floor()
    _, publisher = FakeRouting(listener=None).publish("offer", {"0": MIC})  # type: ignore[arg-type]
    floor.publish(Publication("c", "eve", publisher))
    assert publisher.allowed == frozenset()


def test_seats_go_by_who_spoke_last_then_by_arrival_and_to_those_who_send_nothing_last() -> None:
    floor = Floor()
    for name, sources in {"ann": (MIC,), "bob": (), "cat": (CAMERA,), "dan": (MIC,)}.items():
        publish(floor, name, *sources)
    assert floor.faces() == ["ann", "cat", "dan", "bob"]
    floor.heard(["ann", "dan"])
    assert floor.faces() == ["dan", "ann", "cat", "bob"]


def test_who_began_to_share_last_is_shown_first() -> None:
    floor = Floor()
    publish(floor, "ann", SCREEN)
    publish(floor, "bob", SCREEN)
    assert floor.screens() == ["bob", "ann"]
    floor.permit(Permit("bob", frozenset({MIC}), on_stage=True, inside=True))
    assert floor.screens() == ["ann"]


def test_only_a_microphone_that_may_be_heard_makes_a_speaker() -> None:
    floor = Floor()
    ann = publish(floor, "ann", MIC)
    microphone, sound = ann.tracks[MIC].id, ann.tracks[Source.SCREEN_AUDIO].id
    assert floor.speaker_of(microphone) == "ann"
    assert floor.speaker_of(sound) is None
    floor.permit(Permit("ann", frozenset({CAMERA}), on_stage=True, inside=True))
    assert floor.speaker_of(microphone) is None


def test_a_publication_that_was_replaced_is_not_removed_twice() -> None:
    floor = Floor()
    publish(floor, "ann", MIC)
    earlier = floor.publications["ann"]
    publish(floor, "ann", MIC)
    floor.remove(earlier)
    assert "ann" in floor.publications
