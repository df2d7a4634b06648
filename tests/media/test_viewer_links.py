"""What a viewer's reports move: its layers, how fast its video leaves, and what its link is probed for."""

from typing import cast

import pytest

from media import layers
from media.plane import LayerSeen, ViewerReport
from media.tracks import Layer
from media.viewer import Seat
from tests.media.seating import VIDEO_DOWN, made, person
from tests.media.stage import KEYS, camera, down, microphone


def test_a_link_that_loses_packets_gets_a_lower_layer() -> None:
    viewer, plane, home, _ = made()
    audio, video = person()
    for layer, bps in zip(video.layers, (150_000, 500_000, 1_500_000), strict=True):
        layer.bps = bps
    viewer.sit(0, audio, video)
    plane.heard()
    report = ViewerReport(1, 1.0, sent_bps=540_000, loss=0.3, remb_bps=None, rtt_ms=50.0, heard_s=0.1)
    viewer.told(report)
    assert plane.heard("feed") == [("feed", VIDEO_DOWN, 22, 0)]
    assert home.heard[-1] == ("quality", 0.3)


def test_while_nothing_flows_a_report_chooses_no_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    viewer, plane, _, _ = made()
    audio, video = microphone(21)[0], camera(22)[0]
    audio.is_open = video.is_open = True
    viewer.sit(0, audio, video)
    report = ViewerReport(1, 1.0, sent_bps=20_000, loss=0.0, remb_bps=None, rtt_ms=50.0, heard_s=0.1)
    with monkeypatch.context() as nothing_to_choose:
        nothing_to_choose.delattr(layers, "allocate")
        viewer.told(report)
    plane.heard()
    for layer in range(3):
        video.told(LayerSeen(22, layer, layer))
    viewer.told(report)
    assert plane.heard("feed") == [("feed", VIDEO_DOWN, 22, 1)]


def test_a_link_that_was_found_full_is_paced_until_as_much_has_held() -> None:
    viewer, plane, _, peer = made()
    viewer.sit(0, *person())
    told = [(0, 0.5), (1, 0.0), *((second, 0.0) for second in range(5, 12))]
    for at_s, loss in told:
        viewer.told(ViewerReport(1, at_s, 1_000_000, loss, remb_bps=None, rtt_ms=50.0, heard_s=0.1))
    paced = plane.heard("pace")
    assert paced[0] == ("pace", peer.number, 375_000)
    assert paced[-1] == ("pace", peer.number, None)
    viewer.told(ViewerReport(1, 12.0, 1_000_000, 0.0, remb_bps=None, rtt_ms=50.0, heard_s=0.1))
    assert plane.heard("pace") == [], "what it was told it is not told again"


def test_a_viewer_whose_link_is_held_too_narrow_for_any_picture_is_paced_so_that_it_is_tried_again() -> None:
    viewer, plane, _, peer = made()
    video = camera(22, layer_count=1)[0]
    video.is_open = True
    video.told(LayerSeen(22, 0, 0))
    video.layers[0].bps = 4_000_000
    viewer.sit(0, None, video)
    assert plane.heard("feed", "pace") == [("pace", peer.number, 1_200_000)]
    for at_s in range(3):
        viewer.told(ViewerReport(1, at_s, 0, 0.0, remb_bps=None, rtt_ms=None, heard_s=0.0))
    assert plane.heard("feed", "pace") == [("pace", peer.number, None), ("feed", VIDEO_DOWN, 22, 0)]


def test_silence_makes_nobody_bold() -> None:
    viewer, plane, _, _ = made()
    for at_s in range(20):
        viewer.told(ViewerReport(1, at_s, 0, 0.0, remb_bps=None, rtt_ms=None, heard_s=0.0))
    viewer.sit(0, *person())
    assert plane.heard("feed")[-1] == ("feed", VIDEO_DOWN, 22, 1)


def test_a_viewer_whose_picture_was_too_large_for_its_link_and_goes_is_paced_no_more() -> None:
    viewer, plane, _, peer = made()
    video = camera(22, layer_count=1)[0]
    video.is_open = True
    video.told(LayerSeen(22, 0, 0))
    video.layers[0].bps = 4_000_000
    viewer.sit(0, None, video)
    viewer.forget(video)
    viewer.told(ViewerReport(1, 1.0, 0, 0.0, remb_bps=None, rtt_ms=None, heard_s=0.0))
    assert plane.heard("pace") == [("pace", peer.number, 1_200_000), ("pace", peer.number, None)]


def test_a_link_that_was_found_full_is_probed_for_the_next_layer_before_that_is_fed() -> None:
    viewer, plane, _, peer = made()
    audio, video = person()
    video.layers = tuple(Layer(height, bps, flows=True) for height, bps in ((180, 130_000), (360, 400_000)))
    viewer.sit(0, audio, video)
    for at_s, sent_bps, loss in ((0, 450_000, 0.5), (5, 150_000, 0.0)):
        viewer.told(ViewerReport(1, at_s, sent_bps, loss, remb_bps=None, rtt_ms=50.0, heard_s=0.1))
    ((_, number, bps, lasts_ms),) = cast("list[tuple[str, int, int, int]]", plane.heard("probe"))
    assert number == peer.number
    assert 440_000 < bps < 600_000
    assert 200 <= lasts_ms <= 600
    for at_s, probed_bps in ((8, bps), (9, None)):
        viewer.told(ViewerReport(1, at_s, 150_000, 0.0, None, 50.0, 0.1, probed_bps=probed_bps))
    assert plane.heard("feed")[-1] == ("feed", VIDEO_DOWN, 22, 1)
    assert plane.heard("probe") == [], "it shows what it is to show"


def test_who_is_on_stage_is_steered_closely_from_the_start_and_as_long_as_it_is_there() -> None:
    viewer, plane, _, peer = made(connected=False)
    viewer.steer(closely=True)
    assert plane.said == []
    viewer.connected(KEYS)
    viewer.steer(closely=True)
    viewer.steer(closely=False)
    assert plane.heard("steer") == [("steer", peer.number, True), ("steer", peer.number, False)]


def test_who_speaks_is_the_last_to_become_small_in_a_grid() -> None:
    viewer, plane, home, _ = made()
    second = Seat(down(14, "audio"), down(15), is_screen=False)
    viewer._seats.append(second)
    audio, video = person()
    other_audio, other_video = microphone(31)[0], camera(32)[0]
    other_audio.is_open = other_video.is_open = True
    for layer in range(3):
        other_video.told(LayerSeen(32, layer, layer))
    for track in (video, other_video):
        for each, bps in zip(track.layers, (150_000, 500_000, 1_500_000), strict=True):
            each.bps = bps
    viewer.sit(0, audio, video)
    viewer.sit(1, other_audio, other_video)
    home.active = other_audio
    plane.heard()
    viewer.told(ViewerReport(1, 1.0, sent_bps=1_500_000, loss=0.4, remb_bps=None, rtt_ms=50.0, heard_s=0.1))
    assert plane.heard("feed") == [("feed", VIDEO_DOWN, 22, 0)]
