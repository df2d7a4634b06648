import pytest
from hypothesis import given
from hypothesis import strategies as st

from media import clock
from media.clock import Earliest, StreamClock


def test_ntp_goes_there_and_back() -> None:
    assert clock.from_ntp(clock.to_ntp(1_800_000_000.25)) == pytest.approx(1_800_000_000.25, abs=1e-6)
    assert clock.to_ntp(0.5) == (2_208_988_800 << 32) + (1 << 31)


def test_a_round_trip_is_what_the_delay_leaves() -> None:
    sent = clock.to_ntp(1_800_000_000.0)
    back = clock.to_ntp(1_800_000_000.350)
    assert clock.round_trip_s(back, clock.middle(sent), int(0.3 * 65536)) == pytest.approx(0.05, abs=0.001)


@pytest.mark.parametrize(("last_sr", "delay_s"), [(0, 0), (clock.middle(clock.to_ntp(1000.0)), 1), (5, 5)])
def test_an_impossible_round_trip_is_none(last_sr: int, delay_s: int) -> None:
    assert clock.round_trip_s(clock.to_ntp(1000.1), last_sr, delay_s * 65536) is None


class Sender:
    """A publisher whose clock is `ahead_s` of ours, over a path of 30 ms with queues."""

    def __init__(self, ahead_s: float = 1_000_000.0, hz_error: float = 0.0) -> None:
        self.ahead_s = ahead_s
        self.hz_error = hz_error
        self.remote = Earliest()

    def stamp(self, hz: int, base: int, at_s: float) -> int:
        return base + round(at_s * hz * (1 + self.hz_error))

    def report(self, stream: StreamClock, base: int, at_s: float, queue_s: float = 0.0) -> None:
        ntp = clock.to_ntp(at_s + self.ahead_s)
        stream.sender_report(ntp, self.stamp(stream.clock_hz, base, at_s) & 0xFFFFFFFF, at_s + 0.03 + queue_s)


def captured_s(stream: StreamClock, base: int, now_s: float) -> float:
    """When, on the publisher's clock, was captured what we call now."""
    stamp = stream.timestamp_at(now_s)
    assert stamp is not None
    return (stamp - base) / stream.clock_hz


@given(
    st.integers(0, 0xFFFFFFFF),
    st.integers(0, 0xFFFFFFFF),
    st.lists(st.floats(0, 0.2), min_size=4, max_size=4),
    st.floats(-0.0003, 0.0003),
)
def test_audio_and_video_of_one_publisher_share_a_clock(
    audio_base: int, video_base: int, queues_s: list[float], hz_error: float
) -> None:
    sender = Sender(hz_error=hz_error)
    audio, video = StreamClock(48_000, sender.remote), StreamClock(90_000, sender.remote)
    for tick in range(150):  # three seconds
        audio.packet(sender.stamp(48_000, audio_base, tick * 0.02) & 0xFFFFFFFF, tick * 0.02 + 0.05)
        video.packet(sender.stamp(90_000, video_base, tick * 0.02) & 0xFFFFFFFF, tick * 0.02 + 0.06)
    sender.report(video, video_base, 0.5, queues_s[0])
    sender.report(video, video_base, 1.5, queues_s[1])
    sender.report(audio, audio_base, 2.5, queues_s[2])
    sender.report(video, video_base, 2.6, queues_s[3])
    apart_s = captured_s(audio, audio_base, 3.0) - captured_s(video, video_base, 3.0)
    assert abs(apart_s) < 0.002


def test_before_the_first_report_arrival_stands_in() -> None:
    sender = Sender()
    audio, video = StreamClock(48_000, sender.remote), StreamClock(90_000, sender.remote)
    assert audio.timestamp_at(1.0) is None
    for tick in range(50):
        audio.packet(sender.stamp(48_000, 7, tick * 0.02), tick * 0.02 + 0.05)
        queue_s = 0.08 if tick % 3 else 0.0  # a key frame is paced
        video.packet(sender.stamp(90_000, 9, tick * 0.02), tick * 0.02 + 0.06 + queue_s)
    assert abs(captured_s(audio, 7, 1.0) - captured_s(video, 9, 1.0)) < 0.04
    sender.report(video, 9, 0.9)
    assert abs(captured_s(audio, 7, 1.0) - captured_s(video, 9, 1.0)) < 0.08, "one of two has reported"


def test_the_smallest_delay_counts_and_ages_with_drift() -> None:
    delay = Earliest()
    for at_s, sample in ((0, 0.1), (1, 0.05), (2, 0.2)):
        delay.sample(sample, at_s)
    assert delay.value == pytest.approx(0.05, abs=0.001)
    for at_s in range(3, 300):
        delay.sample(0.12, at_s)
    assert delay.value == pytest.approx(0.12)


def test_a_clock_that_was_set_is_followed_at_once() -> None:
    delay = Earliest()
    delay.sample(0.1, 1.0)
    delay.sample(3600.1, 2.0)
    assert delay.value == 3600.1


def test_a_report_without_wall_clock_says_nothing() -> None:
    stream = StreamClock(48_000, Earliest())
    stream.sender_report(0, 100, 1.0)
    assert stream.timestamp_at(2.0) is None


def test_timestamps_go_on_through_the_wrap() -> None:
    stream = StreamClock(90_000, Earliest())
    first = stream.packet(0xFFFFFF00, 1.0)
    assert stream.packet(0x00000100, 1.02) - first == 0x200
    assert stream.unwrapped(0xFFFFFFFF) == 0xFFFFFFFF
