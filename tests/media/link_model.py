"""A viewer at the end of a narrow link, on a virtual clock: what the allocator decides goes through a queue that fills.

The receiver asks for what is lost, shows what is complete, and estimates as browsers do (narrow_link.py). Everything is
repeatable: the dice are seeded. Seconds, bits a second, bytes. Longer than our files should be, because it is one
viewer, whose every part waits for another.
"""

from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count, pairwise
from random import Random
from typing import NamedTuple

from attrs import define, evolve, field

from media import layers
from media.bandwidth import Link, Probe
from media.layers import Option, Wish
from media.plane import ALL, ViewerReport
from tests.media.narrow_link import REMB_PERIOD_S, Estimate, NarrowLink
from tests.media.plane.oracle import twcc
from tests.media.plane.oracle.congestion import Congestion
from tests.media.plane.oracle.pacing import Pacer
from tests.media.plane.oracle.peers import QUIET_REPORTS

CAMERA = (Option(0, 180, 130_000), Option(1, 360, 500_000), Option(2, 720, 1_800_000))
FRAMES_PER_S = 30
TICK_S = 0.02
AUDIO_PERIOD_S, AUDIO_BYTES = 0.02, 100
PACKET_BYTES = 1100
KEY_FRAME_FRAMES = 5  # a key frame weighs as much as so many others
REPEATED = 16  # packets, of which probes are made
PROBE_ANSWER_S = 0.4, 1.5  # until the receiver report that tells of a probe's end: the least and the most
KEY_FRAME_S = 0.1  # from asking a publisher to its key frame at the server
MOST_RESENDS = 3
MOST_NACKED, MOST_NACKED_SHARE = 4, 0.15  # beyond, a probe ends
HASTY_REPORTS, HASTY_REPORT_S = 3, 0.3  # after a step up
RESTED_S = 0.1  # from the publisher's coming back to its key frame


@define(eq=False)
class Frame:
    missing: int
    after: int = 0  # switches
    is_dead: bool = False


Leaving = tuple[Frame, int]  # and the packet's size


class Probed(NamedTuple):
    began_s: float
    seconds: float
    queue_s: float  # at its end


@define
class Watching:
    """One viewer of one camera at 720p. `flows`: (second, option) at each change; `shown`, `heard`: when what came."""

    link: NarrowLink
    options: tuple[Option, ...] = CAMERA
    budget: Link = field(factory=Link)
    rests: tuple[float, float] = (0.0, 0.0)  # from when until when the publisher sends nothing
    remb_dips: dict[int, int] = field(factory=dict)  # second -> bits a second told then whatever came: a starved page
    pacer: "Pacer[Leaving]" = field(factory=Pacer)
    probes: list[Probed] = field(factory=list)  # that have ended
    congestion: Congestion | None = None  # on stage: steered by transport-cc
    probing: bool = True
    dice: Random = field(factory=lambda: Random(2))
    now_s: float = 0.0
    flows: list[tuple[float, Option | None]] = field(factory=list)
    shown: list[float] = field(factory=list)
    heard: list[float] = field(factory=list)
    budgets: list[tuple[float, float]] = field(factory=list)
    _option: Option | None = None  # flows
    _next: Option | None = None  # is waited for
    _remb: int | None = None
    _estimate: Estimate = field(factory=Estimate)
    _events: list[tuple[float, int, Callable[[], None]]] = field(factory=list)
    _order: "count[int]" = field(factory=count)
    _frames: list[Frame] = field(factory=list)
    _flying: list[tuple[int, float | None]] = field(factory=list)  # number; when it arrives
    _wants_key: bool = True
    _switches: int = 0
    _sent: int = 0
    _sent_bytes: int = 0
    _report_due_s: float = 1.0
    _reported_s: float = 0.0
    _hasty: int = 0
    _quiet: int = QUIET_REPORTS
    _lost_audio: int = 0
    _nacked: int = 0
    _sizes: deque[int] = field(factory=lambda: deque([0], REPEATED))
    _heard_nacks: list[float] = field(factory=list)  # when

    def run(self, seconds: float) -> None:
        if not self._events:
            self._choose()
            if self.congestion is not None:
                self._at(self.now_s, self._tell_arrivals)
            for start in (self._tick, self._frame, self._voice, self._report, self._tell_remb):
                self._at(self.now_s + (start in (self._report, self._tell_remb)), start)
        until_s = self.now_s + seconds
        while self._events[0][0] < until_s:
            self.now_s, _, do = heappop(self._events)
            do()
        self.now_s = until_s

    def layer_at(self, at_s: float) -> int | None:
        option = next((option for since_s, option in reversed(self.flows) if since_s <= at_s), None)
        return None if option is None else option.layer

    def longest_freeze_s(self, since_s: float = 0.0) -> float:
        times = [since_s, *(at for at in self.shown if at >= since_s), self.now_s]
        return max(later - earlier for earlier, later in pairwise(times))

    def audio_gap_s(self, share: float = 0.95) -> float:
        gaps = sorted(later - earlier for earlier, later in pairwise(sorted(self.heard)))
        return gaps[int(share * (len(gaps) - 1))]

    @property
    def _rests(self) -> bool:
        return self.rests[0] <= self.now_s < self.rests[1]

    def _at(self, at_s: float, do: Callable[[], None]) -> None:
        heappush(self._events, (at_s, next(self._order), do))

    def _send(self, size: int, arrived: Callable[[], None]) -> bool:
        sent_s = self.now_s
        arrives_s = self.link.send(size, sent_s)
        if self.congestion is not None and size != AUDIO_BYTES:
            self._flying.append((self.congestion.number, arrives_s))
            self.congestion.sent(size)
        if arrives_s is None:
            return False

        def arrive() -> None:
            self._estimate.arrivals.append((self.now_s, self.now_s - sent_s, size))
            arrived()

        self._at(arrives_s, arrive)
        return True

    def _count(self, size: int) -> None:
        self._sent += 1
        self._sent_bytes += size

    def _voice(self) -> None:
        self._at(self.now_s + AUDIO_PERIOD_S, self._voice)
        if self._rests:
            return
        self._count(AUDIO_BYTES)
        self._lost_audio += not self._send(AUDIO_BYTES, lambda: self.heard.append(self.now_s))

    def _frame(self) -> None:
        self._at(self.now_s + 1 / FRAMES_PER_S, self._frame)
        if self._rests and not self._wants_key:
            self._wants_key = True
            self._at(self.now_s, self._key_frame)
        elif self._option is not None and not self._wants_key:
            self._picture(is_key=False)

    def _key_frame(self) -> None:
        """The publisher's key frame is here: a switch, or mending, happens now."""
        if self._rests:
            self._at(self.rests[1] + RESTED_S, self._key_frame)
            return
        if self._next != self._option:
            if self._option is not None and self._next is not None and self._next.layer > self._option.layer:
                self._look_soon()
            self._option = self._next
            self.pacer.forget(lambda _: True)
            self._switches += 1
            self.flows.append((self.now_s, self._option))
        self._wants_key = False
        if self._option is not None:
            self._picture(is_key=True)

    def _picture(self, *, is_key: bool) -> None:
        assert self._option is not None
        octets = self._option.bps // 8 // FRAMES_PER_S * (KEY_FRAME_FRAMES if is_key else 1)
        sizes = [PACKET_BYTES] * (octets // PACKET_BYTES) + [octets % PACKET_BYTES + 40]
        frame = Frame(len(sizes), self._switches)
        if is_key:
            self._frames.clear()
        self._frames.append(frame)
        for size in sizes:
            self.pacer.put(size, (frame, size))
            self._leave()

    def _tick(self) -> None:
        self._at(self.now_s + TICK_S, self._tick)
        self._leave()

    def _leave(self) -> None:
        for frame, size in self.pacer.due(self.now_s):
            self._count(size)
            self._sizes.append(size)
            self._video(frame, size, 0)

    def _tell_arrivals(self) -> None:
        """Feedback each 50 ms on what came, and on what was lost before that."""
        self._at(self.now_s + 0.05, self._tell_arrivals)
        assert self.congestion is not None
        here = max((at for at, (_, at_s) in enumerate(self._flying) if at_s and at_s <= self.now_s), default=-1)
        told, self._flying = self._flying[: here + 1], self._flying[here + 1 :]
        ticks = [(number & 0xFFFF, None if at_s is None else round(at_s / twcc.TICK_S)) for number, at_s in told]
        self.congestion.told(ticks, self.now_s)

    def _repeat(self, due_bytes: float) -> int:
        sizes = [size for size in self._sizes if size]
        repeated = 0
        while sizes and repeated < due_bytes:
            size = sizes[repeated % len(sizes)]
            self.link.send(size, self.now_s)
            repeated += size
        return repeated

    def _probe(self, probe: Probe) -> None:
        """Repeats of what was sent lately; the receiver drops them before it counts anything."""
        started_s, bytes_before, sent_before = self.now_s, self._sent_bytes, self._sent
        self._report_due_s = started_s + 2 * probe.seconds + PROBE_ANSWER_S[1]
        repeated = 0

        def step() -> None:
            nonlocal repeated
            elapsed_s, media = self.now_s - started_s + TICK_S, self._sent_bytes - bytes_before
            nacks = sum(started_s < at_s <= self.now_s for at_s in self._heard_nacks)
            is_lossy = nacks >= MOST_NACKED and nacks > MOST_NACKED_SHARE * (self._sent - sent_before)
            if not is_lossy:
                repeated += self._repeat(elapsed_s * probe.bps / 8 - repeated - media)
            if not is_lossy and elapsed_s < probe.seconds:
                self._at(self.now_s + TICK_S, step)
                return
            queue_s = max(0.0, self.link.free_at_s - self.now_s)
            self.probes.append(Probed(started_s, elapsed_s, queue_s))
            probed_bps = round((repeated + media) * 8 / elapsed_s)
            self._report_due_s = self.now_s + (0.0 if is_lossy else self.dice.uniform(*PROBE_ANSWER_S))
            rtt_ms = 1000 * (2 * self.link.delay_s + queue_s)
            self._at(self._report_due_s, lambda: self._report(probed_bps, rtt_ms))

        step()

    def _video(self, frame: Frame, size: int, resends: int) -> None:
        def arrived() -> None:
            frame.missing -= 1
            self._show()

        if resends and frame.after != self._switches:  # nobody sends again what was before a switch
            return
        if self._send(size, arrived):
            return
        self._nacked += not resends
        if not resends:
            self._heard_nacks.append(self.now_s + 2 * self.link.delay_s + 0.03)
        if resends == MOST_RESENDS:
            frame.is_dead = True
            if frame in self._frames and not self._wants_key:  # a PLI
                self._wants_key = True
                self._at(self.now_s + 2 * self.link.delay_s + KEY_FRAME_S, self._key_frame)
            return
        waits_s = 2 * self.link.delay_s + max(0.0, self.link.free_at_s - self.now_s) + 0.03
        self._at(self.now_s + waits_s, lambda: self._video(frame, size, resends + 1))

    def _show(self) -> None:
        while self._frames and not self._frames[0].missing:
            self._frames.pop(0)
            self.shown.append(self.now_s)

    def _tell_remb(self) -> None:
        self._at(self.now_s + REMB_PERIOD_S, self._tell_remb)
        self._remb = self.remb_dips.get(int(self.now_s)) or self._estimate.update(self.now_s)
        if int(self.now_s) in self.remb_dips:
            self._estimate.bps = self.remb_dips[int(self.now_s)]

    def _look_soon(self) -> None:
        self._hasty, self._report_due_s = HASTY_REPORTS + 1, self.now_s + HASTY_REPORT_S
        self._at(self._report_due_s, self._report)

    def _report(self, probed_bps: int | None = None, probed_rtt_ms: float = 0.0) -> None:
        """Once a second, soon after a step up, and when a probe has been answered."""
        if self.now_s < self._report_due_s - 1e-9:
            return
        self._hasty = max(0, self._hasty - 1)
        self._report_due_s = self.now_s + (HASTY_REPORT_S if self._hasty else 1.0)
        self._at(self._report_due_s, self._report)
        elapsed_s, self._reported_s = max(0.1, self.now_s - self._reported_s), self.now_s
        has_news = self._sent or self._nacked or self.budget.known_bps or probed_bps is not None
        self._quiet = 0 if has_news else self._quiet + 1
        if self._quiet > QUIET_REPORTS:
            return
        loss = max(self._lost_audio, self._nacked) / max(1, self._sent)
        rtt_ms = probed_rtt_ms or 1000 * (2 * self.link.delay_s + max(0.0, self.link.free_at_s - self.now_s))
        report = ViewerReport(
            1,
            self.now_s,
            round(self._sent_bytes * 8 / elapsed_s),
            min(1.0, loss),
            self._remb,
            rtt_ms,
            0.1,
            None,
            probed_bps,
        )
        if self.congestion is not None:
            report = evolve(report, remb_bps=None, arrived_bps=self.congestion.arrived_bps(self.now_s))
        self.budget.reported(report, is_tried=self._sent > 0)
        self._sent = self._sent_bytes = self._lost_audio = self._nacked = 0
        self.pacer.set_link(self.budget.known_bps)
        self.budgets.append((self.now_s, self.budget.budget_bps))
        self._choose()
        if self.probing and (probe := self.budget.probe(layers.lacking([self._wish()], self._video_bps))) is not None:
            self._probe(probe)

    def _wish(self) -> Wish:
        fed = (self._next.layer, self._next.temporal) if self._next is not None else (None, ALL)
        return Wish(0, self.options, 720, fed=fed[0], fed_temporal=fed[1])

    @property
    def _video_bps(self) -> float:
        return self.budget.budget_bps - layers.AUDIO_BPS

    def _choose(self) -> None:
        chosen = layers.allocate([self._wish()], self._video_bps)[0]
        if chosen == self._next:
            return
        self._next = chosen
        if chosen is not None and self._option is not None and chosen.layer == self._option.layer:
            if chosen.temporal > self._option.temporal:
                self._look_soon()
            self._option = chosen  # only the frame rate changes, at once
            self.flows.append((self.now_s, chosen))
        else:
            self._at(self.now_s + KEY_FRAME_S, self._key_frame)
