"""When to ask a publisher for key frames: one of these per up track, since one request yields key frames on all layers.

Browsers silently swallow requests that follow closely on a key frame, and a viewer who has seen nothing asks for
nothing. So a wish is kept until its layer's key frame is seen; what falls into the quiet period is deferred, never
dropped. However many join, an answered ask is followed by another a second later at the earliest: a key frame weighs as
much as many frames, and who comes in between waits for it at most so long. Time is passed in.
"""

from attrs import define, field

QUIET_S = 0.5  # after asking in vain, and after a key frame: Chromium swallows within 0.3 s
ANSWERED_S = 1.0  # from an ask that was answered to the next
PATIENT_S = 1.0  # between asks once some were in vain
HASTY_ASKS = 3


@define
class KeyFrames:
    """`wishes`: layer -> the time before which it need not be asked for."""

    wishes: dict[int, float] = field(factory=dict)
    quiet_until_s: float = 0.0
    asks: int = 0  # since the last key frame
    asked_s: float = float("-inf")  # when last

    def wanted(self, layer: int, not_before_s: float = 0.0) -> None:
        """Somebody cannot go on without a key frame of this layer."""
        self.wishes[layer] = min(not_before_s, self.wishes.get(layer, not_before_s))

    def is_wanted(self, layer: int, now_s: float) -> bool:
        """Whether another wish would change nothing."""
        return self.wishes.get(layer, now_s + 1) <= now_s

    def seen(self, layer: int, now_s: float) -> None:
        """A key frame of this layer began."""
        self.wishes.pop(layer, None)
        self.asks = 0
        self.quiet_until_s = max(self.quiet_until_s, now_s + QUIET_S, self.asked_s + ANSWERED_S)

    def unwanted(self, layer: int) -> None:
        """Nobody waits for this layer any more."""
        self.wishes.pop(layer, None)

    def due(self, now_s: float) -> tuple[int, ...]:
        """Layers to ask for now, in one datagram; they stay wished for until seen."""
        layers = tuple(sorted(layer for layer, due_s in self.wishes.items() if due_s <= now_s))
        if not layers or now_s < self.quiet_until_s:
            return ()
        self.asks, self.asked_s = self.asks + 1, now_s
        self.quiet_until_s = now_s + (QUIET_S if self.asks < HASTY_ASKS else PATIENT_S)
        return layers
