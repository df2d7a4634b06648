# What media is told of each stream that came and of each viewer. Mirror of the oracle's feedback.py and viewing.py.

cdef enum:
    QUIET_REPORTS = 5  # told after the last with news: better times must hold to be believed

cdef double SMOOTH_S = 2.0


cdef void tell_up_reports(Core *core, UpTrack *track, double interval_s, double now_s) noexcept nogil:
    cdef int layer
    for layer in range(track.layer_count):
        if track.layers[layer] != NULL:
            tell_up_report(core, track.layers[layer], interval_s, now_s)


cdef void tell_up_report(Core *core, UpStream *stream, double interval_s, double now_s) noexcept nogil:
    cdef Event event
    cdef i64 expected = reception_expected(&stream.reception)
    cdef i64 arrived = stream.reception.received + stream.reception.mended
    cdef double bps = <double>(stream.octets * 8) / interval_s
    memset(&event, 0, sizeof(Event))
    stream.octets = 0
    stream.bps += (bps - stream.bps) * (least(1.0, interval_s / SMOOTH_S) if stream.bps else 1.0)
    event.kind, event.a, event.b, event.at_s = UP_REPORT, stream.track.id, stream.layer, now_s
    event.c = arrived - stream.reported_arrived
    event.d = larger(0, expected - stream.reported_expected - event.c)
    event.x = <double>rounded(stream.bps)
    event.rate_count = shares_rates(&stream.shares, rounded(stream.bps), event.rates)
    event.spatial_count = shares_rates(&stream.spatial_shares, rounded(stream.bps), event.spatial)
    event.y = stream.reception.jitter / stream.reception.clock_hz * 1000
    stream.reported_expected, stream.reported_arrived = expected, arrived
    core_tell_event(core, &event)


cdef void tell_viewer_report(Core *core, Peer *peer, double interval_s, double now_s) noexcept nogil:
    """What its feedback told since the last call, over all its down tracks; a viewer that rests is soon left out."""
    cdef i64 expected = 0, lost = 0, sent = 0, nacked = 0, octets = 0, packets, holes
    cdef DownTrack *down
    cdef Event event
    cdef int at
    cdef bint has_probed = peer.probe != NULL and peer.probe.has_ended
    for at in range(peer.downs.count):
        down = down_at(&peer.downs, at)
        packets = down.packets - down.reported_packets
        holes = larger(0, down.sent_number - down.reported_number - packets)
        sent += packets
        octets += down.octets - down.reported_octets
        expected += larger(0, down.heard_expected - holes)
        lost += larger(0, down.heard_lost - holes)
        nacked += down.nacked - down.reported_nacked
        down.reported_packets, down.reported_octets, down.reported_number = down.packets, down.octets, down.sent_number
        down.reported_nacked, down.heard_expected, down.heard_lost = down.nacked, 0, 0
    if not sent:  # who gets nothing has nothing to report
        peer.heard_at_s = now_s
    peer.quiet_reports += 1
    if sent or nacked or peer.has_news or peer.pacing != NULL or has_probed:
        peer.quiet_reports = 0
    peer.has_news = False
    if peer.quiet_reports > QUIET_REPORTS:
        return
    memset(&event, 0, sizeof(Event))
    event.kind, event.a, event.at_s = VIEWER_REPORT, peer.id, now_s
    event.b = congestion_arrived(peer.congestion, now_s)
    event.c = rounded(<double>(octets * 8) / interval_s)
    event.d = peer.remb_bps
    event.x = least(1.0, most(<double>lost / larger(expected, 1), <double>nacked / larger(larger(sent, nacked), 1)))
    event.y = peer.rtt_s
    event.z = now_s - peer.heard_at_s
    if has_probed:
        event.rates[0], event.rate_count = <u32>smaller(peer.probe.found_bps, 0xFFFFFFFF), 1
        probe_no_more(core, peer)
    core_tell_event(core, &event)
