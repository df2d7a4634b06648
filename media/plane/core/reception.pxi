# What a receiver knows of one SSRC: which packets came, what is missing, and numbers without holes for what goes on.
# Mirror of media/reception.py, media/nack.py and media/plane/numbering.py.

cdef enum:
    WINDOW = 1024  # packets behind the newest that are still told apart
    WINDOW_WORDS = 16
    MAX_TRIES = 10
    MAX_MISSING = 1000
    MAX_AGE = 10000
    MAX_ASKED = 250
    REMEMBERED = 4096

cdef enum Arrival:
    ARRIVED_NEW, ARRIVED_LATE, ARRIVED_STALE

cdef double RETRY_S = 0.040, REORDER_S = 0.010, START_ANSWER_S = 0.100, ANSWER_WEIGHT = 0.2

cdef struct Window:  # bit n % WINDOW: number n was there; only numbers within WINDOW of `newest` are told
    i64 newest
    bint is_empty
    u64 bits[WINDOW_WORDS]

cdef struct Reception:
    int clock_hz
    Window seen
    i64 base
    i64 received  # on this SSRC itself: what repair brought does not count
    i64 mended
    i64 reported_expected
    i64 reported_received
    double jitter
    double transit
    bint has_transit
    u32 last_sr
    double last_sr_at_s

cdef struct Missing:
    i64 number
    double due_s
    double first_ask_s
    int tries

cdef struct NackList:  # ascending
    Missing *missing
    int count
    double answer_s

cdef struct DenseNumbers:  # `skipped` ascending, from `first` on
    i64 *skipped
    int first
    int count
    int room
    i64 forgotten

cdef struct ReportBlock:
    u32 ssrc
    u32 lost_fraction
    i64 lost
    u32 highest_sequence
    u32 jitter
    u32 last_sr
    u32 delay


cdef inline bint window_holds(Window *window, i64 number) noexcept nogil:
    """Only for numbers less than WINDOW behind the newest."""
    return (window.bits[(number & (WINDOW - 1)) >> 6] >> (number & 63)) & 1


cdef inline void window_add(Window *window, i64 number) noexcept nogil:
    cdef i64 between
    if window.is_empty or number >= window.newest + WINDOW:
        memset(window.bits, 0, sizeof(window.bits))
        window.newest, window.is_empty = number, False
    elif number > window.newest:
        for between in range(window.newest + 1, number):
            window.bits[(between & (WINDOW - 1)) >> 6] &= ~((<u64>1) << (between & 63))
        window.newest = number
    window.bits[(number & (WINDOW - 1)) >> 6] |= (<u64>1) << (number & 63)


cdef int window_count(Window *window, i64 first) noexcept nogil:
    """How many of the numbers from `first` on are there, of those that are told apart."""
    cdef i64 number = larger(first, window.newest - WINDOW + 1)
    cdef int total = 0, width
    cdef u64 word
    while number <= window.newest:
        width = 64 - <int>(number & 63)
        word = window.bits[(number & (WINDOW - 1)) >> 6] >> (number & 63)
        if number + width - 1 > window.newest:
            word &= ((<u64>1) << (window.newest - number + 1)) - 1
        total += count_ones(word)
        number += width
    return total


cdef void reception_start(Reception *reception, int clock_hz) noexcept nogil:
    memset(reception, 0, sizeof(Reception))
    reception.clock_hz = clock_hz
    reception.seen.newest, reception.seen.is_empty = -1, True


cdef inline i64 reception_number(Reception *reception, u16 sequence) noexcept nogil:
    return <i64>sequence if reception.seen.is_empty else unwrap(sequence, reception.seen.newest, 16)


cdef Arrival reception_arrived(Reception *reception, i64 number, bint repair) noexcept nogil:
    cdef Arrival arrival = ARRIVED_NEW
    if reception.seen.is_empty:
        reception.base = number
    elif number <= reception.seen.newest:
        if number <= reception.seen.newest - WINDOW or window_holds(&reception.seen, number):
            return ARRIVED_STALE
        reception.base = smaller(reception.base, number)
        arrival = ARRIVED_LATE
    window_add(&reception.seen, number)
    reception.received += not repair
    reception.mended += repair
    return arrival


cdef void reception_timed(Reception *reception, u32 timestamp, double now_s) noexcept nogil:
    """Jitter (RFC 3550 A.8)."""
    cdef double transit = now_s * reception.clock_hz - timestamp
    cdef i64 change
    if reception.has_transit:
        change = unwrap(<u32><i64>(transit - reception.transit), 0, 32)
        change = smaller(-change if change < 0 else change, reception.clock_hz)
        reception.jitter += (<double>change - reception.jitter) / 16.0
    reception.transit, reception.has_transit = transit, True


cdef inline i64 reception_expected(Reception *reception) noexcept nogil:
    return 0 if reception.seen.is_empty else reception.seen.newest - reception.base + 1


cdef ReportBlock reception_block(Reception *reception, u32 ssrc, double now_s) noexcept nogil:
    """The next report block; loss is counted since the one before."""
    cdef ReportBlock block
    cdef i64 whole = reception_expected(reception)
    cdef i64 expected = whole - reception.reported_expected
    cdef i64 lost = larger(0, expected - (reception.received - reception.reported_received))
    reception.reported_expected, reception.reported_received = whole, reception.received
    block.ssrc = ssrc
    block.lost_fraction = <u32>smaller(255, lost * 256 // expected) if expected > 0 else 0
    block.lost = whole - reception.received
    block.highest_sequence = <u32>reception.seen.newest
    block.jitter = <u32>reception.jitter
    block.last_sr = reception.last_sr
    block.delay = <u32><i64>((now_s - reception.last_sr_at_s) * 65536.0) if reception.last_sr else 0
    return block


# Which lost packets to ask for again, and when.


cdef void nack_start(NackList *nacks) noexcept nogil:
    nacks.missing = <Missing *>checked(malloc(MAX_MISSING * sizeof(Missing)))
    nacks.count = 0
    nacks.answer_s = START_ANSWER_S


cdef bint nack_gap(NackList *nacks, i64 first, i64 stop, double now_s) noexcept nogil:
    """Packets first..stop-1 were skipped. False: too many, everything is given up, only a key frame helps."""
    cdef i64 number
    cdef Missing *entry
    if nacks.count + stop - first > MAX_MISSING:
        nacks.count = 0
        return False
    for number in range(first, stop):
        entry = &nacks.missing[nacks.count]
        entry.number, entry.due_s, entry.first_ask_s, entry.tries = number, now_s + REORDER_S, 0.0, 0
        nacks.count += 1
    return True


cdef void nack_came(NackList *nacks, i64 number, double now_s) noexcept nogil:
    """A packet came late or by repair."""
    cdef int low = 0, high = nacks.count, middle
    while low < high:
        middle = (low + high) // 2
        if nacks.missing[middle].number < number:
            low = middle + 1
        else:
            high = middle
    if low == nacks.count or nacks.missing[low].number != number:
        return
    if nacks.missing[low].tries:
        nacks.answer_s += ANSWER_WEIGHT * (now_s - nacks.missing[low].first_ask_s - nacks.answer_s)
    nacks.count -= 1
    memmove(&nacks.missing[low], &nacks.missing[low + 1], (nacks.count - low) * sizeof(Missing))


cdef int nack_due(NackList *nacks, i64 highest, double now_s, u16 *asked) noexcept nogil:
    """Numbers to ask for now, in order, into `asked` (of MAX_ASKED). What was asked for in vain is given up."""
    cdef int count = 0, at, kept = 0
    cdef Missing *entry
    for at in range(nacks.count):
        entry = &nacks.missing[at]
        if count < MAX_ASKED and now_s >= entry.due_s:
            if entry.tries >= MAX_TRIES or entry.number < highest - MAX_AGE:
                continue
            if not entry.tries:
                entry.first_ask_s = now_s
            entry.tries += 1
            entry.due_s = now_s + most(RETRY_S, nacks.answer_s)
            asked[count] = <u16>entry.number
            count += 1
        nacks.missing[kept] = entry[0]
        kept += 1
    nacks.count = kept
    return count


# Numbers that have no holes where nothing is forwarded.


cdef void dense_skip(DenseNumbers *numbers, i64 number) noexcept nogil:
    """A packet that is not forwarded, the newest so far."""
    while numbers.count and numbers.skipped[numbers.first] < number - REMEMBERED:
        numbers.first += 1
        numbers.count -= 1
        numbers.forgotten += 1
    if numbers.first + numbers.count == numbers.room:
        if numbers.first > numbers.room // 2:
            memmove(numbers.skipped, numbers.skipped + numbers.first, numbers.count * sizeof(i64))
            numbers.first = 0
        else:
            numbers.room = 2 * numbers.room if numbers.room else 64
            numbers.skipped = <i64 *>checked(realloc(numbers.skipped, numbers.room * sizeof(i64)))
    numbers.skipped[numbers.first + numbers.count] = number
    numbers.count += 1


cdef i64 dense_index(DenseNumbers *numbers, i64 number) noexcept nogil:
    cdef int low = 0, high = numbers.count, middle
    cdef i64 *skipped = numbers.skipped + numbers.first
    if not high or number > skipped[high - 1]:
        return number - numbers.forgotten - high
    while low < high:
        middle = (low + high) // 2
        if skipped[middle] < number:
            low = middle + 1
        else:
            high = middle
    return number - numbers.forgotten - low
