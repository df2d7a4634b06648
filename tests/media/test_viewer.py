import pytest
from attrs import evolve

from media.plane import ALL, ViewerReport
from media.tracks import Layer, UpTrack
from media.viewer import Seat, Viewer
from tests.media.fake_plane import FakePlane
from tests.media.seating import AUDIO_DOWN, SCREEN_DOWN, VIDEO_DOWN, Home, made, person
from tests.media.stage import KEYS, FakePeer, camera, down, peer_spec


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


@pytest.mark.parametrize(("dependency_id", "spatial", "later"), [(8, (), [("feed", 12, 22, 0)]), (None, (ALL, 0), [])])
def test_who_cannot_tell_the_frames_of_av1_apart_gets_its_smallest_size_alone(
    dependency_id: int | None, spatial: tuple[int, ...], later: list[tuple[object, ...]]
) -> None:
    plane = FakePlane()
    spec = evolve(down(VIDEO_DOWN), payload_types={"av1": 45}, dependency_ext_id=dependency_id)
    viewer = Viewer(FakePeer(), peer_spec, [Seat(None, spec, is_screen=False)], plane, Home())  # type: ignore[arg-type]
    viewer.connected(KEYS)
    video = UpTrack.of_video(22, "camera", "av1", 1)
    video.is_open = True
    viewer.sit(0, None, video)
    assert plane.heard("feed") == [("feed", VIDEO_DOWN, 22, 0, *spatial)], "before anything flows"
    video.layers = (Layer(720, 1_500_000, flows=True, spatial_px=(180, 360, 720)),)
    video.layers[0].spatial_bps = (100_000, 400_000, 1_500_000)
    for second in range(1, 4):
        viewer.told(ViewerReport(1, second, sent_bps=9_000_000, loss=0.0, remb_bps=None, rtt_ms=50.0, heard_s=0.1))
    viewer.want(0, 720)
    assert plane.heard("feed")[-1:] == later


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
