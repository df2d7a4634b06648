from typing import cast

import pytest

from media import layers
from media.plane import ALL, LayerSeen, ViewerReport
from media.tracks import Layer, UpTrack
from media.viewer import Seat, Viewer
from tests.media.fake_plane import FakePlane
from tests.media.stage import KEYS, FakePeer, camera, down, microphone, peer_spec


class Home:
    def __init__(self) -> None:
        self.heard: list[tuple[object, ...]] = []
        self.active: UpTrack | None = None

    def peer_connected(self, peer_id: str) -> None:
        self.heard.append(("connected", peer_id))

    def viewer_ended(self, viewer: Viewer, reason: str) -> None:
        self.heard.append(("ended", viewer.id, reason))

    def quality_seen(self, _peer_id: str, loss: float, _rtt_ms: float | None, _heard_s: float) -> None:
        self.heard.append(("quality", loss))


AUDIO_DOWN, VIDEO_DOWN, SCREEN_DOWN = 11, 12, 13


def made(*, connected: bool = True) -> tuple[Viewer, FakePlane, Home, FakePeer]:
    peer, plane, home = FakePeer(), FakePlane(), Home()
    seats = [
        Seat(down(AUDIO_DOWN, "audio"), down(VIDEO_DOWN), is_screen=False),
        Seat(None, down(SCREEN_DOWN), is_screen=True),
    ]
    viewer = Viewer(peer, peer_spec, seats, plane, home)  # type: ignore[arg-type]
    if connected:
        viewer.connected(KEYS)
        plane.heard()
    return viewer, plane, home, peer


def person() -> tuple[UpTrack, UpTrack]:
    """Microphone and camera whose three layers flow."""
    audio, video = microphone(21)[0], camera(22)[0]
    audio.is_open = video.is_open = True
    for layer in range(3):
        video.told(LayerSeen(22, layer, layer))
    return audio, video


def test_a_person_who_sits_down_is_fed_by_the_layer_that_fits() -> None:
    viewer, plane, _, _ = made()
    viewer.sit(0, *person())
    assert plane.heard("feed") == [("feed", AUDIO_DOWN, 21, 0), ("feed", VIDEO_DOWN, 22, 1)]


def test_another_size_is_another_layer_and_no_size_is_a_pause_but_not_of_sound() -> None:
    viewer, plane, _, _ = made()
    viewer.sit(0, *person())
    plane.heard()
    viewer.want(0, 150)
    viewer.want(0, 0)
    assert plane.heard("feed") == [("feed", VIDEO_DOWN, 22, 0), ("feed", VIDEO_DOWN, None, 0)]


def test_an_empty_seat_is_silent_and_dark() -> None:
    viewer, plane, _, _ = made()
    viewer.sit(0, *person())
    plane.heard()
    viewer.sit(0, None, None)
    assert plane.heard("feed") == [("feed", AUDIO_DOWN, None, 0), ("feed", VIDEO_DOWN, None, 0)]


def test_nothing_is_said_to_the_plane_before_the_handshake_and_all_of_it_after() -> None:
    viewer, plane, home, _ = made(connected=False)
    viewer.sit(0, *person())
    assert plane.said == []
    viewer.connected(KEYS)
    assert [each[0] for each in plane.said] == ["add_peer", "add_down", "add_down", "add_down", "feed", "feed"]
    assert home.heard == [("connected", "c1")]


def test_a_track_whose_publisher_is_still_shaking_hands_is_fed_once_it_opens() -> None:
    viewer, plane, _, _ = made()
    audio, video = person()
    audio.is_open = video.is_open = False
    viewer.sit(0, audio, video)
    assert plane.heard("feed") == [("feed", AUDIO_DOWN, None, 0)]
    audio.is_open = video.is_open = True
    viewer.track_changed(audio)
    viewer.track_changed(video)
    assert plane.heard("feed") == [("feed", AUDIO_DOWN, 21, 0), ("feed", VIDEO_DOWN, 22, 1)]


def test_while_nothing_flows_the_lowest_layer_is_fed_so_that_its_first_key_frame_is_caught() -> None:
    viewer, plane, _, _ = made()
    video = camera(22)[0]
    video.is_open = True
    viewer.sit(0, None, video)
    assert plane.heard("feed") == [("feed", VIDEO_DOWN, 22, 0)]


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


def test_a_small_seat_gets_the_lower_spatial_layers_of_one_stream() -> None:
    viewer, plane, _, _ = made()
    _, video = person()
    video.layers = (Layer(720, 1_500_000, flows=True, spatial_px=(180, 360, 720)),)
    video.layers[0].spatial_bps = (100_000, 400_000, 1_500_000)
    viewer.sit(0, None, video)
    viewer.want(0, 150)
    viewer.want(0, 720)
    assert plane.heard("feed")[-3:] == [
        ("feed", VIDEO_DOWN, 22, 0, ALL, 1),
        ("feed", VIDEO_DOWN, 22, 0, ALL, 0),
        ("feed", VIDEO_DOWN, 22, 0, ALL, 1),
    ]
    for second in range(1, 4):
        viewer.told(ViewerReport(1, second, sent_bps=400_000, loss=0.0, remb_bps=None, rtt_ms=50.0, heard_s=0.1))
    assert plane.heard("feed") == [("feed", VIDEO_DOWN, 22, 0)]


def test_who_is_on_stage_is_steered_closely_from_the_start_and_as_long_as_it_is_there() -> None:
    viewer, plane, _, peer = made(connected=False)
    viewer.steer(closely=True)
    assert plane.said == []
    viewer.connected(KEYS)
    viewer.steer(closely=True)
    viewer.steer(closely=False)
    assert plane.heard("steer") == [("steer", peer.number, True), ("steer", peer.number, False)]


def test_screens_have_seats_of_their_own() -> None:
    viewer, plane, _, _ = made()
    screen = camera(30, layer_count=1)[0]
    screen.is_open = True
    viewer.sit(0, None, screen, screen=True)
    assert plane.heard("feed") == [("feed", SCREEN_DOWN, 30, 0)]
    assert (viewer.seats, viewer.screens) == (1, 1)


def test_a_track_that_is_gone_leaves_its_seat_without_a_word_to_the_plane() -> None:
    viewer, plane, _, _ = made()
    audio, video = person()
    viewer.sit(0, audio, video)
    plane.heard()
    viewer.forget(audio)
    viewer.forget(video)
    assert plane.said == []
    viewer.sit(0, *person())
    assert plane.heard("feed") == [("feed", AUDIO_DOWN, 21, 0), ("feed", VIDEO_DOWN, 22, 1)]


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
