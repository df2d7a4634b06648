# transport-cc feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01). Mirror of media/twcc.py.

cdef enum:
    REFERENCE_TICKS = 256
    TWCC_MAX_PACKETS = 400
    TWCC_KEEP = 1000
    TWCC_SLOTS = 1024
    TWCC_MAX_BODY = 928  # 8, two bytes for seven packets, at most two for each, and up to the next word
    TWCC_LOST = 0
    TWCC_SMALL = 1
    TWCC_LARGE = 2

cdef double TWCC_TICK_S = 0.00025

cdef struct ArrivalLog:
    i64 number[TWCC_SLOTS]  # -1: nothing
    i64 ticks[TWCC_SLOTS]
    i64 next_start  # first number not reported yet
    i64 highest
    bint has_start
    u8 feedback_count
    u32 media_ssrc


cdef void arrivals_start(ArrivalLog *log) noexcept nogil:
    memset(log, 0, sizeof(ArrivalLog))
    memset(log.number, 0xFF, sizeof(log.number))


cdef inline bint arrivals_hold(ArrivalLog *log, i64 number) noexcept nogil:
    return number >= 0 and log.number[number & (TWCC_SLOTS - 1)] == number


cdef void arrivals_heard(ArrivalLog *log, u16 sequence, u32 ssrc, double now_s) noexcept nogil:
    cdef i64 number = unwrap(sequence, log.highest, 16) if log.has_start else <i64>sequence + 0x10000
    if not log.has_start:  # one turn up, so that no number is below zero
        log.highest, log.next_start, log.has_start = number, number, True
    if number <= log.highest - TWCC_KEEP or arrivals_hold(log, number):
        return
    log.number[number & (TWCC_SLOTS - 1)] = number
    log.ticks[number & (TWCC_SLOTS - 1)] = rounded(now_s / TWCC_TICK_S)
    log.media_ssrc = ssrc
    log.highest = larger(log.highest, number)
    log.next_start = larger(smaller(log.next_start, number), log.highest - TWCC_KEEP + 1)


cdef int arrivals_feedback(ArrivalLog *log, u8 *body) noexcept nogil:
    """The next body (of TWCC_MAX_BODY bytes) on what was not reported yet; 0: there is nothing more."""
    cdef i64 start, number, stop, last, ticks
    if not log.has_start or log.next_start > log.highest:
        return 0
    start = log.next_start
    while not arrivals_hold(log, start):
        start += 1
    last, stop = log.ticks[start & (TWCC_SLOTS - 1)], start
    for number in range(start, smaller(log.highest + 1, start + TWCC_MAX_PACKETS)):
        if arrivals_hold(log, number):
            ticks = log.ticks[number & (TWCC_SLOTS - 1)]
            if ticks - last > 0x7FFF or last - ticks > 0x7FFF:
                break
            last, stop = ticks, number + 1
    log.next_start = stop
    return arrivals_write(log, start, stop, body)


cdef int arrivals_write(ArrivalLog *log, i64 start, i64 stop, u8 *body) noexcept nogil:
    """Two-bit status vectors, seven to a chunk, and deltas of 250 us."""
    cdef i64 reference = log.ticks[start & (TWCC_SLOTS - 1)] // REFERENCE_TICKS, last = reference * REFERENCE_TICKS
    cdef i64 number, delta
    cdef int count = <int>(stop - start), chunks = (count + 6) // 7, at, size
    cdef u8 *deltas = body + 8 + 2 * chunks
    cdef u32 symbol
    put16(body, <u32>(start & 0xFFFF))
    put16(body + 2, count)
    put32(body + 4, <u32>((reference & 0xFFFFFF) << 8 | log.feedback_count))
    log.feedback_count += 1
    for at in range(chunks):
        put16(body + 8 + 2 * at, 0xC000)
    for at in range(count):
        number = start + at
        if not arrivals_hold(log, number):
            continue
        delta, last = log.ticks[number & (TWCC_SLOTS - 1)] - last, log.ticks[number & (TWCC_SLOTS - 1)]
        symbol = TWCC_SMALL if 0 <= delta <= 0xFF else TWCC_LARGE
        deltas = put8(deltas, <u32>delta) if symbol == TWCC_SMALL else put16(deltas, <u32>delta)
        symbol <<= 12 - 2 * (at % 7)
        put16(body + 8 + 2 * (at // 7), get16(body + 8 + 2 * (at // 7)) | symbol)
    size = <int>(deltas - body)
    while size % 4:
        body[size] = 0
        size += 1
    return size
