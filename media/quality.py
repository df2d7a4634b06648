"""One word for how a connection fares, from loss and round trip. A word must hold for a while before it is told."""

from typing import Final

from attrs import define

GOOD, FAIR, POOR, LOST = "good", "fair", "poor", "lost"
# (loss, round trip in ms) up to which a word still holds; Opus conceals 3 % unheard, 10 % is heard by everybody.
LIMITS: Final = ((GOOD, 0.03, 250.0), (FAIR, 0.10, 500.0))
SILENT_S: Final = 10.0  # Chromium reports on sound alone every 2.5 to 7.5 s
HOLD_REPORTS: Final = 3  # better news must come so often in a row


def judge(loss: float, rtt_ms: float | None, heard_s: float) -> str:
    """`loss` 0-1, `heard_s` seconds since anything was heard of the far end."""
    if heard_s > SILENT_S:
        return LOST
    return next((word for word, most, slowest in LIMITS if loss <= most and (rtt_ms or 0) <= slowest), POOR)


@define
class Quality:
    """Worse is told at once, better only after it held."""

    word: str = GOOD
    _better: int = 0

    def reported(self, loss: float, rtt_ms: float | None, heard_s: float) -> bool:
        """True when the word changed."""
        now = judge(loss, rtt_ms, heard_s)
        order = (GOOD, FAIR, POOR, LOST)
        if order.index(now) < order.index(self.word):
            self._better += 1
            if self._better < HOLD_REPORTS:
                return False
        self._better = 0
        changed, self.word = now != self.word, now
        return changed
