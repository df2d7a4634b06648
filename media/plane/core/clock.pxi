# RTP time against wall time. Mirror of media/clock.py, where the reasons stand.

cdef enum:
    LINE_WINDOW_S = 4
    REPORT_WINDOW_S = 8
    REMOTE_WINDOW_S = 30
    SETTLE_S = 2

cdef double CLOCK_STEP_S = 0.5, CREDIBLE_S = 2.0, LAG_S = 0.01, STEER = 0.005, STEER_SHARE = 0.2
cdef double NTP_EPOCH_S = 2208988800.0, NTP_SECOND = 4294967296.0

cdef struct Earliest:  # the smallest sample of the last one or two windows
    double window_s
    double value
    double newer
    double began_s
    bint is_set

cdef struct StreamClock:  # one SSRC; `remote` belongs to the whole publisher
    int clock_hz
    Earliest *remote
    Earliest line
    Earliest reported
    i64 highest  # RTP timestamp without wrap
    bint has_highest
    bint has_lead
    bint has_settled
    double lead_s
    double steered_s
    double settled_s


cdef inline u64 to_ntp(double unix_s) noexcept nogil:
    return <u64>((unix_s + NTP_EPOCH_S) * NTP_SECOND)


cdef inline double from_ntp(u64 ntp) noexcept nogil:
    return <double>ntp / NTP_SECOND - NTP_EPOCH_S


cdef inline u32 ntp_middle(u64 ntp) noexcept nogil:
    return <u32>(ntp >> 16)


cdef inline double round_trip_s(u64 now_ntp, u32 last_sr, u32 delay) noexcept nogil:
    """RFC 3550 6.4.1; negative without a report to go by, or if the figures are impossible."""
    cdef i64 ticks
    if not last_sr:
        return -1.0
    ticks = unwrap(<u32>(ntp_middle(now_ntp) - last_sr - delay), 0, 32)
    return <double>ticks / 65536.0 if 0 <= ticks < 60 * 65536 else -1.0


cdef void earliest_sample(Earliest *kept, double value, double now_s) noexcept nogil:
    if not kept.is_set or fabs(value - kept.value) > CLOCK_STEP_S:
        kept.value, kept.newer, kept.began_s, kept.is_set = value, value, now_s, True
    elif now_s - kept.began_s > kept.window_s:
        kept.value, kept.newer, kept.began_s = least(value, kept.newer), value, now_s
    else:
        kept.value, kept.newer = least(value, kept.value), least(value, kept.newer)


cdef void earliest_lower(Earliest *kept, double value) noexcept nogil:
    if kept.is_set:
        kept.value, kept.newer = least(value, kept.value), least(value, kept.newer)


cdef void clock_start(StreamClock *clock, int clock_hz, Earliest *remote) noexcept nogil:
    memset(clock, 0, sizeof(StreamClock))
    clock.clock_hz = clock_hz
    clock.remote = remote
    clock.line.window_s = LINE_WINDOW_S
    clock.reported.window_s = REPORT_WINDOW_S


cdef inline i64 clock_unwrapped(StreamClock *clock, u32 timestamp) noexcept nogil:
    return unwrap(timestamp, clock.highest, 32) if clock.has_highest else <i64>timestamp


cdef i64 clock_packet(StreamClock *clock, u32 timestamp, double now_s) noexcept nogil:
    """A packet came; gives its timestamp without wrap."""
    cdef i64 stamp = clock_unwrapped(clock, timestamp)
    if not clock.has_highest or stamp > clock.highest:
        clock.highest, clock.has_highest = stamp, True
        earliest_sample(&clock.line, now_s - <double>stamp / clock.clock_hz, now_s)
        clock_steer(clock, now_s)
    return stamp


cdef void clock_sender_report(StreamClock *clock, u64 ntp, u32 timestamp, double now_s) noexcept nogil:
    cdef double ntp_s = from_ntp(ntp)
    if not ntp:  # RFC 3550 6.4.1: a sender without a clock
        return
    earliest_sample(clock.remote, now_s - ntp_s, now_s)
    earliest_sample(&clock.reported, ntp_s - <double>clock_unwrapped(clock, timestamp) / clock.clock_hz, now_s)


cdef inline i64 clock_timestamp_at(StreamClock *clock, double now_s) noexcept nogil:
    """The RTP timestamp (without wrap) of what is captured now. Only with `has_lead`."""
    return rounded((now_s + clock.lead_s) * clock.clock_hz)


cdef inline bint clock_is_settled(StreamClock *clock, double now_s) noexcept nogil:
    return clock.has_settled and now_s >= clock.settled_s


cdef void clock_steer(StreamClock *clock, double now_s) noexcept nogil:
    cdef double true_s, error_s, most_s
    if not clock.has_settled:
        clock.settled_s, clock.has_settled = now_s + SETTLE_S, True
    true_s = clock_true_lead_s(clock)
    if not clock.has_lead or now_s < clock.settled_s or fabs(true_s - clock.lead_s) > CLOCK_STEP_S:
        clock.lead_s, clock.has_lead = true_s, True
    else:
        error_s = true_s - clock.lead_s
        most_s = most(STEER, STEER_SHARE * fabs(error_s)) * most(0.0, now_s - clock.steered_s)
        clock.lead_s += most(-most_s, least(error_s, most_s))
    clock.steered_s = now_s


cdef double clock_true_lead_s(StreamClock *clock) noexcept nogil:
    """By sender reports; by arrival if there are none, or if they contradict what arrives."""
    cdef double line_s = clock.line.value if clock.line.is_set else 0.0
    if not clock.reported.is_set or not clock.remote.is_set:
        return LAG_S - line_s
    if fabs(clock.remote.value + clock.reported.value - line_s) > CREDIBLE_S:
        return LAG_S - line_s
    earliest_lower(clock.remote, line_s - clock.reported.value)  # nothing arrives before its capture
    return -clock.remote.value - clock.reported.value
