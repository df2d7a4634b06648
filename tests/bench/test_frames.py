"""What the bench of forwarding sends: the recording of Chromium's frames, and the bursts that the floor makes of it."""

from collections import Counter

from bench.fanout_load import frames


def test_the_recording_is_thirty_frames_a_second_of_some_four_packets() -> None:
    video = frames.video()
    assert round(sum(video.ends) / video.cycle_ns * 1e9) == 30
    assert 110 <= video.per_s <= 130
    assert 1000 <= sum(video.sizes) / len(video.sizes) <= 1200
    assert list(video.due_ns) == sorted(video.due_ns)
    assert video.ends[-1] == 1


def test_a_burst_holds_all_packets_of_a_frame_at_the_size_of_the_largest() -> None:
    video = frames.video()
    bursts = frames.bursts(video)
    assert sum(bursts.counts) == len(video.sizes)
    assert Counter(bursts.counts).most_common(1)[0][0] == 4
    assert max(bursts.sizes) == max(video.sizes)


def test_the_bursts_of_several_publishers_come_in_turn() -> None:
    video = frames.video()
    merged = frames.bursts(video, 25)
    assert sum(merged.counts) == 25 * len(video.sizes)
    assert list(merged.due_ns) == sorted(merged.due_ns)
    assert max(Counter(merged.due_ns).values()) < 25


def test_even_video_and_audio_are_bursts_of_one() -> None:
    for media, per_s in ((frames.even_video(), 100), (frames.audio(), 50)):
        assert media.per_s == per_s
        assert list(frames.bursts(media).counts) == [1]
