"""Transport-wide congestion control feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01): when what came.

The arrivals of one peer's packets go in, the body of a feedback packet (RTPFB 15) comes out. Always two-bit status
vectors with deltas of 250 us: nothing shorter is worth its code at our rates. Time is passed in.
"""

from struct import error, pack, unpack_from

from tests.media.plane.oracle.wrap import unwrap

TICK_S = 0.00025
REFERENCE_TICKS = 256  # the reference time counts in 64 ms
MAX_PACKETS = 400  # in one feedback packet: about 1 KB at most
KEEP = 1000  # arrivals remembered behind the newest, for the late ones that make us report again
MAX_BODY_PACKETS = 2000  # what we read of one feedback packet
LOST, SMALL, LARGE = 0, 1, 2


class MalformedFeedback(ValueError):
    """The body is shorter than its own count says."""


class ArrivalLog:
    """One publishing peer's arrivals since the last feedback."""

    def __init__(self) -> None:
        self.arrived: dict[int, int] = {}  # sequence without wrap -> ticks
        self.next_start: int | None = None  # first number not reported yet
        self.highest = 0
        self.feedback_count = 0
        self.media_ssrc = 0  # of the newest packet: feedback names one SSRC and means all

    def heard(self, sequence: int, ssrc: int, now_s: float) -> None:
        number = unwrap(sequence, self.highest, 16) if self.next_start is not None else sequence
        if self.next_start is None:
            self.highest = self.next_start = number
        if number <= self.highest - KEEP or number in self.arrived:
            return
        self.arrived[number] = round(now_s / TICK_S)
        self.media_ssrc = ssrc
        self.highest = max(self.highest, number)
        self.next_start = max(min(self.next_start, number), self.highest - KEEP + 1)

    def feedback(self) -> list[bytes]:
        """Bodies that report everything up to the newest packet; empty if nothing came since the last call."""
        bodies: list[bytes] = []
        while self.next_start is not None and self.next_start <= self.highest:
            start = next(number for number in range(self.next_start, self.highest + 1) if number in self.arrived)
            numbers = self._reportable(start)
            bodies.append(write(start, [self.arrived.get(number) for number in numbers], self.feedback_count))
            self.feedback_count = self.feedback_count + 1 & 0xFF
            self.next_start = numbers.stop
        self._forget()
        return bodies

    def _reportable(self, start: int) -> range:
        """As many numbers from `start` on as one body can hold: no delta beyond 16 bits."""
        last, stop = self.arrived[start], start
        for number in range(start, min(self.highest + 1, start + MAX_PACKETS)):
            ticks = self.arrived.get(number)
            if ticks is not None:
                if abs(ticks - last) > 0x7FFF:
                    break
                last, stop = ticks, number + 1
        return range(start, stop)

    def _forget(self) -> None:
        for number in list(self.arrived):  # insertion order is nearly numeric order: the loop ends soon
            if number > self.highest - KEEP:
                break
            del self.arrived[number]


def write(start: int, arrivals: list[int | None], feedback_count: int) -> bytes:
    """`arrivals` in ticks of TICK_S, None = lost, the first one not; deltas must fit 16 bits."""
    first = arrivals[0]
    assert first is not None
    reference = first // REFERENCE_TICKS
    last, symbols, deltas = reference * REFERENCE_TICKS, [], bytearray()
    for ticks in arrivals:
        if ticks is None:
            symbols.append(LOST)
            continue
        delta, last = ticks - last, ticks
        symbols.append(SMALL if 0 <= delta <= 0xFF else LARGE)
        deltas += delta.to_bytes(1, "big") if symbols[-1] == SMALL else delta.to_bytes(2, "big", signed=True)
    head = pack("!HHI", start & 0xFFFF, len(arrivals), (reference & 0xFFFFFF) << 8 | feedback_count)
    body = head + _vectors(symbols) + deltas
    return body + bytes(-len(body) % 4)


def _vectors(symbols: list[int]) -> bytes:
    chunks = bytearray()
    for at in range(0, len(symbols), 7):
        chunk = 0
        for symbol in (symbols[at : at + 7] + [LOST] * 7)[:7]:
            chunk = chunk << 2 | symbol
        chunks += (0xC000 | chunk).to_bytes(2, "big")
    return bytes(chunks)


def read(body: bytes) -> list[tuple[int, int | None]]:
    """(sequence number, arrival in ticks or None) in order. Raises MalformedFeedback."""
    try:
        start, count, reference = unpack_from("!HHI", body)
        if count > MAX_BODY_PACKETS:
            raise MalformedFeedback("more than anybody was sent since the last one")
        symbols, at = _read_symbols(body, count)
        ticks, arrivals = _signed(reference >> 8, 24) * REFERENCE_TICKS, []
        for offset, symbol in enumerate(symbols):
            if symbol == SMALL:
                ticks, at = ticks + body[at], at + 1
            elif symbol == LARGE:
                ticks, at = ticks + unpack_from("!h", body, at)[0], at + 2
            arrivals.append((start + offset & 0xFFFF, ticks if symbol in (SMALL, LARGE) else None))
    except (error, IndexError) as cause:
        raise MalformedFeedback("shorter than its count") from cause
    return arrivals


def _signed(value: int, bits: int) -> int:
    return value - (1 << bits) if value >> (bits - 1) else value


def _read_symbols(body: bytes, count: int) -> tuple[list[int], int]:
    symbols: list[int] = []
    at = 8
    while len(symbols) < count:
        chunk, at = unpack_from("!H", body, at)[0], at + 2
        if not chunk & 0x8000:
            symbols += [chunk >> 13 & 3] * min(chunk & 0x1FFF, count - len(symbols))
            if not chunk & 0x1FFF:
                raise MalformedFeedback("run of nothing")
        elif chunk & 0x4000:
            symbols += [chunk >> shift & 3 for shift in range(12, -1, -2)]
        else:
            symbols += [chunk >> shift & 1 for shift in range(13, -1, -1)]
    return symbols[:count], at
