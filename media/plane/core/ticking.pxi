# What time makes due: repairs, feedback, reports. Mirror of the oracle's forwarder.py (tick) and peers.py.

cdef enum:
    EARLY_REPORTS = 5
    HASTY_REPORTS = 3

cdef double FEEDBACK_S = 0.1, REPORT_S = 1.0, EARLY_REPORT_S = 0.2, HASTY_REPORT_S = 0.3, MIN_INTERVAL_S = 0.1



cdef void core_tick(Core *core, double now_s) noexcept nogil:
    cdef int at
    cdef Peer *peer
    pace_tick(core, now_s)
    probe_tick(core, now_s)
    core_tell_kept(core)
    for at in range(core.publishers.count):
        peer = peer_at(&core.publishers, at)
        send_repairs(core, peer, now_s)
        if now_s >= peer.feedback_due_s:
            peer.feedback_due_s = now_s + FEEDBACK_S
            send_transport_feedback(core, peer)
    for at in range(core.switched.count):
        peer = peer_at(&core.switched, at)
        peer.switched_at = -1
        send_sender_reports(core, peer, now_s)
    core.switched.count = 0
    for at in range(core.raised.count):
        peer = peer_at(&core.raised, at)
        peer.raised_at = -1
        hasten_reports(core, peer, now_s)
    core.raised.count = 0
    while core.reports.count and peer_at(&core.reports, 0).report_due_s <= now_s:
        peer = peer_at(&core.reports, 0)
        core_report(core, peer, now_s)
        heap_sink(&core.reports, 0)


cdef void hasten_reports(Core *core, Peer *peer, double now_s) noexcept nogil:
    """After a viewer's step up: a link that cannot carry it is soon relieved."""
    peer.hasty_reports = HASTY_REPORTS
    if peer.report_due_s > now_s + HASTY_REPORT_S:
        peer.report_due_s = now_s + HASTY_REPORT_S
        heap_rise(&core.reports, peer.place)


cdef void core_report(Core *core, Peer *peer, double now_s) noexcept nogil:
    cdef double interval_s = now_s - peer.reported_s
    cdef int at
    peer.reports_made += 1
    peer.reported_s = now_s
    if peer.reports_made == 1:  # it has just come: nothing to tell
        peer.heard_at_s = now_s
        peer.report_due_s = now_s + EARLY_REPORT_S
        return
    interval_s = most(MIN_INTERVAL_S, interval_s)
    if peer.ups.count:
        send_reports(core, peer, now_s)
        for at in range(peer.ups.count):
            tell_up_reports(core, up_at(&peer.ups, at), interval_s, now_s)
    if peer.downs.count:
        send_sender_reports(core, peer, now_s)
        tell_viewer_report(core, peer, interval_s, now_s)
    peer.hasty_reports -= peer.hasty_reports > 0
    if peer.hasty_reports:
        peer.report_due_s = now_s + HASTY_REPORT_S
    else:
        peer.report_due_s = now_s + (EARLY_REPORT_S if peer.reports_made <= EARLY_REPORTS else REPORT_S)


cdef void report_at(Core *core, Peer *peer, double due_s) noexcept nogil:
    peer.report_due_s = due_s
    heap_rise(&core.reports, peer.place)
    heap_sink(&core.reports, peer.place)


# When reports are due: a heap of peers by `report_due_s`; each knows its place.


cdef inline void heap_set(Pointers *heap, int place, Peer *peer) noexcept nogil:
    heap.at[place] = peer
    peer.place = place


cdef void heap_rise(Pointers *heap, int place) noexcept nogil:
    cdef Peer *peer = peer_at(heap, place)
    cdef int above
    while place:
        above = (place - 1) // 2
        if peer_at(heap, above).report_due_s <= peer.report_due_s:
            break
        heap_set(heap, place, peer_at(heap, above))
        place = above
    heap_set(heap, place, peer)


cdef void heap_sink(Pointers *heap, int place) noexcept nogil:
    cdef Peer *peer = peer_at(heap, place)
    cdef int below
    while True:
        below = 2 * place + 1
        if below >= heap.count:
            break
        if below + 1 < heap.count and peer_at(heap, below + 1).report_due_s < peer_at(heap, below).report_due_s:
            below += 1
        if peer.report_due_s <= peer_at(heap, below).report_due_s:
            break
        heap_set(heap, place, peer_at(heap, below))
        place = below
    heap_set(heap, place, peer)


cdef void heap_drop(Pointers *heap, Peer *peer) noexcept nogil:
    cdef int place = peer.place
    cdef Peer *moved = <Peer *>pointers_drop(heap, place)
    if moved != NULL:
        moved.place = place
        heap_rise(heap, place)
        heap_sink(heap, moved.place)
