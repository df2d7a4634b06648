from media.plane import KeyFrameSeen, LayerSeen, LevelHeard, UpReport
from media.tracks import Picture, UpTrack


def test_a_layer_counts_once_its_first_packet_was_seen() -> None:
    track = UpTrack.of_video(1, "camera", "vp8", 3)
    assert track.heights == ()
    assert track.told(LayerSeen(1, 0, 4711))
    assert track.heights == (180,)
    assert not track.told(LayerSeen(1, 0, 4711))


def test_a_key_frame_tells_the_true_height() -> None:
    track = UpTrack.of_video(1, "camera", "vp8", 1)
    track.told(LayerSeen(1, 0, 4711))
    assert track.told(KeyFrameSeen(1, 0, 480))
    assert track.heights == (480,)
    assert not track.told(KeyFrameSeen(1, 0, None))
    assert track.heights == (480,)


def test_a_layer_that_sent_nothing_flows_no_more() -> None:
    track = UpTrack.of_video(1, "camera", "vp8", 2)
    track.told(LayerSeen(1, 0, 1))
    track.told(LayerSeen(1, 1, 2))
    assert track.told(UpReport(1, 1, 5.0, bps=0, packets=0, lost=0, jitter_ms=0.0))
    assert track.heights == (360,)
    assert track.told(UpReport(1, 1, 6.0, bps=900_000, packets=90, lost=0, jitter_ms=0.0))
    assert track.heights == (360, 720)
    assert track.layers[1].bps == 900_000


def test_spatial_layers_are_pictures_of_their_own_as_far_as_they_flow() -> None:
    track = UpTrack.of_video(1, "camera", "vp9", 1)
    track.told(LayerSeen(1, 0, 4711))
    assert track.told(KeyFrameSeen(1, 0, 720, (180, 360, 720)))
    assert track.heights == (180, 360, 720)
    rates = (100_000, 400_000, 1_500_000)
    track.told(UpReport(1, 0, 5.0, bps=1_500_000, packets=9, lost=0, jitter_ms=0.0, spatial_bps=rates))
    assert track.layers[0].pictures == (Picture(180, rates[0], 0), Picture(360, rates[1], 1), Picture(720, rates[2]))
    assert track.told(UpReport(1, 0, 6.0, bps=400_000, packets=9, lost=0, jitter_ms=0.0, spatial_bps=rates[:2]))
    assert track.layers[0].pictures == (Picture(180, rates[0], 0), Picture(360, rates[1]))
    track.told(UpReport(1, 0, 7.0, bps=90_000, packets=9, lost=0, jitter_ms=0.0))
    assert track.layers[0].pictures == (Picture(180, 90_000),)


def test_a_level_changes_no_layer() -> None:
    assert not UpTrack.of_audio(1, "microphone", "opus").told(LevelHeard(1, 30, 1.0))
