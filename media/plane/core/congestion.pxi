# What of that which is sent to a viewer that gives transport-cc feedback arrives. Mirror of the oracle's congestion.py,
# where the reasons stand, and of twcc.py (reading). Viewers on stage alone have one; media says who (commands.pxi).
#
# What a feedback says is checked whole before anything is taken from it: its numbers are those of the far end.

cdef enum:
    REMEMBERED_SENT = 1024
    MOST_TOLD = 2000  # packets in one feedback

cdef double RATE_WINDOW_S = 0.25, MOST_BPS = 30_000_000.0, LONGEST_PAUSE_S = 2.0, FRESH_S = 2.0, LONG_AGO_S = -1e18

cdef struct SentAt:
    i64 number  # -1: nothing, or told of already
    int size

cdef struct Congestion:
    i64 number  # the next packet's, without wrap
    double arrived_bps
    double counted_from_s
    bint has_counted
    i64 counted_bytes
    double updated_s
    SentAt sent[REMEMBERED_SENT]


cdef Congestion *congestion_new(i64 number) noexcept nogil:
    cdef Congestion *made = <Congestion *>zeroed(sizeof(Congestion))
    memset(made.sent, 0xFF, sizeof(made.sent))
    made.number, made.updated_s = number, LONG_AGO_S
    return made


cdef inline void congestion_sent(Congestion *control, int size) noexcept nogil:
    """A packet left under `number`."""
    cdef SentAt *place = &control.sent[control.number & (REMEMBERED_SENT - 1)]
    place.number, place.size = control.number, size
    control.number += 1


cdef void congestion_told(Congestion *control, const u8 *body, int size, double now_s) noexcept nogil:
    """The body of a feedback, behind its two SSRCs. One that is shorter than it says, or says too much, says nothing."""
    cdef u8 symbols[MOST_TOLD]
    cdef int count, at, first
    cdef i64 number, ticks
    cdef SentAt *place
    if size < 8:
        return
    count = get16(body + 2)
    first = feedback_symbols(body, size, count, symbols)
    if first < 0:
        return
    ticks = (<i64>get24(body + 4) - ((<i64>get24(body + 4) & 0x800000) << 1)) * REFERENCE_TICKS
    for at in range(count):
        if symbols[at] == TWCC_SMALL:
            ticks, first = ticks + body[first], first + 1
        elif symbols[at] == TWCC_LARGE:
            ticks, first = ticks + unwrap(get16(body + first), 0, 16), first + 2
        number = unwrap((get16(body) + at) & 0xFFFF, control.number - 1, 16)
        place = &control.sent[number & (REMEMBERED_SENT - 1)]
        if number < 0 or place.number != number:
            continue
        control.updated_s = now_s
        if symbols[at] != TWCC_SMALL and symbols[at] != TWCC_LARGE:  # it may still come, and be told of then
            continue
        place.number = -1
        congestion_count(control, place.size, <double>ticks * TWCC_TICK_S)


cdef int feedback_symbols(const u8 *body, int size, int count, u8 *symbols) noexcept nogil:
    """What the feedback says of each packet; where its deltas begin, all of which are there, or -1."""
    cdef int read = 0, at = 8, deltas = 0, bit, run
    cdef u32 chunk
    if count > MOST_TOLD:
        return -1
    while read < count:
        if at + 2 > size:
            return -1
        chunk = get16(body + at)
        at += 2
        if not chunk & 0x8000:
            run = chunk & 0x1FFF
            if not run:
                return -1
            run = <int>smaller(run, count - read)
            memset(symbols + read, chunk >> 13 & 3, run)
            read += run
        elif chunk & 0x4000:
            for bit in range(12, -1, -2):
                if read < count:
                    symbols[read] = chunk >> bit & 3
                    read += 1
        else:
            for bit in range(13, -1, -1):
                if read < count:
                    symbols[read] = chunk >> bit & 1
                    read += 1
    for read in range(count):
        deltas += symbols[read] if symbols[read] <= TWCC_LARGE else 0
    return at if at + deltas <= size else -1


cdef void congestion_count(Congestion *control, int size, double arrived_s) noexcept nogil:
    cdef double span_s = arrived_s - control.counted_from_s if control.has_counted else -1.0
    if not 0.0 <= span_s <= LONGEST_PAUSE_S:
        control.counted_from_s, control.counted_bytes, control.has_counted = arrived_s, 0, True
        return
    control.counted_bytes += size
    if span_s >= RATE_WINDOW_S:
        control.arrived_bps = least(<double>(control.counted_bytes * 8) / span_s, MOST_BPS)
        control.counted_from_s, control.counted_bytes = arrived_s, 0


cdef inline int congestion_arrived(Congestion *control, double now_s) noexcept nogil:
    """Bits a second; -1 if no feedback came lately."""
    return <int>rounded(control.arrived_bps) if control != NULL and now_s - control.updated_s < FRESH_S else -1
