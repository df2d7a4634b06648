# Whether a viewer's link carries more than flows: what was sent lately is sent once more, for a moment, until so much
# leaves. Mirror of the oracle's probing.py, where the reasons stand.
#
# A probe that has ended stays until the report that tells of it. It begins with a tick, since commands know no time.

cdef enum:
    REPEATED = 16
    MOST_REPEATS = 200
    ENOUGH_NACKED = 4

cdef double PROBE_STEP_S = 0.02, PROBE_ANSWER_S = 1.6, NACKED_SHARE = 0.15

cdef struct Probe:
    double bps
    double lasts_s
    double began_s
    bint has_begun
    bint has_ended
    bint is_answered
    u32 closing_sr  # the sender reports that closed it
    i64 found_bps  # once it has ended
    i64 repeated_bytes
    i64 turn
    i64 octets  # of media, and so on, before it began
    i64 packets
    i64 nacked
    int place  # of its peer in the list of those that are probed


cdef void probe_peer(Core *core, Peer *peer, i64 bps, double lasts_s) noexcept nogil:
    """In place of an earlier one."""
    cdef int place
    if peer.probe == NULL:
        peer.probe = <Probe *>zeroed(sizeof(Probe))
        peer.probe.place = pointers_add(&core.probed, peer)
    place = peer.probe.place
    memset(peer.probe, 0, sizeof(Probe))
    peer.probe.place, peer.probe.bps, peer.probe.lasts_s = place, <double>bps, lasts_s


cdef void probe_no_more(Core *core, Peer *peer) noexcept nogil:
    cdef int place
    cdef Peer *moved
    if peer.probe == NULL:
        return
    place = peer.probe.place
    moved = <Peer *>pointers_drop(&core.probed, place)
    if moved != NULL:
        moved.probe.place = place
    free(peer.probe)
    peer.probe = NULL


cdef void probe_tick(Core *core, double now_s) noexcept nogil:
    cdef int at
    cdef Peer *peer
    for at in range(core.probed.count):
        peer = peer_at(&core.probed, at)
        if not peer.probe.has_ended:
            probe_go_on(core, peer, now_s)
        elif peer.probe.is_answered:
            report_at(core, peer, now_s)


cdef inline void probe_answered(Peer *peer, u32 last_sr) noexcept nogil:
    """A receiver report came, and told of a round trip that began with this sender report."""
    if peer.probe != NULL and peer.probe.has_ended and peer.probe.closing_sr == last_sr:
        peer.probe.is_answered = True


cdef void probe_go_on(Core *core, Peer *peer, double now_s) noexcept nogil:
    cdef Probe *probe = peer.probe
    cdef i64 octets = 0, packets = 0, nacked = 0
    cdef DownTrack *down
    cdef double elapsed_s
    cdef bint is_lossy, is_over
    cdef int at
    for at in range(peer.downs.count):
        down = down_at(&peer.downs, at)
        octets, packets, nacked = octets + down.octets, packets + down.packets, nacked + down.nacked
    if not probe.has_begun:
        probe.has_begun, probe.began_s = True, now_s
        probe.octets, probe.packets, probe.nacked = octets, packets, nacked
        report_at(core, peer, now_s + probe.lasts_s + PROBE_STEP_S + PROBE_ANSWER_S)
    octets, packets = larger(0, octets - probe.octets), larger(0, packets - probe.packets)
    nacked -= probe.nacked
    elapsed_s = now_s - probe.began_s + PROBE_STEP_S  # what leaves now is for the time until the next tick
    is_lossy = nacked >= ENOUGH_NACKED and <double>nacked > NACKED_SHARE * <double>packets
    is_over = elapsed_s >= probe.lasts_s
    if not is_lossy:
        probe_repeat(core, peer, elapsed_s * probe.bps / 8 - <double>(probe.repeated_bytes + octets), now_s)
    if not is_lossy and not is_over:
        return
    probe.has_ended = True
    probe.found_bps = rounded(<double>((probe.repeated_bytes + octets) * 8) / elapsed_s)
    if not is_lossy:
        probe.closing_sr = ntp_middle(core_ntp(core, now_s))
        send_sender_reports(core, peer, now_s)
    report_at(core, peer, now_s if is_lossy else now_s + PROBE_ANSWER_S)


cdef void probe_repeat(Core *core, Peer *peer, double due_bytes, double now_s) noexcept nogil:
    """Not more at once than in two ticks: what a late one missed is not made up for."""
    cdef DownTrack *down = NULL
    cdef Sent *kept
    cdef int size, repeats
    due_bytes = least(due_bytes, 2 * PROBE_STEP_S * peer.probe.bps / 8)
    for repeats in range(MOST_REPEATS):
        if due_bytes <= 0:
            return
        kept = probe_next(peer, &down, now_s)
        size = 0 if kept == NULL else send_identical(core, peer, down, kept, PROBED)
        if not size:
            return
        peer.probe.repeated_bytes += size
        due_bytes -= size


cdef Sent *probe_next(Peer *peer, DownTrack **down, double now_s) noexcept nogil:
    """One of the newest packets of each of its video tracks in turn; NULL if there is none."""
    cdef int tried
    cdef i64 number
    cdef Sent *kept
    for tried in range(peer.downs.count * REPEATED):
        down[0] = down_at(&peer.downs, <int>(peer.probe.turn % peer.downs.count))
        number = down[0].sent_number - peer.probe.turn // peer.downs.count % REPEATED
        peer.probe.turn += 1
        if not down[0].sent_room:
            continue
        kept = &down[0].sent[number & (down[0].sent_room - 1)]
        if kept.packet != NULL and kept.number == number and kept.at_s >= now_s - KEEP_S:
            return kept
    return NULL
