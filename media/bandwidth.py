"""What a viewer's link carries, as far as its feedback tells: a budget that grows by trying and falls by loss.

A viewer's REMB is about 1.5 times what it receives: it proves no room, and lags behind a rising rate; only its fall
below what is sent tells something, and even that may be a page that had no time. So room is found by trying: the budget
grows while all is well, a larger layer is tried, and if that loses packets the budget steps back at once. A try that
holds makes up for all before; after tries that failed the waits grow. Time is in the reports.

A link that was found full is probed before it is tried: packets that the viewer has are sent once more, for a moment,
until as much flows as the next larger layer would take. What then loses packets or lets a queue grow costs no picture.

A viewer on stage tells by transport-cc what arrives, and no REMB: less than is sent while a queue stands is a full
link, though nothing is lost yet, and a step back is to what arrives, no further.
"""

from collections import deque
from math import exp, isfinite

from attrs import define, field, frozen

from media.layers import Lack
from media.plane import ViewerReport

START_BPS = 1_200_000.0  # one 360p at once, 720p in a second: its key frame alone would fill a narrow link for as long
MIN_BPS = 100_000.0
MAX_BPS = 30_000_000.0
WIDE_BPS = 8_000_000.0  # a key frame of 720p takes less than a tenth of a second
GROWTH = 2.0  # a second: reports come each second, so each larger layer is tried for one or two before the next
EAGER_GROWTH = 4.0  # while nothing bad is known of the link
UNPROVEN_BPS = 12_000_000.0  # so much may be tried whatever is sent: the one layer of an encoder set high
UNPROVEN = 4  # times what is sent may be tried
MOST_S = 2.0  # a longer pause between reports is one in which nothing was sent, and so nothing was seen of the link
HASTY_S = 0.5  # a report on a shorter time is of few packets: it says something only if much is lost
HASTY_LOSS = 0.15
HEAVY_LOSS = 0.10  # beyond the usual loss; GCC's bound: above it the link is full
LIGHT_LOSS = 0.03  # beyond the usual loss: of a hundred packets in a second two are lost by chance where one is meant
USUAL_LOSS_S = 4.0  # loss that stays for so long has nothing to do with the rate: a radio link
MOST_USUAL_LOSS = 0.08
QUEUED_MS = 150.0  # of round trip above the shortest: a queue stands, and a larger layer would lengthen it
RTT_DRIFT_MS_S = 1.0  # a way that became longer is believed after some minutes
BACK_OFF = 0.75  # of what came through; a layer that flows is kept until it costs 1.18 times the budget (layers.KEEPS)
REMB_FELL = 0.85  # below the last one by so much, and below what is sent
STEEP = 0.6  # of what is sent: a REMB that fell below is still falling, ...
STEEP_BACK_OFF = 0.5  # ... and a picture that is small for some seconds is better than one that stands still
BEHIND = 0.9  # of what is sent arrives while a queue stands: the queue grows
KEEPS_UP = 0.85  # of what arrives fits for certain, as in GCC
STEEP_KEEPS_UP = 0.7  # what arrives is falling still, or a queue is to be emptied; no loss takes more than this leaves
SMALL_BPS = 200_000.0  # a small picture and a voice
SETTLE_S = 3.0  # a step back needs a key frame to take effect; until then the same loss is not new ...
DROWNED_S = 0.9  # ... unless much is still lost, or the queue grows, a second later: it was too small a step
DROWNED_LOSS = 0.3  # pacing holds back what would be lost too
REMB_SETTLE_S = 5.0  # a REMB follows what arrives, so it falls after every step back
FIRST_WAIT_S = 4.0
TRIES_PER_WAIT = 2  # then it doubles: after 20 bad seconds it is 8 s, on a link that is narrow it grows
LONGEST_WAIT_S = 60.0
REACHED = 0.8  # of the rate at which the link was full: a try
HELD_S = 4.0  # for so long: a try that did not fail
PROBE_MARGIN = 1.15  # a probe is of more than is wanted: a link with just so much room would have none for key frames
PROBE_QUEUE_S = 0.5  # a probe may fill a link that carries what is proven, and no more, by so much
SHORTEST_PROBE_S, LONGEST_PROBE_S = 0.2, 0.6
PROBE_REACH = 3.0  # times what is proven, at most: several small steps at once
PROBE_QUEUED_MS = 70.0  # of round trip above what it lately was: a frame on a narrow link takes half of it
LATELY = 3  # reports
PROBE_LOST_S = 5.0  # nothing has been told of one: it never was
FORGIVEN_S = 30.0  # after so long without a step back the next wait is a first one, whatever was sent


@frozen
class Probe:
    """So much, with what flows anyhow, for so long."""

    bps: int
    seconds: float


@define
class Link:
    """One viewer's link. `budget_bps` covers audio and video."""

    budget_bps: float = START_BPS
    _at_s: float | None = None
    _usual_loss: float = 0.0
    _shortest_rtt_ms: float = float("inf")
    _late_rtts_ms: deque[float] = field(factory=lambda: deque(maxlen=LATELY))
    _cut_s: float = float("-inf")
    _full_bps: float = 0.0  # what was sent when it was last found full
    _held_s: float = 0.0  # how long so much has been sent again without loss
    _failures: int = 0
    _has_tried: bool = False  # grown since the last step back
    _remb_bps: int | None = None
    _shaken_s: float = float("-inf")  # the last step back, or probe that failed
    _probing_s: float = float("-inf")  # since when a probe is under way
    _is_unclear: bool = False  # the last probe said nothing
    _is_quiet: bool = False  # as far as the last report tells more may be tried

    def reported(self, report: ViewerReport, *, is_tried: bool = True) -> None:
        """`is_tried`: something is sent, or room for it waited for. Silence gives a newcomer's budget back, no more."""
        elapsed_s = 0.0 if self._at_s is None else min(max(0.0, report.at_s - self._at_s), MOST_S)
        self._at_s = report.at_s
        loss = report.loss - self._usual_loss
        self._is_quiet = False
        if report.probed_bps is not None:
            self._probed(report, report.probed_bps, loss)
            return
        remb_fell, is_queued = self._remb_fell(report), self._is_queued(report, elapsed_s)
        is_late = is_queued and report.arrived_bps is not None and report.arrived_bps < BEHIND * report.sent_bps
        if loss > (HASTY_LOSS if 0 < elapsed_s < HASTY_S else HEAVY_LOSS) or remb_fell or is_late:
            self._cut(report, remb_fell, is_late)
            return
        self._hold(report, elapsed_s)
        if is_queued or loss >= LIGHT_LOSS or report.at_s < self._shaken_s + self._wait_s:
            return
        self._is_quiet = True
        if self.known_bps is None:
            most_bps = min(MAX_BPS, max(UNPROVEN_BPS, UNPROVEN * report.sent_bps)) if is_tried else START_BPS
            growth = GROWTH if isfinite(self._cut_s) else EAGER_GROWTH
            self._has_tried = True
            self.budget_bps = max(self.budget_bps, min(self.budget_bps * growth**elapsed_s, most_bps))

    @property
    def may_probe(self) -> bool:
        """All was well in the last report, and more is to be proven before it is tried."""
        at_s = self._at_s or 0.0
        return self._is_quiet and self.known_bps is not None and at_s >= self._probing_s + PROBE_LOST_S

    def probe(self, lacks: Lack) -> Probe | None:
        """What to find out now; the report on it says `probed_bps`."""
        if not self.may_probe or not lacks.all_bps:
            return None
        self._probing_s = self._at_s or 0.0
        more_bps = min(lacks.all_bps, max(lacks.next_bps, (PROBE_REACH - 1) * self.budget_bps))
        bps = min(MAX_BPS, PROBE_MARGIN * (self.budget_bps + more_bps))
        seconds = PROBE_QUEUE_S * self.budget_bps / max(1.0, bps - self.budget_bps)
        return Probe(round(bps), max(SHORTEST_PROBE_S, min(seconds, LONGEST_PROBE_S)))

    def _probed(self, report: ViewerReport, probed_bps: int, loss: float) -> None:
        """Only what neither loses packets nor lets a queue grow is proof of room."""
        self._probing_s = float("-inf")
        grown_ms = (report.rtt_ms or 0.0) - min(self._late_rtts_ms, default=float("inf"))
        is_full = loss > HEAVY_LOSS or grown_ms > PROBE_QUEUED_MS
        if is_full or (self._is_unclear and loss > LIGHT_LOSS):
            self._failures += 1
            self._shaken_s, self._is_unclear = report.at_s, False
            return
        self._is_unclear = loss > LIGHT_LOSS  # among a few packets, by chance or not: once more
        if self._is_unclear:
            return
        self._has_tried = True
        proven_bps = probed_bps / PROBE_MARGIN
        # where nothing flowed that could be sent once more there is nothing but to try
        next_bps = proven_bps if probed_bps > self.budget_bps else GROWTH * self.budget_bps
        self.budget_bps = min(MAX_BPS, max(self.budget_bps, next_bps))

    @property
    def known_bps(self) -> float | None:
        """What the link carries, if it has been found full and is not wide; None once as much has held."""
        return self.budget_bps if self._full_bps and self.budget_bps < WIDE_BPS else None

    @property
    def _wait_s(self) -> float:
        return min(FIRST_WAIT_S * 2.0 ** min(self._failures // TRIES_PER_WAIT, 10), LONGEST_WAIT_S)

    def _is_queued(self, report: ViewerReport, elapsed_s: float) -> bool:
        if report.rtt_ms is None:
            return False
        self._late_rtts_ms.append(report.rtt_ms)
        self._shortest_rtt_ms = min(report.rtt_ms, self._shortest_rtt_ms + RTT_DRIFT_MS_S * elapsed_s)
        return report.rtt_ms > self._shortest_rtt_ms + QUEUED_MS

    def _hold(self, report: ViewerReport, elapsed_s: float) -> None:
        """Nothing is wrong: learn what loss is usual, and whether the rate that once was too much no longer is."""
        if report.at_s >= self._cut_s + SETTLE_S:
            share = 1 - exp(-elapsed_s / USUAL_LOSS_S)
            self._usual_loss += (min(report.loss, MOST_USUAL_LOSS) - self._usual_loss) * share
        self._held_s = self._held_s + elapsed_s if report.sent_bps >= REACHED * self._full_bps else 0.0
        if self._held_s >= HELD_S or report.at_s > self._shaken_s + self._wait_s + FORGIVEN_S:
            self._failures, self._full_bps = 0, 0.0

    def _remb_fell(self, report: ViewerReport) -> bool:
        before, self._remb_bps = self._remb_bps, report.remb_bps
        if before is None or report.remb_bps is None or report.at_s < self._shaken_s + REMB_SETTLE_S:
            return False
        return report.remb_bps < REMB_FELL * before and report.remb_bps < report.sent_bps

    def _cut(self, report: ViewerReport, remb_fell: bool, is_late: bool) -> None:
        if report.at_s < self._cut_s + (DROWNED_S if is_late or report.loss > DROWNED_LOSS else SETTLE_S):
            return
        carried_bps = self._carried_bps(report, remb_fell)
        self._failures += self._has_tried and self._held_s < HELD_S
        self._cut_s = self._shaken_s = report.at_s
        self._has_tried = False
        self._full_bps, self._held_s = float(report.sent_bps), 0.0
        self.budget_bps = max(MIN_BPS, min(self.budget_bps, carried_bps))

    def _carried_bps(self, report: ViewerReport, remb_fell: bool) -> float:
        carried_bps = report.sent_bps * (1 - report.loss) * BACK_OFF
        if remb_fell and report.remb_bps is not None:
            falls = report.remb_bps < STEEP * report.sent_bps
            carried_bps = min(carried_bps, report.remb_bps * (STEEP_BACK_OFF if falls else 1.0))
        if report.arrived_bps is not None:
            share = STEEP_KEEPS_UP if report.arrived_bps < STEEP * report.sent_bps else KEEPS_UP
            carried_bps = min(carried_bps, share * report.arrived_bps)
            carried_bps = max(carried_bps, STEEP_KEEPS_UP * report.arrived_bps)
        # Where nearly all is lost, loss tells of more than was sent in that second: a picture is given up in two steps.
        return carried_bps if self.budget_bps <= SMALL_BPS else max(carried_bps, SMALL_BPS)
