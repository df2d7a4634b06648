"""Both planes number packets for a viewer on stage, read its transport-cc feedback and tell the same rate."""

from struct import pack

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from media.plane import DownSpec, ViewerReport
from tests.media.narrow_link import NarrowLink
from tests.media.plane.oracle import rtcp, rtp, twcc
from tests.media.plane.oracle.forwarding import Camera, audio_down, audio_up, video_down, video_up, voice
from tests.media.plane.twins import Twins, address_of
from tests.media.rtp_packets import MID, TRANSPORT

PUBLISHER, STAGE, AUDIENCE = 1, 2, 3
FEEDBACK_S = 0.05
small = st.integers(0, 7)


def numbered(spec: DownSpec) -> DownSpec:
    return evolve(spec, transport_cc_ext_id=TRANSPORT)


class Stage:
    """A camera and a voice; somebody on stage, who has feedback to give, and somebody who has not."""

    def __init__(self, link: NarrowLink | None = None) -> None:
        self.twins, self.camera, self.voices = Twins(), Camera(70), 0
        self.link = link or NarrowLink(lambda _: 50_000_000.0)
        self.numbers: list[int] = []
        self.arrivals: list[tuple[int, float | None]] = []  # what was sent to the stage and not told of: number, when
        for number in (PUBLISHER, STAGE, AUDIENCE):
            self.twins.join(number)
        self.twins.tell("add_up", video_up(1, PUBLISHER))
        self.twins.tell("add_up", audio_up(2, PUBLISHER))
        for viewer in (STAGE, AUDIENCE):
            self.twins.tell("add_down", numbered(video_down(viewer, viewer, 7000 + viewer)))
            self.twins.tell("add_down", audio_down(10 + viewer, viewer, 8000 + viewer))
            self.twins.tell("feed", viewer, 1)
            self.twins.tell("feed", 10 + viewer, 2)
        self.twins.tell("steer", STAGE, True)
        for up in (1, 2):
            self.twins.tell("allow_up", up, True)
        self.frame(key=True)

    def frame(self, packets: int = 3, *, key: bool = False, size: int = 1000) -> None:
        plains = self.camera.frame(packets, key=key, body=bytes(size))
        self.twins.arrive(PUBLISHER, [self.twins.seal(PUBLISHER, plain) for plain in plains])
        self.compare()

    def say(self) -> None:
        self.voices += 1
        plain = voice(self.voices, 960 * self.voices, 5)
        self.twins.arrive(PUBLISHER, [self.twins.seal(PUBLISHER, plain)])
        self.compare()

    def compare(self) -> None:
        """Also puts on the link what was sent to the stage."""
        self.twins.compare()
        for elements, size in self.taken(STAGE):
            if TRANSPORT in elements:
                self.numbers.append(int.from_bytes(elements[TRANSPORT], "big"))
                self.arrivals.append((self.numbers[-1], self.link.send(size, self.twins.now_s)))
        self.twins.sent.clear()

    def taken(self, viewer: int) -> list[tuple[dict[int, bytes], int]]:
        sent = [data for data, address in self.twins.sent if address == address_of(viewer) and not rtp.is_rtcp(data)]
        plains = [self.twins.far[viewer].unprotect(data) for data in sent]
        return [(rtp.read_elements(plain, rtp.read_header(plain)), len(plain)) for plain in plains]

    def tell(self) -> None:
        """Feedback on what has arrived by now, and on what was lost before it."""
        now_s = self.twins.now_s
        here = [at for at, (_, arrives_s) in enumerate(self.arrivals) if arrives_s is not None and arrives_s <= now_s]
        if not here:
            return
        told, self.arrivals = self.arrivals[here[0] : here[-1] + 1][:400], self.arrivals[here[-1] + 1 :]
        ticks = [None if at_s is None else round(at_s / twcc.TICK_S) for _, at_s in told]
        self.feedback(twcc.write(told[0][0], ticks, 0))

    def feedback(self, body: bytes) -> None:
        compound = rtcp.receiver_report(1) + rtcp.transport_feedback(1, 7000 + STAGE, body)
        self.twins.arrive(STAGE, [self.twins.seal(STAGE, compound)])

    def watch(self, seconds: float, size: int = 1000) -> list[ViewerReport]:
        """Thirty pictures a second; what was reported of the stage's viewer."""
        due_s, until_s = self.twins.now_s, self.twins.now_s + seconds
        self.twins.events.clear()
        while self.twins.now_s < until_s:
            self.twins.wait(1 / 30)
            self.frame(size=size)
            if self.twins.now_s >= due_s:
                due_s += FEEDBACK_S
                self.tell()
        self.compare()
        return [each for each in self.twins.events if isinstance(each, ViewerReport) and each.peer == STAGE]


def test_a_viewer_on_stage_gets_numbers_without_holes_and_the_audience_none() -> None:
    stage = Stage()
    for _ in range(5):
        stage.frame()
        stage.say()
    assert stage.numbers == list(range(18))
    stage.twins.arrive(PUBLISHER, [stage.twins.seal(PUBLISHER, plain) for plain in stage.camera.frame()])
    stage.twins.compare()
    assert [MID in elements or TRANSPORT in elements for elements, _ in stage.taken(AUDIENCE)] == [False]


def test_who_leaves_the_stage_gets_numbers_no_more() -> None:
    stage = Stage()
    stage.twins.tell("steer", STAGE, False)
    stage.frame()
    assert len(stage.numbers) == 3, "the key frame's"


def test_who_comes_back_on_stage_is_numbered_on_where_it_ended() -> None:
    stage = Stage()
    for closely in (False, True):
        stage.twins.tell("steer", STAGE, closely)
        stage.frame()
    assert stage.numbers == list(range(6))


def test_a_repeat_carries_the_number_that_it_had() -> None:
    stage = Stage()
    stage.frame()
    before = stage.numbers[:]
    sequence = (7000 + STAGE & 0x7FFF) + 4
    stage.twins.tell("steer", STAGE, False)
    stage.twins.arrive(STAGE, [stage.twins.seal(STAGE, rtcp.receiver_report(1) + rtcp.nack(1, 7002, [sequence]))])
    stage.twins.compare()
    assert stage.twins.compiled.counters()["resent"] == 1
    assert stage.numbers == before


def test_what_arrives_is_told_and_is_what_is_sent_while_the_way_is_wide() -> None:
    reports = Stage().watch(10)
    assert all(abs(each.arrived_bps - each.sent_bps) < 0.2 * each.sent_bps for each in reports[2:] if each.arrived_bps)
    assert None not in [each.arrived_bps for each in reports[2:]]


def test_a_way_that_becomes_narrow_is_told_in_the_next_second() -> None:
    stage = Stage(NarrowLink(lambda at_s: 50_000_000.0 if at_s < 108 else 400_000.0, queue_s=1.0))
    reports = stage.watch(14)
    before = [each.arrived_bps for each in reports if 106 < each.at_s < 108]
    after = [each.arrived_bps for each in reports if each.at_s > 109]
    assert min(each for each in before if each is not None) > 700_000
    assert max(each for each in after if each is not None) < 450_000


def test_without_feedback_nothing_is_told() -> None:
    stage = Stage()
    stage.watch(3)
    stage.link = NarrowLink(lambda _: 1.0, queue_s=0.0)
    assert stage.watch(5)[-1].arrived_bps is None


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["frame", "frame", "tell", "pace", "steer", "wait"]), small, small), max_size=80
    ),
    st.integers(200_000, 3_000_000),
    st.sampled_from([0.0, 0.05, 0.3]),
)
def test_any_way_is_measured_alike(script: list[tuple[str, int, int]], rate_bps: int, loss: float) -> None:
    stage = Stage(NarrowLink(lambda _: float(rate_bps), loss=loss))
    for action, one, two in script:
        stage.twins.now_s += 0.004 * two
        match action:
            case "frame":
                stage.frame(1 + two, size=100 + 130 * one)
            case "tell":
                stage.tell()
            case "pace":
                stage.twins.tell("pace", STAGE, (150_000, 500_000, None)[one % 3])
            case "steer":
                stage.twins.tell("steer", STAGE, one % 4 > 0)
            case "wait":
                stage.twins.wait(0.1 * (1 + one) + 2.0 * (two == 7))
        stage.compare()
    stage.twins.wait(1.2)
    stage.compare()


heads = st.tuples(st.integers(0, 40), st.integers(0, 60) | st.integers(0, 0xFFFF), st.integers(0, 0xFFFFFFFF))
chunks = st.lists(st.integers(0, 0xFFFF) | st.sampled_from([0x2004, 0xD555, 0xBFFF, 0x4001]), max_size=6)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(heads, chunks, st.binary(max_size=40)), min_size=1, max_size=12))
def test_any_feedback_is_read_and_refused_alike(
    bodies: list[tuple[tuple[int, int, int], list[int], bytes]],
) -> None:
    stage = Stage()
    for _ in range(12):
        stage.frame()
    for head, vectors, deltas in bodies:
        body = pack("!HHI", *head) + b"".join(pack("!H", each) for each in vectors) + deltas
        for cut in (body, body[: len(body) // 2]):
            stage.feedback(cut + bytes(-len(cut) % 4))
        stage.twins.wait(0.3)
        stage.frame(1)
        stage.compare()
