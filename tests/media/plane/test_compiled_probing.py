"""Both planes repeat alike what a viewer has, until so much flows; no byte of it is new, and both tell what left."""

from hypothesis import given, settings
from hypothesis import strategies as st

from media.plane import ViewerReport
from tests.media.plane.oracle import rtcp, rtp
from tests.media.plane.oracle.forwarding import Camera, audio_down, audio_up, video_down, video_up, voice
from tests.media.plane.oracle.probing import ANSWER_S, STEP_S
from tests.media.plane.twins import Twins, address_of

PUBLISHER, VIEWER = 1, 2
FIRST = 7001  # the number before the first of the viewer's video
BPS, LASTS_MS = 1_000_000, 400
small = st.integers(0, 7)


class Watching:
    """Two cameras and a voice; a viewer of them all."""

    def __init__(self) -> None:
        self.twins, self.cameras, self.voices, self.frames = Twins(), [Camera(70, mid="1"), Camera(80, mid="2")], 0, 0
        self.left: list[tuple[float, bytes]] = []
        for number in (PUBLISHER, VIEWER):
            self.twins.join(number)
        for up in (1, 2):
            self.twins.tell("add_up", video_up(up, PUBLISHER, (), str(up)))
            self.twins.tell("add_down", video_down(up, VIEWER, FIRST + 100 * (up - 1)))
        self.twins.tell("add_up", audio_up(3, PUBLISHER, "3"))
        self.twins.tell("add_down", audio_down(3, VIEWER, 8003))
        for up in (1, 2, 3):
            self.twins.tell("feed", up, up)
            self.twins.tell("allow_up", up, True)
        self.frame(0, key=True)
        self.wait(1.2)  # what a viewer is told when it comes is over
        self.frame(0, key=True)

    def frame(self, camera: int = 0, packets: int = 2, *, key: bool = False, size: int = 500) -> None:
        self.frames += 1
        plains = self.cameras[camera].frame(packets, key=key, body=self.frames.to_bytes(2, "big") * (size // 2))
        self.twins.arrive(PUBLISHER, [self.twins.seal(PUBLISHER, plain) for plain in plains])
        self.compare()

    def say(self) -> None:
        self.voices += 1
        plain = voice(self.voices, 960 * self.voices, 5, mid="3")
        self.twins.arrive(PUBLISHER, [self.twins.seal(PUBLISHER, plain)])

    def nack(self, count: int) -> None:
        compound = rtcp.receiver_report(1) + rtcp.nack(1, FIRST, [FIRST + 1 + at for at in range(count)])
        self.twins.arrive(VIEWER, [self.twins.seal(VIEWER, compound)])

    def compare(self) -> None:
        self.twins.compare()
        self.left += [(self.twins.now_s, data) for data, address in self.twins.sent if address == address_of(VIEWER)]
        self.twins.sent.clear()

    def wait(self, seconds: float) -> None:
        for _ in range(round(seconds / STEP_S)):
            self.twins.wait(STEP_S)
            self.compare()

    def probe(self, bps: int = BPS, lasts_ms: int = LASTS_MS) -> float:
        """When it began."""
        self.left.clear()
        self.twins.events.clear()
        self.twins.tell("probe", VIEWER, bps, lasts_ms)
        return self.twins.now_s + STEP_S

    @property
    def media(self) -> list[tuple[float, bytes]]:
        return [(at_s, data) for at_s, data in self.left if not rtp.is_rtcp(data)]

    @property
    def reports(self) -> list[ViewerReport]:
        return [each for each in self.twins.events if isinstance(each, ViewerReport)]

    @property
    def probed(self) -> int:
        return self.twins.compiled.counters().get("probed", 0)


def test_so_much_flows_for_so_long_and_each_datagram_was_sent_before() -> None:
    watching = Watching()
    before = {data for _, data in watching.media}
    began_s = watching.probe()
    watching.wait(1.0)
    sizes = [len(data) for _, data in watching.media]
    assert {data for _, data in watching.media} <= before
    assert abs(sum(sizes) * 8 - BPS * LASTS_MS / 1000) < 0.06 * BPS * LASTS_MS / 1000
    assert watching.media[0][0] == began_s
    assert watching.media[-1][0] < began_s + LASTS_MS / 1000
    assert watching.probed == len(sizes)


def test_it_is_paced_by_ticks() -> None:
    watching = Watching()
    watching.probe()
    watching.wait(0.4)
    by_tick: dict[float, int] = {}
    for at_s, data in watching.media:
        by_tick[at_s] = by_tick.get(at_s, 0) + len(data)
    assert len(by_tick) >= 18
    assert max(by_tick.values()) < 2 * STEP_S * BPS / 8 + 1500


def test_what_flows_anyhow_counts() -> None:
    alone, busy = Watching(), Watching()
    for watching in (alone, busy):
        watching.probe()
        for _ in range(12):
            watching.wait(0.04)
            if watching is busy:
                watching.frame(packets=3, size=1000)
    assert 0 < busy.probed < 0.6 * alone.probed
    total = sum(len(data) for _, data in busy.media)
    assert total * 8 < 1.25 * BPS * 0.48


def test_the_report_comes_when_receivers_have_answered_and_tells_what_left() -> None:
    watching = Watching()
    watching.wait(2.0)  # until the publisher's clock is known
    watching.frame()
    began_s = watching.probe()
    watching.wait(4.0)
    first, second, *_ = watching.reports
    assert first.probed_bps is not None
    assert abs(first.probed_bps - BPS) < 0.1 * BPS
    assert abs(first.at_s - (began_s + LASTS_MS / 1000 + ANSWER_S)) < 3 * STEP_S
    assert second.probed_bps is None
    ended = [at_s for at_s, data in watching.left if rtp.is_rtcp(data)]
    assert abs(ended[0] - (began_s + LASTS_MS / 1000)) < 2 * STEP_S, "a sender report, for the round trip"


def test_a_receiver_report_that_answers_is_not_waited_for_beyond_its_coming() -> None:
    watching = Watching()
    watching.wait(2.0)
    watching.frame()
    began_s = watching.probe()
    watching.wait(0.5)
    closing = next(data for _, data in watching.left if rtp.is_rtcp(data))
    middle = int.from_bytes(watching.twins.far[VIEWER].unprotect_rtcp(closing)[10:14], "big")
    for last_sr in (middle - 1, middle):
        block = rtcp.ReportBlock(FIRST, 0, 0, FIRST + 2, 0, last_sr, 0)
        watching.twins.arrive(VIEWER, [watching.twins.seal(VIEWER, rtcp.receiver_report(1, [block]))])
        watching.wait(0.04)
    (report,) = watching.reports
    assert report.at_s < began_s + 0.6
    assert report.probed_bps is not None


def test_who_asks_again_for_much_of_it_is_left_alone_at_once() -> None:
    watching = Watching()
    for _ in range(3):
        watching.frame()
    began_s = watching.probe()
    watching.wait(0.1)
    watching.nack(6)
    watching.wait(0.06)
    at_once = watching.probed
    (report,) = watching.reports
    assert report.probed_bps is not None
    assert report.loss > 0.1
    assert report.at_s < began_s + 0.2
    watching.wait(1.0)
    assert watching.probed == at_once


def test_where_nothing_flowed_lately_nothing_is_repeated_and_that_is_told() -> None:
    watching = Watching()
    watching.wait(1.5)
    watching.probe()
    watching.wait(3.0)
    assert watching.probed == 0
    assert watching.reports[0].probed_bps == 0


def test_a_viewer_who_leaves_while_it_is_probed_is_gone() -> None:
    watching = Watching()
    watching.probe()
    watching.wait(0.1)
    watching.twins.tell("remove_peer", VIEWER)
    watching.left.clear()
    watching.wait(3.0)
    assert watching.media == []


actions = ["frame"] * 6 + ["key", "voice", "wait", "wait", "probe", "probe", "nack", "pace", "feed", "leave"]


def test_who_rests_is_told_of_a_probe_that_ended() -> None:
    watching = Watching()
    watching.wait(10)
    watching.twins.events.clear()
    watching.wait(3)
    assert watching.reports == []
    watching.probe()
    watching.wait(3)
    assert [each.probed_bps for each in watching.reports[:1]] == [0]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(actions), small, small), max_size=60))
def test_any_link_is_probed_alike(script: list[tuple[str, int, int]]) -> None:
    watching, seats = Watching(), 0
    for action, one, two in script:
        watching.twins.now_s += 0.004 * two
        match action:
            case "frame" | "key":
                watching.frame(one % 2, 1 + two, key=action == "key", size=2 + 130 * one)
            case "voice":
                watching.say()
            case "wait":
                watching.wait(0.02 * (1 + one) + 1.7 * (two == 7))
            case "probe":
                watching.probe((50_000, 400_000, 2_000_000, 30_000_000)[one % 4], (0, 100, 300, 600)[two % 4])
            case "nack":
                watching.nack(1 + two)
            case "pace":
                watching.twins.tell("pace", VIEWER, (150_000, 500_000, None)[one % 3])
            case "feed":
                watching.twins.tell("feed", 1, None if one % 2 else 1)
            case "leave":
                seats += 1
                watching.twins.tell("remove_down", 2)
                watching.twins.tell("add_down", video_down(2, VIEWER, FIRST + 100 + seats))
                watching.twins.tell("feed", 2, 2)
        watching.compare()
    watching.wait(2.5)
