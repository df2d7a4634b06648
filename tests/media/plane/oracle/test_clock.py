from itertools import pairwise

import pytest
from attrs import define, field
from hypothesis import given
from hypothesis import strategies as st

from tests.media.plane.oracle import clock
from tests.media.plane.oracle.clock import Earliest, StreamClock


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


@define
class Sender:
    """A publisher whose clocks are not ours, over a path of 30 ms; audio takes 20 ms more, video 40."""

    hz_error: float = 0.0
    remote: Earliest = field(factory=Earliest)
    streams: dict[int, StreamClock] = field(factory=dict)  # by clock rate
    sent_s: float = 0.0
    stumbled_s: float = 0.0  # what its audio's timestamps have lost

    def stamp(self, clock_hz: int, at_s: float) -> int:
        at_s -= self.stumbled_s if clock_hz == 48_000 else 0
        return clock_hz * 3 + round(at_s * clock_hz * (1 + self.hz_error))

    def send(self, seconds: float, video_queue_s: float = 0.0) -> None:
        """A packet of each each 20 ms; one video packet in three waits in a queue."""
        for tick in range(round(seconds * 50)):
            at_s = self.sent_s + tick * 0.02
            for clock_hz, lag_s in ((48_000, 0.05), (90_000, 0.07 + (video_queue_s if tick % 3 else 0.0))):
                stream = self.streams.setdefault(clock_hz, StreamClock(clock_hz, self.remote))
                stream.packet(self.stamp(clock_hz, at_s) & 0xFFFFFFFF, at_s + lag_s)
        self.sent_s += seconds

    def report(self, clock_hz: int, queue_s: float = 0.0) -> None:
        ntp = clock.to_ntp(self.sent_s + 1_000_000)
        stamp = self.stamp(clock_hz, self.sent_s) & 0xFFFFFFFF
        self.streams[clock_hz].sender_report(ntp, stamp, self.sent_s + 0.03 + queue_s)

    def captured_s(self, clock_hz: int) -> float:
        """When was captured, by the publisher's clock, what we say is captured now."""
        stamp = self.streams[clock_hz].timestamp_at(self.sent_s)
        assert stamp is not None
        return (stamp - clock_hz * 3) / clock_hz

    def apart_s(self) -> float:
        return abs(self.captured_s(48_000) - self.captured_s(90_000))


@given(st.lists(st.floats(0, 0.1), min_size=8, max_size=8), st.floats(-0.0002, 0.0002))
def test_audio_and_video_of_one_publisher_share_a_clock(queues_s: list[float], hz_error: float) -> None:
    sender = Sender(hz_error)
    sender.send(1)
    for queue_s in queues_s:
        sender.report(90_000, queue_s)
        sender.send(2)
        sender.report(48_000, queue_s / 2)
        sender.send(3)
        assert sender.apart_s() < 0.045
    sender.send(10)
    assert sender.apart_s() < 0.006


def test_before_the_first_report_arrival_stands_in() -> None:
    sender = Sender()
    sender.send(1, video_queue_s=0.08)
    assert sender.apart_s() < 0.025
    sender.report(90_000)
    sender.send(1)
    assert sender.apart_s() < 0.04, "one of two has reported"


def test_what_is_told_is_steered_and_not_stepped() -> None:
    sender = Sender()
    sender.send(clock.SETTLE_S + 0.1)
    told_s = [sender.captured_s(90_000) - sender.sent_s]
    sender.report(90_000)
    for _ in range(50):
        sender.send(0.2)
        told_s.append(sender.captured_s(90_000) - sender.sent_s)
    most_s = 0.2 * clock.STEER_SHARE * 0.05 + 1e-4  # in a fifth of a second, of an error of 50 ms
    assert all(abs(later - earlier) <= most_s for earlier, later in pairwise(told_s))
    assert told_s[-1] == pytest.approx(-0.03, abs=0.002)


def test_a_report_that_contradicts_what_arrives_is_not_believed() -> None:
    sender = Sender()
    sender.send(1)
    honest_s = sender.captured_s(90_000) - sender.sent_s
    stream = sender.streams[90_000]
    stream.sender_report(clock.to_ntp(5000), (stream.highest or 0) + 90_000 * 3600 & 0xFFFFFFFF, sender.sent_s)
    sender.send(3)
    assert sender.captured_s(90_000) - sender.sent_s == pytest.approx(honest_s, abs=0.01)


def test_before_anything_came_no_time_is_told() -> None:
    stream = StreamClock(48_000, Earliest())
    assert stream.timestamp_at(1.0) is None
    stream.sender_report(0, 100, 1.0)
    assert stream.reported.value is None, "a report without wall clock says nothing"


def test_the_smallest_delay_of_the_last_windows_counts() -> None:
    delay = Earliest(window_s=4)
    seen = []
    for at_s, sample in enumerate((0.1, 0.05, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2)):
        delay.sample(sample, at_s)
        seen.append(delay.value)
    assert seen == [0.1, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.2, 0.2]
    delay.lower(0.15)
    delay.lower(0.3)
    assert delay.value == 0.15


def test_a_device_that_stumbled_is_followed() -> None:
    """Its sound card lost 300 ms, so all later timestamps are that much behind."""
    sender = Sender()
    sender.send(6)
    for clock_hz in (48_000, 90_000):
        sender.report(clock_hz)
    sender.send(6)
    before_s = sender.apart_s()
    sender.stumbled_s = 0.3
    for _ in range(6):
        sender.send(5)
        for clock_hz in (48_000, 90_000):
            sender.report(clock_hz)
    assert before_s < 0.01
    assert abs(sender.captured_s(48_000) + 0.3 - sender.captured_s(90_000)) < 0.02


def test_a_clock_that_was_set_is_followed_at_once() -> None:
    delay = Earliest()
    delay.sample(0.1, 1.0)
    delay.sample(3600.1, 2.0)
    assert delay.value == 3600.1


def test_timestamps_go_on_through_the_wrap() -> None:
    stream = StreamClock(90_000, Earliest())
    first = stream.packet(0xFFFFFF00, 1.0)
    assert stream.packet(0x00000100, 1.02) - first == 0x200
    assert stream.unwrapped(0xFFFFFFFF) == 0xFFFFFFFF
