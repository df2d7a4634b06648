"""Viewers of a VP9 stream with spatial layers: numbers go on over a change of source, ids keep their distances."""

from media.address import Address
from media.plane import DownSpec, UpSpec
from tests.media.layered_packets import vp9_payload
from tests.media.plane.oracle import rtp, vp9
from tests.media.plane.oracle.forwarding import VP8 as VP9
from tests.media.plane.oracle.forwarding import Stage, deliver
from tests.media.rtp_packets import packet


class Publishing:
    """One VP9 stream; each picture has three spatial layers of one packet."""

    def __init__(self, number: int, picture_id: int) -> None:
        self.number, self.picture_id, self.sequence, self.tl0_index = number, picture_id, 65_530, picture_id

    def picture(self, *, key: bool = False, temporal: int = 0) -> list[bytes]:
        self.picture_id += 1
        self.tl0_index += temporal == 0
        return [self._layer(spatial, key=key, temporal=temporal) for spatial in range(3)]

    def _layer(self, spatial: int, *, key: bool, temporal: int) -> bytes:
        self.sequence += 1
        heights = (180, 360, 720) if key and not spatial else ()
        layers = {"key": key, "switches_up": True, "tl0_index": self.tl0_index, "heights": heights}
        payload = vp9_payload(self.picture_id & 0x7FFF, temporal, spatial, **layers)  # type: ignore[arg-type]
        stamp = self.picture_id * 3000
        return packet(self.sequence, stamp, self.number, payload, marker=spatial == 2, payload_type=VP9)


def shown(stage: Stage, viewer: Address) -> list[tuple[int, int, int, int | None, int | None]]:
    """Sequence number, marker, spatial layer, picture id and TL0PICIDX of what came."""
    seen = []
    for datagram in stage.media(viewer):
        header = rtp.read_header(datagram)
        read = vp9.read_descriptor(datagram[header.payload_start : header.payload_end])
        assert read is not None
        seen.append((header.sequence, header.marker, read.spatial, read.picture_id, read.tl0_index))
    return seen


def stage_of_two() -> tuple[Stage, list[Address], Address]:
    stage = Stage()
    publishers, viewer = [stage.peer(1), stage.peer(2)], stage.peer(3)
    for number in (1, 2):
        stage.plane.add_up(UpSpec(number, number, "video", "1", {VP9: "vp9"}, 90_000))
        stage.plane.allow_up(number, True)
    stage.plane.add_down(DownSpec(1, 3, "video", "5", 7000, {"vp9": 100}, 90_000, 9, 2))
    return stage, publishers, viewer


def test_ids_go_on_by_one_at_another_source_and_nothing_has_holes() -> None:
    stage, publishers, viewer = stage_of_two()
    first, second = Publishing(1, 32_766), Publishing(2, 99)
    stage.plane.feed(1, 1, spatial=1)
    deliver(stage, publishers[0], first.picture(key=True) + first.picture() + first.picture())
    stage.plane.feed(1, 2, spatial=1)
    deliver(stage, publishers[1], second.picture(key=True) + second.picture())
    seen = shown(stage, viewer)
    start, _, _, picture_id, tl0_index = seen[0]
    assert picture_id is not None
    assert tl0_index is not None
    assert seen == [
        (start + at, at % 2, at % 2, picture_id + at // 2, tl0_index + at // 2) for at in range(10)
    ]  # the marker stands on the highest layer that is had


def test_left_out_pictures_leave_their_ids_unused() -> None:
    stage, publishers, viewer = stage_of_two()
    camera = Publishing(1, 10)
    stage.plane.feed(1, 1, temporal=0, spatial=0)
    deliver(stage, publishers[0], camera.picture(key=True) + camera.picture(temporal=1) + camera.picture())
    (start, *_, before, tl0), (number, *_, after, tl0_after) = shown(stage, viewer)
    assert before is not None
    assert tl0 is not None
    assert (number, after, tl0_after) == (start + 1, before + 2, tl0 + 1)


def test_more_spatial_layers_come_with_a_key_frame_that_is_asked_for_again_if_it_came_too_late() -> None:
    stage, publishers, viewer = stage_of_two()
    camera = Publishing(1, 10)
    stage.plane.feed(1, 1, spatial=0)
    deliver(stage, publishers[0], camera.picture(key=True))
    stage.plane.feed(1, 1)
    late, *rest = camera.picture(key=True)
    deliver(stage, publishers[0], [*rest, late, *camera.picture()])
    assert [spatial for _, _, spatial, *_ in shown(stage, viewer)] == [0, 0, 0]
    assert stage.plane.ups[1].key_frames.wishes
    deliver(stage, publishers[0], camera.picture(key=True))
    assert [spatial for _, _, spatial, *_ in shown(stage, viewer)] == [0, 1, 2]
    assert not stage.plane.ups[1].key_frames.wishes
