"""What a capture is given of a stage."""

from collections.abc import Callable

from attrs import define, field

from actors.floor import Floor, Publication
from actors.recorder import Recorder
from actors.router_messages import NOTHING, Record
from actors.webinar.permits import Permit
from tests.actors.fake_media import FakeCapture, FakePublisher


@define(eq=False)
class Scene:
    captures: list[FakeCapture] = field(factory=list)
    ended: list[tuple[str, str]] = field(factory=list)
    floor: Floor = field(factory=Floor)
    is_broken: bool = False

    def open(self, recording: str, on_ended: Callable[[str], None]) -> FakeCapture:
        if self.is_broken:
            raise OSError("no room for a folder")
        self.captures.append(FakeCapture(recording, "main", on_ended))
        return self.captures[-1]

    def recorder(self) -> Recorder:
        return Recorder(self.open, lambda *end: self.ended.append(end))

    def publishes(self, who: str, *, agreed: bool = True, peer: str = "") -> Publication:
        publication = Publication("c", who, FakePublisher(peer or f"up-{who}", {}))
        self.floor.publish(publication)
        self.floor.permit(Permit(who, on_stage=True, inside=True, recorded=agreed))
        return publication


def test_those_who_agreed_are_recorded_as_they_come_and_go_and_agree() -> None:
    scene = Scene()
    recorder = scene.recorder()
    ann = scene.publishes("ann")
    scene.publishes("bob", agreed=False)
    recorder.look(scene.floor)
    recorder.record(Record("r1"))
    recorder.look(scene.floor)
    (capture,) = scene.captures
    assert capture.taken == {"up-ann": "ann"}
    scene.floor.permit(Permit("bob", on_stage=True, inside=True, recorded=True))
    recorder.look(scene.floor)
    assert capture.taken == {"up-ann": "ann", "up-bob": "bob"}
    scene.floor.remove(ann)
    recorder.look(scene.floor)
    assert capture.taken == {"up-bob": "bob"}


def test_who_publishes_anew_is_recorded_from_the_new_connection() -> None:
    scene = Scene()
    recorder = scene.recorder()
    recorder.record(Record("r1"))
    scene.publishes("ann")
    recorder.look(scene.floor)
    scene.publishes("ann", peer="up-again")
    recorder.look(scene.floor)
    assert scene.captures[0].taken == {"up-again": "ann"}


def test_one_that_begins_paused_is_paused_before_it_is_given_anybody() -> None:
    scene = Scene()
    recorder = scene.recorder()
    scene.publishes("ann")
    recorder.record(Record("r1", is_paused=True))
    (capture,) = scene.captures
    assert (capture.is_paused, capture.taken) == (True, {})
    recorder.record(Record("r1"))
    recorder.look(scene.floor)
    assert (capture.is_paused, capture.taken) == (False, {"up-ann": "ann"})


def test_another_recording_and_none_close_the_one_before() -> None:
    scene = Scene()
    recorder = scene.recorder()
    scene.publishes("ann")
    for wish in (Record("r1"), Record("r1"), Record("r2", is_paused=True), Record("r3")):
        recorder.record(wish)
        recorder.look(scene.floor)
    assert [(each.recording, each.is_closed) for each in scene.captures] == [("r1", True), ("r2", True), ("r3", False)]
    assert not scene.captures[-1].is_paused
    assert scene.captures[-1].taken == {"up-ann": "ann"}
    recorder.record(NOTHING)
    assert scene.captures[-1].is_closed


def test_what_breaks_is_told_once_and_not_tried_again() -> None:
    scene = Scene()
    recorder = scene.recorder()
    recorder.record(Record("r1"))
    scene.captures[0].on_ended("disk_full")
    scene.captures[0].on_ended("failed")
    recorder.record(Record("r1", is_paused=True))
    recorder.look(scene.floor)
    assert scene.ended == [("r1", "disk_full")]
    assert len(scene.captures) == 1
    assert scene.captures[0].is_closed
    recorder.record(NOTHING)
    recorder.record(Record("r2"))
    scene.captures[0].on_ended("failed")
    assert not scene.captures[1].is_closed


def test_what_cannot_even_begin_has_failed() -> None:
    scene = Scene(is_broken=True)
    recorder = scene.recorder()
    recorder.record(Record("r1"))
    recorder.look(scene.floor)
    assert scene.ended == [("r1", "failed")]
