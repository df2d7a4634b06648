"""Both planes let a narrow link's video wait alike; and what waits is what it should be when it leaves, or is gone."""

from hypothesis import given, settings
from hypothesis import strategies as st

from media.plane import ALL
from tests.media.plane.oracle import rtp
from tests.media.plane.oracle.forwarding import Camera, audio_down, audio_up, video_down, video_up, voice
from tests.media.plane.oracle.pacing import FASTER, LONGEST_S
from tests.media.plane.twins import Twins, address_of
from tests.media.rtp_packets import SEND_TIME

PUBLISHER, VIEWER, WIDE = 1, 2, 3
SMALL, LARGE, SCREEN, VOICE = 70, 80, 90, 5  # SSRCs; up tracks 1 (two layers), 2 and 3
LINK_BPS = 400_000
LOST, LATE = 1, 2


class Watching:
    """A camera, a screen, a voice; a viewer with a seat for each and a narrow link, one who sees the camera alone."""

    def __init__(self, fates: list[int] | None = None) -> None:
        self.twins, self.fates, self.held = Twins(), fates or [0], list[bytes]()
        self.cameras = [Camera(SMALL, rid="q", mid="1"), Camera(LARGE, rid="h", mid="1"), Camera(SCREEN, mid="2")]
        self.count, self.seats, self.open = 0, 0, True
        for number in (PUBLISHER, VIEWER, WIDE):
            self.twins.join(number)
        self.twins.tell("add_up", video_up(1, PUBLISHER, ("q", "h"), "1"))
        self.twins.tell("add_up", video_up(2, PUBLISHER, (), "2"))
        self.twins.tell("add_up", audio_up(3, PUBLISHER, "3"))
        for spec in (video_down(1, VIEWER, 7001), video_down(2, VIEWER, 7002), video_down(4, WIDE, 7004)):
            self.twins.tell("add_down", spec)
        self.twins.tell("add_down", audio_down(3, VIEWER, 8003))
        for down, up in ((1, 1), (2, 2), (3, 3), (4, 1)):
            self.twins.tell("feed", down, up)
        for up in (1, 2, 3):
            self.twins.tell("allow_up", up, True)
        for camera in range(3):
            self.frame(camera, 1, key=True)
        self.twins.tell("pace", VIEWER, LINK_BPS)
        self.twins.compare()
        self.twins.sent.clear()

    def frame(self, camera: int, packets: int, *, key: bool = False, size: int = 1000, temporal: int = 0) -> None:
        plains = self.cameras[camera].frame(packets, key=key, body=bytes(size), temporal=temporal)
        self.deliver(plains)

    def deliver(self, plains: list[bytes]) -> None:
        batch = []
        for plain in plains:
            self.count += 1
            fate = self.fates[self.count % len(self.fates)]
            (self.held if fate == LATE else batch).append(plain)
            if fate == LOST:
                batch.pop()
        self.twins.arrive(PUBLISHER, [self.twins.seal(PUBLISHER, plain) for plain in batch])

    def late(self) -> None:
        held, self.held = self.held, []
        for plain in held:  # each by itself: a batch is fanned out stream by stream in one plane alone
            self.twins.arrive(PUBLISHER, [self.twins.seal(PUBLISHER, plain)])

    def say(self) -> None:
        self.count += 1
        self.deliver([voice(self.count, 960 * self.count, VOICE, mid="3")])

    def wait(self, seconds: float) -> list[tuple[float, bytes]]:
        """What left for the viewer, ticking each 20 ms: when, and the datagram in clear."""
        found = self.left()
        for _ in range(round(seconds / 0.02)):
            self.twins.wait(0.02)
            found += self.left()
        return found

    def left(self) -> list[tuple[float, bytes]]:
        self.twins.compare()
        sent, self.twins.sent = self.twins.sent, []
        media = [data for data, address in sent if address == address_of(VIEWER) and not rtp.is_rtcp(data)]
        return [(self.twins.now_s, self.twins.far[VIEWER].unprotect(data)) for data in media]

    def play(self, action: str, one: int, two: int) -> None:
        self.twins.now_s += 0.004 * two
        match action:
            case "frame" | "key":
                temporal = 0 if action == "key" else self.count % 3
                self.frame(one % 3, 1 + two, key=action == "key", size=150 * (1 + one), temporal=temporal)
            case "voice":
                self.say()
            case "late":
                self.late()
            case "tick":
                self.twins.wait(0.02 * (1 + one))
            case "pace":
                self.twins.tell("pace", (VIEWER, WIDE)[one % 2], (100_000, LINK_BPS, 3_000_000, None)[two % 4])
            case "feed":
                # never one stream to two seats of a viewer: a batch is fanned out seat by seat in one plane alone
                feeds = ((1, 1, 0), (1, 1, 1), (2, 2, 0), (1 + one % 2, None))
                limits = (one // 2, ALL) if two >= 4 and two % 4 < 3 else ()
                self.twins.tell("feed", *feeds[two % 4], *limits)
            case "gate":
                self.open = not self.open
                self.twins.tell("allow_up", 1 + one % 2, self.open)
            case "leave":
                self.seats += 1
                self.twins.tell("remove_down", 1)
                self.twins.tell("add_down", video_down(1, VIEWER, 7001 + 10 * self.seats))
                self.twins.tell("feed", 1, 1, one % 2)
            case "gone":
                self.twins.tell("remove_up", 2)
                self.twins.tell("add_up", video_up(2, PUBLISHER, (), "2"))
                self.twins.tell("allow_up", 2, True)
                self.twins.tell("feed", 2, 2)
        self.twins.compare()


def numbers(left: list[tuple[float, bytes]], ssrc: int) -> list[int]:
    headers = [rtp.read_header(data) for _, data in left]
    return [header.sequence for header in headers if header.ssrc == ssrc]


kinds = ["frame"] * 8 + ["key"] * 3 + ["voice", "tick", "tick", "tick", "late", "pace", "feed", "feed", "gate", "leave"]
small = st.integers(0, 7)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([*kinds, "gone"]), small, small), max_size=80),
    st.lists(st.sampled_from([0, 0, 0, 0, 0, LOST, LATE]), min_size=1, max_size=20),
)
def test_what_waits_leaves_alike_whatever_happens_meanwhile(
    script: list[tuple[str, int, int]], fates: list[int]
) -> None:
    watching = Watching(fates)
    for step in script:
        watching.play(*step)
    watching.twins.wait(1.2)
    watching.twins.compare()
    assert "srtp_out_replayed" not in watching.twins.compiled.counters()


def test_a_key_frame_is_spread_and_a_voice_overtakes_it() -> None:
    watching = Watching()
    watching.wait(1.0)
    watching.frame(0, 15, key=True)
    watching.say()
    at_once = watching.left()
    assert [rtp.read_header(data).ssrc for _, data in at_once][-1] == 8003
    assert len(at_once) < 5
    rest = watching.wait(1.0)
    assert len(at_once) + len(rest) == 16
    assert 0.1 <= rest[-1][0] - at_once[0][0] <= 15 * 1100 * 8 / (FASTER * LINK_BPS)
    given_numbers = numbers(at_once + rest, 7001)
    assert given_numbers == list(range(given_numbers[0], given_numbers[0] + 15))


def test_the_send_time_tells_when_a_packet_left() -> None:
    watching = Watching()
    watching.frame(0, 15, key=True)
    left = watching.wait(1.0)
    assert len({at_s for at_s, _ in left}) > 5
    for at_s, data in left:
        assert rtp.read_elements(data, rtp.read_header(data))[SEND_TIME] == rtp.send_time(at_s)


def test_nobody_else_waits() -> None:
    watching = Watching()
    watching.frame(0, 15, key=True)
    watching.twins.compare()
    assert sum(address == address_of(WIDE) for _, address in watching.twins.sent) == 15


def test_what_would_wait_too_long_is_sent() -> None:
    watching = Watching()
    watching.frame(0, 63, key=True)
    left = watching.wait(1.0)
    assert len(left) == 63
    assert left[-1][0] - left[0][0] <= LONGEST_S + 0.05


def test_a_closed_gate_lets_nothing_pass_that_was_waiting() -> None:
    watching = Watching()
    watching.frame(0, 15, key=True)
    assert watching.left()
    watching.twins.tell("allow_up", 1, False)
    assert watching.wait(1.0) == []


def test_a_switch_leaves_the_old_behind_and_no_number_out() -> None:
    watching = Watching()
    watching.frame(0, 15, key=True)
    before = watching.left()
    watching.twins.tell("feed", 1, 1, 1)
    watching.frame(1, 10, key=True)
    after = watching.wait(1.0)
    assert len(before) < 5
    assert len(after) == 10
    given_numbers = numbers(before + after, 7001)
    assert given_numbers == list(range(given_numbers[0], given_numbers[0] + len(before) + 10))


def test_a_seat_that_is_gone_takes_what_waited_with_it_and_others_go_on() -> None:
    watching = Watching()
    watching.frame(0, 8, key=True)
    watching.frame(2, 8, key=True)
    before = watching.left()
    watching.twins.tell("remove_down", 1)
    after = watching.wait(1.0)
    assert numbers(after, 7001) == []
    assert len(numbers(before + after, 7002)) == 8


def test_once_no_limit_is_known_what_waited_leaves_with_the_next_tick() -> None:
    watching = Watching()
    watching.frame(0, 15, key=True)
    before = watching.left()
    watching.twins.tell("pace", VIEWER, None)
    after = watching.wait(0.02)
    assert len(before) + len(after) == 15
    watching.frame(0, 30)
    assert len(watching.left()) == 30


def test_a_viewer_who_goes_takes_all_that_waited_along() -> None:
    watching = Watching()
    watching.frame(0, 15, key=True)
    watching.left()
    watching.twins.tell("remove_peer", VIEWER)
    assert watching.wait(1.0) == []
