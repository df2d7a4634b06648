"""Which lost packets of a publisher's stream to ask for again, and when. Numbers without wrap; time is passed in.

The figures are mediasoup's (NackGenerator.cpp), in use at scale: ask every 40 ms, ten times, keep no list beyond 1000.
"""

from attrs import define, field

RETRY_S = 0.040
MAX_TRIES = 10
MAX_MISSING = 1000
MAX_AGE = 10_000  # packets behind the newest
REORDER_S = 0.010  # before the first ask: mere reordering asks for nothing
MAX_ASKED = 250  # at once: so many fit one datagram, however they lie
START_ANSWER_S = 0.100  # until the first answer: what libwebrtc assumes of a round trip
ANSWER_WEIGHT = 0.2


@define
class Missing:
    due_s: float
    first_ask_s: float = 0.0
    tries: int = 0


@define
class NackList:
    """One stream's missing packets. An answer takes a round trip, so a long one stretches the timer: `answer_s`."""

    missing: dict[int, Missing] = field(factory=dict)
    answer_s: float = START_ANSWER_S

    def gap(self, first: int, stop: int, now_s: float) -> bool:
        """Packets first..stop-1 were skipped. False: too many, everything is given up, only a key frame helps."""
        if len(self.missing) + stop - first > MAX_MISSING:
            self.missing.clear()
            return False
        for number in range(first, stop):
            self.missing[number] = Missing(now_s + REORDER_S)
        return True

    def came(self, number: int, now_s: float) -> None:
        """A packet came late or by repair."""
        entry = self.missing.pop(number, None)
        if entry is not None and entry.tries:
            self.answer_s += ANSWER_WEIGHT * (now_s - entry.first_ask_s - self.answer_s)

    def due(self, highest: int, now_s: float) -> list[int]:
        """Numbers to ask for now, in order. What was asked for ten times in vain, or is too old, is given up."""
        asked: list[int] = []
        for number, entry in list(self.missing.items()):
            if now_s < entry.due_s:
                continue
            if entry.tries >= MAX_TRIES or number < highest - MAX_AGE:
                del self.missing[number]
                continue
            entry.first_ask_s = entry.first_ask_s if entry.tries else now_s
            entry.tries += 1
            entry.due_s = now_s + max(RETRY_S, self.answer_s)
            asked.append(number)
            if len(asked) == MAX_ASKED:
                break
        return sorted(asked)
