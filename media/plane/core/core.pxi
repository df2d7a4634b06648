# One plane: its tables, what it tells and what it counts; and SRTP, through the addresses of libsrtp's functions.

cdef enum:
    MAX_PROTECTED_BYTES = 1500
    MAX_PLAIN_BYTES = 1352  # as media/srtp.py
    BURST_BYTES = 24000  # sixteen datagrams; they stay in the nearest cache
    MAX_KEPT_EVENTS = 65536  # a room of ten thousand switched six times while Trio stood still
    SRTP_OK = 0
    SRTP_AUTH_FAIL = 7
    SRTP_REPLAY_FAIL = 9
    SRTP_REPLAY_OLD = 10

cdef enum:  # counters; COUNTER_NAMES in compiled.pyx has them in the same order
    PACKETS_IN, PACKETS_OUT, BYTES_OUT, UNVERIFIED_SOURCE, MALFORMED, IDLE_REPORTS, UNKNOWN_SSRC, RESENT, PROBED
    SRTP_BAD_TAG, SRTP_REPLAYED, SRTP_TOO_LONG, SRTP_TOO_MANY_STREAMS, SRTP_FAILED
    SRTP_OUT_REPLAYED, SRTP_OUT_TOO_LONG, SRTP_OUT_FAILED
    SEND_LOST, UNKNOWN_KIND, ICMP, SIGNALLING_DROPPED, EVENTS_DROPPED, SEND_DEFERRED, SENDS, TAPE_DROPPED, CHECKS
    COUNTERS

cdef enum:  # kinds of events
    LAYER_SEEN, KEY_FRAME_SEEN, LEVEL_HEARD, UP_REPORT, VIEWER_REPORT, FED, UPLINK_ARRIVED, UPLINK_DUE

cdef struct Event:  # fields by kind: see compiled.pyx
    int kind
    int b
    i64 a
    i64 c
    i64 d
    double at_s
    double x
    double y
    double z
    int rate_count
    u32 rates[MOST_LAYERS_OF_A_KIND]  # up to each temporal layer
    int spatial_count
    u32 spatial[MOST_LAYERS_OF_A_KIND]  # rates up to each spatial layer, or their heights

cdef struct Captured:  # a datagram that a plane without a socket would have sent
    plane_address to
    int size
    u8 data[1]

cdef struct Core:
    SrtpCall protect
    SrtpCall unprotect
    SrtpCall protect_rtcp
    SrtpCall unprotect_rtcp
    int (*dealloc)(void *session) noexcept nogil
    double wall_at_zero_s
    u64 salt  # of the table by address: nobody outside chooses who shares a place
    Table peers
    Table ups
    Table downs
    Table by_address
    Pointers publishers
    Pointers switched
    Pointers raised
    Pointers paced  # peers with a Pacing
    Pointers probed  # peers with a Probe
    Pointers reports  # a heap of peers by report_due_s
    Pointers pending_audio  # streams with packets that were not fanned out yet
    Pointers pending_video
    Pointers begun  # down tracks that began with the packet at hand
    u64 counters[COUNTERS]
    Ring events
    Pointers kept_events  # Event *: what found the ring full and does not come again, in order
    bint has_urgent_news  # among the events not told yet is one that Trio must act upon
    Tape tape
    Outlet outlet
    void (*overtake)(Core *core, double now_s) noexcept nogil  # NULL, or what lets audio pass a long burst of video
    u8 scratch[2 * MAX_PROTECTED_BYTES]
    u8 burst[BURST_BYTES + MAX_PROTECTED_BYTES]


cdef inline u64 core_ntp(Core *core, double now_s) noexcept nogil:
    return to_ntp(now_s + core.wall_at_zero_s)


cdef inline void core_tell(Core *core, int kind, i64 a, int b, i64 c, double at_s) noexcept nogil:
    cdef Event event
    memset(&event, 0, sizeof(Event))
    event.kind, event.a, event.b, event.c, event.at_s = kind, a, b, c, at_s
    core_tell_event(core, &event)


cdef void core_tell_event(Core *core, Event *event) noexcept nogil:
    """What comes again by itself (levels, reports, samples) leaves the last quarter of the ring to what does not."""
    cdef bint comes_again = event.kind != LAYER_SEEN and event.kind != KEY_FRAME_SEEN and event.kind != FED
    cdef Event *kept
    if comes_again:
        core.counters[EVENTS_DROPPED] += not ring_put(&core.events, event, EVENT_RING // 4)
        return
    core.has_urgent_news = True
    if not core.kept_events.count and ring_put(&core.events, event, 0):
        return
    if core.kept_events.count == MAX_KEPT_EVENTS:
        core.counters[EVENTS_DROPPED] += 1
        return
    kept = <Event *>checked(malloc(sizeof(Event)))
    kept[0] = event[0]
    pointers_add(&core.kept_events, kept)


cdef void core_tell_kept(Core *core) noexcept nogil:
    """As many as there is room for now, in their order."""
    cdef int told = 0
    while told < core.kept_events.count and ring_put(&core.events, core.kept_events.at[told], 0):
        free(core.kept_events.at[told])
        told += 1
    if told:
        core.kept_events.count -= told
        memmove(core.kept_events.at, core.kept_events.at + told, core.kept_events.count * sizeof(void *))
        core.has_urgent_news = True


# SRTP of one peer. Mirror of media/srtp.py.


cdef inline bint srtp_may_open(Core *core, Peer *peer, u32 ssrc, int size) noexcept nogil:
    """Refuse what would be too much, before libsrtp sees it."""
    cdef int at
    if size > MAX_PROTECTED_BYTES:
        core.counters[SRTP_TOO_LONG] += 1
        return False
    if peer.proven_count < MAX_SSRCS:
        return True
    for at in range(peer.proven_count):
        if peer.proven[at] == ssrc:
            return True
    core.counters[SRTP_TOO_MANY_STREAMS] += 1
    return False


cdef bint srtp_open(Core *core, Peer *peer, SrtpCall call, u8 *packet, int *size, u32 ssrc) noexcept nogil:
    """Prove and decrypt in place. A stream counts once a packet of it was proven."""
    cdef int at, status
    if not srtp_may_open(core, peer, ssrc, size[0]):
        return False
    status = call(peer.inbound, packet, size)
    if status != SRTP_OK:
        if status == SRTP_AUTH_FAIL:
            core.counters[SRTP_BAD_TAG] += 1
        elif status == SRTP_REPLAY_FAIL or status == SRTP_REPLAY_OLD:
            core.counters[SRTP_REPLAYED] += 1
        else:
            core.counters[SRTP_FAILED] += 1
        return False
    for at in range(peer.proven_count):
        if peer.proven[at] == ssrc:
            return True
    peer.proven[peer.proven_count] = ssrc
    peer.proven_count += 1
    return True


cdef inline bint srtp_seal(Core *core, Peer *peer, SrtpCall call, u8 *packet, int *size) noexcept nogil:
    """Encrypt in place; there is room for the trailer."""
    cdef int status = call(peer.outbound, packet, size)
    if status == SRTP_OK:
        return True
    core.counters[SRTP_OUT_REPLAYED if status == SRTP_REPLAY_FAIL or status == SRTP_REPLAY_OLD else SRTP_OUT_FAILED] += 1
    return False
