"""What a viewer's link carries, as far as its feedback tells: a budget that grows by trying and falls by loss.

A viewer's REMB is about 1.5 times what it receives: it proves no room, and lags behind a rising rate; only its fall
below what is sent tells something. So room is found by trying: the budget grows while all is well, a larger layer is
tried, and if that loses packets the budget steps back at once and waits, each time longer, before it tries again.
Time is in the reports.
"""

from attrs import define

from media.plane import ViewerReport

START_BPS = 3_000_000.0  # one 720p at once: a narrower link says so within half a second
MIN_BPS = 100_000.0
MAX_BPS = 30_000_000.0
GROWTH = 1.5  # a second: one 360p to one 720p takes three
UNPROVEN_BPS = 12_000_000.0  # so much may be tried whatever is sent: the one layer of an encoder set high
UNPROVEN = 4  # times what is sent may be tried
HEAVY_LOSS = 0.10  # GCC's bounds: above, the link is full; below the light one, it is not
LIGHT_LOSS = 0.02
BACK_OFF = 0.85
REMB_FELL = 0.85  # below the last one by so much, and below what is sent
SETTLE_S = 3.0  # a step back needs a key frame to take effect; until then the same loss is not new
REMB_SETTLE_S = 5.0  # a REMB follows what arrives, so it falls after every step back
FIRST_WAIT_S = 5.0
LONGEST_WAIT_S = 60.0
FORGIVEN_S = 30.0  # after so long without a step back the next wait is a first one


@define
class Link:
    """One viewer's link. `budget_bps` covers audio and video."""

    budget_bps: float = START_BPS
    _at_s: float | None = None
    _cut_s: float = float("-inf")
    _wait_s: float = FIRST_WAIT_S
    _has_tried: bool = False  # grown since the last step back
    _remb_bps: int | None = None

    def reported(self, report: ViewerReport) -> None:
        elapsed_s = 0.0 if self._at_s is None else max(0.0, report.at_s - self._at_s)
        self._at_s = report.at_s
        remb_fell = self._remb_fell(report)
        if report.loss > HEAVY_LOSS or remb_fell:
            self._cut(report, remb_fell)
        elif report.loss < LIGHT_LOSS and report.at_s >= self._cut_s + self._wait_s:
            most_bps = min(MAX_BPS, max(UNPROVEN_BPS, UNPROVEN * report.sent_bps))
            self._has_tried = True
            self.budget_bps = max(self.budget_bps, min(self.budget_bps * GROWTH**elapsed_s, most_bps))

    def _remb_fell(self, report: ViewerReport) -> bool:
        before, self._remb_bps = self._remb_bps, report.remb_bps
        if before is None or report.remb_bps is None or report.at_s < self._cut_s + REMB_SETTLE_S:
            return False
        return report.remb_bps < REMB_FELL * before and report.remb_bps < report.sent_bps

    def _cut(self, report: ViewerReport, remb_fell: bool) -> None:
        if report.at_s < self._cut_s + SETTLE_S:
            return
        carried_bps = report.sent_bps * (1 - report.loss) * BACK_OFF
        if remb_fell and report.remb_bps is not None:
            carried_bps = min(carried_bps, report.remb_bps)
        if report.at_s > self._cut_s + self._wait_s + FORGIVEN_S:
            self._wait_s = FIRST_WAIT_S
        elif self._has_tried:
            self._wait_s = min(2 * self._wait_s, LONGEST_WAIT_S)
        self._cut_s, self._has_tried = report.at_s, False
        self.budget_bps = max(MIN_BPS, min(self.budget_bps, carried_bps))
