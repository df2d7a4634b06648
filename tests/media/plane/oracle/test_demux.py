import pytest

from media.plane import UpSpec
from tests.media.plane.oracle import rtp
from tests.media.plane.oracle.clock import Earliest
from tests.media.plane.oracle.demux import MAX_SSRCS, Demux, Route
from tests.media.plane.oracle.forwarding import EXTENSIONS, OPUS, VP8, VP8_RTX, audio_up, video_up
from tests.media.plane.oracle.upstream import UpTrack
from tests.media.rtp_packets import MID, REPAIRED_RID, RID, packet


def demux(*specs: UpSpec) -> Demux:
    return Demux(EXTENSIONS, [UpTrack(spec, Earliest()) for spec in specs])


def learn(table: Demux, ssrc: int, payload_type: int = VP8, **names: str) -> tuple[int, int, bool] | None:
    """(up track, layer, is RTX) of a first packet with these extensions."""
    ids = {"mid": MID, "rid": RID, "repaired": REPAIRED_RID}
    elements = [(ids[name], value.encode()) for name, value in names.items()]
    data = packet(1, 1, ssrc, b"x", payload_type=payload_type, elements=elements)
    header = rtp.read_header(data)
    route: Route | None = table.learn(header, rtp.read_elements(data, header))
    return None if route is None else (route.track.spec.id, route.layer, route.stream is None)


def test_simulcast_layers_are_told_apart_by_mid_and_rid() -> None:
    table = demux(audio_up(1, 9), video_up(2, 9, ("q", "h", "f")))
    assert learn(table, 11, OPUS, mid="0") == (1, 0, False)
    assert learn(table, 12, mid="1", rid="f") == (2, 2, False)
    assert learn(table, 13, mid="1", rid="q") == (2, 0, False)
    assert learn(table, 14, VP8_RTX, mid="1", repaired="f") == (2, 2, True)


def test_rtx_may_come_before_its_media() -> None:
    table = demux(video_up(2, 9, ("q", "h")))
    assert learn(table, 14, VP8_RTX, mid="1", repaired="h") == (2, 1, True)
    assert table.tracks[0].layers == [None, None]


@pytest.mark.parametrize(
    "names", [{"mid": "1"}, {"mid": "1", "rid": "x"}, {"mid": "7", "rid": "q"}, {"rid": "x"}, {"repaired": "q"}]
)
def test_what_cannot_be_told_is_left_for_a_later_packet(names: dict[str, str]) -> None:
    table = demux(video_up(2, 9, ("q", "h")))
    assert learn(table, 12, **names) is None
    assert table.routes == {}
    assert learn(table, 12, mid="1", rid="q") == (2, 0, False)


def test_declared_ssrcs_need_no_extensions() -> None:
    spec = UpSpec(3, 9, "video", "1", {VP8: "vp8"}, 90_000, {VP8_RTX: VP8}, (), (50, 51), {60: 50, 61: 51})
    table = demux(video_up(2, 9, mid="0"), spec)
    assert learn(table, 51) == (3, 1, False)
    assert learn(table, 60, VP8_RTX) == (3, 0, True)


def test_a_plain_encoder_is_told_apart_by_payload_type() -> None:
    table = demux(audio_up(1, 9), video_up(2, 9))
    assert learn(table, 11, OPUS) == (1, 0, False)
    assert learn(table, 12) == (2, 0, False)
    assert learn(table, 13, VP8_RTX) == (2, 0, True)
    assert learn(table, 14, 77) is None


def test_a_payload_type_that_two_tracks_use_tells_nothing() -> None:
    assert learn(demux(video_up(1, 9, mid="1"), video_up(2, 9, mid="2")), 12) is None


def test_a_payload_type_of_another_track_is_not_taken() -> None:
    assert learn(demux(audio_up(1, 9), video_up(2, 9)), 12, VP8, mid="0") is None


def test_one_peer_has_a_bounded_number_of_ssrcs() -> None:
    table = demux(video_up(2, 9))
    learnt = [learn(table, ssrc, mid="1") for ssrc in range(1000)]
    assert sum(1 for found in learnt if found) == MAX_SSRCS
    assert len(table.tracks[0].streams) == MAX_SSRCS


def test_a_track_that_is_gone_takes_its_ssrcs_along() -> None:
    table = demux(audio_up(1, 9), video_up(2, 9))
    learn(table, 11, OPUS, mid="0")
    learn(table, 12, mid="1")
    table.forget(table.tracks[1])
    assert list(table.routes) == [11]
    assert learn(table, 12, mid="1") is None
