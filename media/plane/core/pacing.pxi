# How fast one viewer's video leaves, so that a key frame does not flood a slow link and drown the sound behind it.
# Mirror of the oracle's pacing.py, where the reasons stand.
#
# Only a viewer whose link is known to be narrow has a Pacing; to all others a run of packets costs one comparison. What
# waits has its numbers, but neither send time nor ciphertext. It belongs to what feeds its down track: when that ends,
# so does the wait (down_unlink), and the numbers are given to what follows.

cdef enum:
    MOST_WAITING = 1024  # packets
    AROUND_BYTES = 70
    MOST_DEBT_BYTES = 1500

cdef double FASTER = 1.5, PACED_BURST_S = 0.03, LONGEST_S = 0.4

cdef struct Leaving:  # holds its packet
    Leaving *next
    DownTrack *down
    int size
    Sent sent

cdef struct Pacing:
    double bps  # 0: what waits is let go, then the whole is freed
    double credit_bytes
    double at_s
    i64 waiting_bytes
    int waiting
    Leaving *first
    Leaving *last
    int place  # of its peer in the list of those that are paced


cdef void pace_peer(Core *core, Peer *peer, i64 link_bps) noexcept nogil:
    """A link carries so much; 0: it has shown no limit. What waits then leaves with the next tick."""
    if peer.pacing == NULL:
        if not link_bps:
            return
        peer.pacing = <Pacing *>zeroed(sizeof(Pacing))
        peer.pacing.place = pointers_add(&core.paced, peer)
    peer.pacing.bps = FASTER * <double>link_bps
    if not link_bps and peer.pacing.first == NULL:
        pace_no_more(core, peer)


cdef void pace_no_more(Core *core, Peer *peer) noexcept nogil:
    """Nothing waits."""
    cdef int place
    cdef Peer *moved
    if peer.pacing == NULL:
        return
    place = peer.pacing.place
    moved = <Peer *>pointers_drop(&core.paced, place)
    if moved != NULL:
        moved.pacing.place = place
    free(peer.pacing)
    peer.pacing = NULL


cdef void pace_out(Core *core, DownTrack *down, Packet **packets, int count, double now_s) noexcept nogil:
    """As fan_out, for a viewer that is paced."""
    cdef Pacing *pacing = down.peer.pacing
    cdef Leaving *leaving
    cdef i64 number
    cdef int at
    for at in range(count):
        if not down_takes(down, packets[at], &number):
            continue
        leaving = <Leaving *>checked(malloc(sizeof(Leaving)))
        leaving.next, leaving.down, leaving.size = NULL, down, packets[at].size + AROUND_BYTES
        down_rewrite(down, packets[at], 0, number, now_s, &leaving.sent)
        packets[at].refs += 1
        if pacing.first == NULL:
            pacing.first = leaving
        else:
            pacing.last.next = leaving
        pacing.last = leaving
        pacing.waiting += 1
        pacing.waiting_bytes += leaving.size
        pace_release(core, pacing, now_s)


cdef void pace_release(Core *core, Pacing *pacing, double now_s) noexcept nogil:
    """What may leave now does."""
    cdef Leaving *leaving
    pacing.credit_bytes = least(
        PACED_BURST_S * pacing.bps / 8, pacing.credit_bytes + most(0.0, now_s - pacing.at_s) * pacing.bps / 8
    )
    pacing.at_s = most(now_s, pacing.at_s)
    while pacing.first != NULL:
        if pacing.credit_bytes <= 0 and not pace_is_full(pacing):
            return
        leaving = pacing.first
        pace_take_out(pacing, NULL, leaving)
        pacing.credit_bytes = most(pacing.credit_bytes - leaving.size, -MOST_DEBT_BYTES)
        leave(core, leaving, now_s)
        packet_drop(leaving.sent.packet)
        free(leaving)


cdef inline bint pace_is_full(Pacing *pacing) noexcept nogil:
    """What waits would take too long; at a rate of 0 anything does."""
    return <double>(pacing.waiting_bytes * 8) >= LONGEST_S * pacing.bps or pacing.waiting > MOST_WAITING


cdef void leave(Core *core, Leaving *leaving, double now_s) noexcept nogil:
    """Stamped, sealed, sent."""
    cdef DownTrack *down = leaving.down
    cdef int size
    leaving.sent.at_s = now_s
    size = down_make(core, down, &leaving.sent, core.burst)
    if size:
        send_burst(core, down, &size, 1)


cdef inline void pace_take_out(Pacing *pacing, Leaving *before, Leaving *leaving) noexcept nogil:
    if before == NULL:
        pacing.first = leaving.next
    else:
        before.next = leaving.next
    if pacing.last == leaving:
        pacing.last = before
    pacing.waiting -= 1
    pacing.waiting_bytes -= leaving.size


cdef void pace_forget(DownTrack *down) noexcept nogil:
    """What feeds the track ends: what waits of it does not leave, and the numbers that it had are free again."""
    cdef Pacing *pacing = down.peer.pacing
    cdef Leaving *leaving
    cdef Leaving *next
    cdef Leaving *before = NULL
    if pacing == NULL:
        return
    leaving = pacing.first
    while leaving != NULL:
        next = leaving.next
        if leaving.down == down:
            pace_take_out(pacing, before, leaving)
            packet_drop(leaving.sent.packet)
            free(leaving)
            down.number = down.sent_number
        else:
            before = leaving
        leaving = next


cdef void pace_tick(Core *core, double now_s) noexcept nogil:
    cdef int at
    cdef Peer *peer
    for at in range(core.paced.count - 1, -1, -1):  # one that is dropped gives its place to one that was looked at
        peer = peer_at(&core.paced, at)
        pace_release(core, peer.pacing, now_s)
        if not peer.pacing.bps and peer.pacing.first == NULL:
            pace_no_more(core, peer)
