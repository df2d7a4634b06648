from media.plane import KeyFrameSeen, LayerSeen, LevelHeard, UpReport
from media.tracks import UpTrack


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


def test_a_level_changes_no_layer() -> None:
    assert not UpTrack.of_audio(1, "microphone", "opus").told(LevelHeard(1, 30, 1.0))
