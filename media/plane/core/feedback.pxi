# RTCP that we send: to publishers what is lost, wanted and arrived; to viewers what time it is.
# Mirror of the oracle's feedback.py and viewing.py, and of media/rtcp.py (building).

cdef enum:
    OUR_SSRC = 1  # as libwebrtc does where it only receives
    MAX_REPORTS = 31
    SENDER_REPORTS = 24
    NAME_CHUNK_BYTES = 16


cdef inline u8 *put_rtcp_head(u8 *at, int count, int kind, int body_bytes) noexcept nogil:
    at = put8(at, 0x80 | count)
    at = put8(at, kind)
    return put16(at, body_bytes // 4)


cdef inline u8 *put_empty_report(u8 *at) noexcept nogil:
    """Every compound begins with a receiver report, for peers that did not negotiate reduced-size RTCP."""
    return put32(put_rtcp_head(at, 0, RTCP_RR, 4), OUR_SSRC)


cdef inline void send_control(Core *core, Peer *peer, int size) noexcept nogil:
    """Seal and send the compound in `scratch`, if there is one."""
    if size and peer.has_address and srtp_seal(core, peer, core.protect_rtcp, core.scratch, &size):
        send_one(core, peer, core.scratch, size, True)


cdef void send_repairs(Core *core, Peer *peer, double now_s) noexcept nogil:
    """NACKs and key-frame requests that are due. What a closed gate keeps from viewers is not repaired either."""
    cdef int at, place, count
    cdef u16 lost[MAX_ASKED]
    cdef u8 asked[MAX_LAYERS]
    cdef UpTrack *track
    cdef UpStream *stream
    for at in range(peer.ups.count):
        track = up_at(&peer.ups, at)
        if not track.allowed:
            continue
        for place in range(track.streams.count):
            stream = stream_at(&track.streams, place)
            if stream.nacks.count:
                count = nack_due(&stream.nacks, stream.reception.seen.newest, now_s, lost)
                if count:
                    send_control(core, peer, write_nack(core.scratch, stream.ssrc, lost, count))
        if not track.is_audio and up_asks(track, now_s, asked):
            send_control(core, peer, write_picture_losses(core.scratch, track, asked))


cdef int write_nack(u8 *into, u32 ssrc, const u16 *lost, int count) noexcept nogil:
    """Numbers in sending order; neighbours share an entry."""
    cdef u8 *head = put_empty_report(into)
    cdef u8 *at = put32(put32(head + 4, OUR_SSRC), ssrc)
    cdef u16 first = 0, mask = 0, distance
    cdef int place
    for place in range(count):
        distance = <u16>(lost[place] - first)
        if place and 1 <= distance <= 16:
            mask |= <u16>(1 << (distance - 1))
            continue
        if place:
            at = put16(put16(at, first), mask)
        first, mask = lost[place], 0
    at = put16(put16(at, first), mask)
    put_rtcp_head(head, FMT_NACK, RTPFB, <int>(at - head) - 4)
    return <int>(at - into)


cdef int write_picture_losses(u8 *into, UpTrack *track, const u8 *asked) noexcept nogil:
    cdef u8 *at = put_empty_report(into)
    cdef int layer
    for layer in range(track.layer_count):
        if asked[layer] and track.layers[layer] != NULL:
            at = put32(put32(put_rtcp_head(at, FMT_PLI, PSFB, 8), OUR_SSRC), track.layers[layer].ssrc)
    return <int>(at - into) if at - into > 8 else 0


cdef void send_transport_feedback(Core *core, Peer *peer) noexcept nogil:
    cdef u8 *head
    cdef int size
    if peer.arrivals == NULL:
        return
    while True:
        head = put_empty_report(core.scratch)
        size = arrivals_feedback(peer.arrivals, head + 12)
        if not size:
            return
        put32(put32(put_rtcp_head(head, FMT_TRANSPORT_CC, RTPFB, 8 + size), OUR_SSRC), peer.arrivals.media_ssrc)
        send_control(core, peer, 8 + 12 + size)


cdef void send_reports(Core *core, Peer *peer, double now_s) noexcept nogil:
    """Receiver reports over all streams; if REMB is what steers the peer, Trio is told to find one."""
    cdef int at, place, count = 0, largest_loss = 0, total = 0
    cdef UpTrack *track
    cdef UpStream *stream
    cdef ReportBlock block
    cdef Event event
    for at in range(peer.ups.count):
        track = up_at(&peer.ups, at)
        for place in range(track.streams.count):
            stream = stream_at(&track.streams, place)
            block = reception_block(&stream.reception, stream.ssrc, now_s)
            put_block(core.scratch + 8 + count * BLOCK_BYTES, &block)
            largest_loss = <int>larger(largest_loss, block.lost_fraction)
            count += 1
            total += 1
            if count == MAX_REPORTS:
                send_receiver_report(core, peer, count)
                count = 0
    if count:
        send_receiver_report(core, peer, count)
    if peer.feedback == FEEDBACK_REMB and total:
        memset(&event, 0, sizeof(Event))
        event.kind, event.a, event.x, event.at_s = UPLINK_DUE, peer.id, largest_loss / 256.0, now_s
        core_tell_event(core, &event)


cdef inline void send_receiver_report(Core *core, Peer *peer, int count) noexcept nogil:
    put32(put_rtcp_head(core.scratch, count, RTCP_RR, 4 + count * BLOCK_BYTES), OUR_SSRC)
    send_control(core, peer, 8 + count * BLOCK_BYTES)


cdef void put_block(u8 *at, ReportBlock *block) noexcept nogil:
    at = put32(at, block.ssrc)
    at = put8(at, block.lost_fraction)
    at = put24(at, <u32>larger(-0x800000, smaller(block.lost, 0x7FFFFF)))
    at = put32(at, block.highest_sequence)
    at = put32(at, block.jitter)
    at = put32(at, block.last_sr)
    put32(at, block.delay)


cdef void send_remb(Core *core, Peer *peer, u64 bps) noexcept nogil:
    cdef u8 *head = put_empty_report(core.scratch)
    cdef u8 *at = head + 20
    cdef int place, stream, count = 0, exponent = 0
    while bps >> exponent >= 1 << 18:
        exponent += 1
    for place in range(peer.ups.count):
        for stream in range(up_at(&peer.ups, place).streams.count):
            if count < MAX_SSRCS:
                at = put32(at, stream_at(&up_at(&peer.ups, place).streams, stream).ssrc)
                count += 1
    put32(put32(put32(put_rtcp_head(head, FMT_APPLICATION, PSFB, <int>(at - head) - 4), OUR_SSRC), 0), REMB_WORD)
    put32(head + 16, <u32>(count << 24 | exponent << 18 | (bps >> exponent)))
    send_control(core, peer, <int>(at - core.scratch))


cdef void send_sender_reports(Core *core, Peer *peer, double now_s) noexcept nogil:
    """A report of every down track that flows; those of one seat share a compound and so a moment."""
    cdef DownTrack *flowing[SENDER_REPORTS]
    cdef u64 ntp = core_ntp(core, now_s)
    cdef DownTrack *down
    cdef int at, count = 0
    for at in range(peer.downs.count):
        down = down_at(&peer.downs, at)
        if down.source == NULL or not down.packets or not clock_is_settled(&down.source.clock, now_s):
            continue
        if not down.source.clock.has_lead:
            continue
        flowing[count] = down
        count += 1
        if count == SENDER_REPORTS:
            send_control(core, peer, write_sender_reports(core.scratch, flowing, count, ntp, now_s))
            count = 0
    if count:
        send_control(core, peer, write_sender_reports(core.scratch, flowing, count, ntp, now_s))


cdef int write_sender_reports(u8 *into, DownTrack **downs, int count, u64 ntp, double now_s) noexcept nogil:
    """One CNAME for all: every sender report speaks of the server's clock."""
    cdef u8 *at = into
    cdef DownTrack *down
    cdef int place
    for place in range(count):
        down = downs[place]
        at = put32(put_rtcp_head(at, 0, RTCP_SR, 24), down.ssrc)
        at = put64(at, ntp)
        at = put32(at, <u32>(clock_timestamp_at(&down.source.clock, now_s) + down.stamp_offset))
        at = put32(put32(at, <u32>down.packets), <u32>down.octets)
    at = put_rtcp_head(at, count, RTCP_SDES, count * NAME_CHUNK_BYTES)
    for place in range(count):
        at = put32(at, downs[place].ssrc)
        memcpy(at, b"\x01\x08townhall\x00\x00", 12)
        at += 12
    return <int>(at - into)
