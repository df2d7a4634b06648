# RTCP that a peer sends (RFC 3550, 4585, 5104, 5506): checked whole before anything changes, then obeyed item by item.
# Mirror of media/rtcp.py (reading) and of the oracle's control.py and viewing.py (obeying).

cdef enum:
    RTCP_SR = 200
    RTCP_RR = 201
    RTCP_SDES = 202
    RTCP_BYE = 203
    RTPFB = 205
    PSFB = 206
    FMT_NACK = 1
    FMT_PLI = 1
    FMT_FIR = 4
    FMT_TRANSPORT_CC = 15
    FMT_APPLICATION = 15
    REMB_WORD = 0x52454D42
    BLOCK_BYTES = 24
    MAX_RTCP_PACKETS = 64
    MAX_NACKED = 1000


cdef void control_heard(Core *core, Peer *peer, const u8 *compound, int size, double now_s) noexcept nogil:
    cdef int at = 0, body, end
    if not rtcp_is_whole(compound, size):
        core.counters[MALFORMED] += 1
        return
    peer.heard_at_s = now_s
    while at < size:
        body, end = at + 4, at + 4 + get16(compound + at + 2) * 4
        rtcp_obey(core, peer, compound[at + 1], compound[at] & 0x1F, compound + body, rtcp_body(compound, at), now_s)
        at = end


cdef inline int rtcp_body(const u8 *compound, int at) noexcept nogil:
    """The size of a packet's body without padding; negative if the padding is beyond it, or of no bytes."""
    cdef int size = get16(compound + at + 2) * 4, padding
    if compound[at] & 0x20:
        padding = compound[at + 3 + size]
        return size - padding if padding else -1
    return size


cdef bint rtcp_is_whole(const u8 *compound, int size) noexcept nogil:
    cdef int at = 0, packets = 0, body
    while at < size:
        packets += 1
        if at + 4 > size or compound[at] >> 6 != 2 or packets > MAX_RTCP_PACKETS:
            return False
        if at + 4 + get16(compound + at + 2) * 4 > size:
            return False
        body = rtcp_body(compound, at)
        if body < 0 or not rtcp_fits(compound[at + 1], compound[at] & 0x1F, compound + at + 4, body):
            return False
        at += 4 + get16(compound + at + 2) * 4
    return True


cdef bint rtcp_fits(int kind, int count, const u8 *body, int size) noexcept nogil:
    """Whether the packet is as long as its own counts say."""
    if kind == RTCP_SR:
        return size >= 24 + count * BLOCK_BYTES
    if kind == RTCP_RR:
        return size >= 4 + count * BLOCK_BYTES
    if kind == RTCP_SDES:
        return rtcp_names_fit(count, body, size)
    if kind == RTCP_BYE:
        return size >= 4 * count
    if kind == RTPFB:
        return size >= 8
    if kind == PSFB:
        if count == FMT_APPLICATION and size >= 12 and get32(body + 8) == REMB_WORD:
            return size >= 16 and size >= 16 + 4 * body[12]
        return size >= 8
    return True


cdef bint rtcp_names_fit(int count, const u8 *body, int size) noexcept nogil:
    cdef int at = 0, chunk
    for chunk in range(count):
        if at + 4 > size:
            return False
        at += 4
        while True:
            if at >= size:
                return False
            if not body[at]:
                break
            if at + 1 >= size:
                return False
            at += 2 + body[at + 1]
        at += 4 - at % 4  # the null item, up to the next word
    return True


cdef void rtcp_obey(
    Core *core, Peer *peer, int kind, int count, const u8 *body, int size, double now_s
) noexcept nogil:
    cdef int at
    cdef i64 told_bps
    if kind == RTCP_SR:
        publishers_clock(peer, get32(body), get64(body + 4), get32(body + 12), now_s)
        report_blocks(core, peer, body + 24, count, now_s)
    elif kind == RTCP_RR:
        report_blocks(core, peer, body + 4, count, now_s)
    elif kind == RTPFB and count == FMT_NACK:
        send_again(core, peer, down_of(peer, get32(body + 4)), body + 8, size - 8, now_s)
    elif kind == RTPFB and count == FMT_TRANSPORT_CC and peer.congestion != NULL:
        congestion_told(peer.congestion, body + 8, size - 8, now_s)
    elif kind == PSFB and count == FMT_PLI:
        picture_lost(down_of(peer, get32(body + 4)), now_s)
    elif kind == PSFB and count == FMT_FIR:  # RFC 5104 4.3.1: the SSRCs stand in the entries
        for at in range(8, size - 7, 8):
            picture_lost(down_of(peer, get32(body + at)), now_s)
    elif kind == PSFB and count == FMT_APPLICATION and size >= 16 and get32(body + 8) == REMB_WORD:
        told_bps = <i64>(<u32>(body[13] & 0x03) << 16 | get16(body + 14)) << smaller(body[13] >> 2, 44)
        peer.has_news = peer.has_news or told_bps != peer.remb_bps
        peer.remb_bps = told_bps


cdef inline DownTrack *down_of(Peer *peer, u32 ssrc) noexcept nogil:
    cdef int at
    for at in range(peer.downs.count):
        if down_at(&peer.downs, at).ssrc == ssrc:
            return down_at(&peer.downs, at)
    return NULL


cdef void publishers_clock(Peer *peer, u32 ssrc, u64 ntp, u32 timestamp, double now_s) noexcept nogil:
    cdef Route *route = route_of(peer, ssrc)
    if route != NULL and route.stream != NULL:
        route.stream.reception.last_sr, route.stream.reception.last_sr_at_s = ntp_middle(ntp), now_s
        clock_sender_report(&route.stream.clock, ntp, timestamp, now_s)


cdef void report_blocks(Core *core, Peer *peer, const u8 *block, int count, double now_s) noexcept nogil:
    cdef DownTrack *down
    cdef double rtt_s
    cdef i64 lost, highest
    cdef int at
    for at in range(count):
        down = down_of(peer, get32(block))
        if down != NULL:
            lost, highest = unwrap(get24(block + 5), 0, 24), get32(block + 8)
            down.confirmed = peer.has_news = True
            down_heard(down, highest, lost)
            rtt_s = round_trip_s(core_ntp(core, now_s), get32(block + 16), get32(block + 20))
            if rtt_s >= 0.0:
                peer.rtt_s = rtt_s
                probe_answered(peer, get32(block + 16))
        block += BLOCK_BYTES


cdef inline void down_heard(DownTrack *down, i64 highest, i64 lost) noexcept nogil:
    cdef i64 before = down.heard_highest if down.has_heard else highest - down.packets
    down.heard_expected += larger(0, highest - before)
    down.heard_lost += larger(0, lost - down.heard_total_lost)
    down.heard_highest, down.heard_total_lost, down.has_heard = highest, lost, True


cdef void picture_lost(DownTrack *down, double now_s) noexcept nogil:
    """A viewer cannot go on without a key frame of what feeds it; what it waits for is asked for already."""
    cdef KeyFrames *wishes
    if down == NULL or down.source == NULL:
        return
    wishes = &down.source.track.key_frames
    if not key_frame_is_wanted(wishes, down.source.layer, now_s):
        key_frame_wanted(wishes, down.source.layer, down_may_ask_from(down, now_s))


cdef void send_again(
    Core *core, Peer *peer, DownTrack *down, const u8 *pairs, int size, double now_s
) noexcept nogil:
    """Answer a NACK (RFC 4585 6.2.1), of at most MAX_NACKED numbers."""
    cdef int at, bit, taken = 0
    cdef u16 first, mask
    if down == NULL or down.is_audio:
        return
    for at in range(0, size - 3, 4):
        first, mask = get16(pairs + at), get16(pairs + at + 2)
        send_kept(core, peer, down, first, now_s)
        taken += 1
        for bit in range(16):
            if mask >> bit & 1 and taken < MAX_NACKED:
                send_kept(core, peer, down, <u16>(first + bit + 1), now_s)
                taken += 1
        if taken >= MAX_NACKED:
            return


cdef void send_kept(Core *core, Peer *peer, DownTrack *down, u16 sequence, double now_s) noexcept nogil:
    cdef Sent *kept = cache_again(down, sequence, DEFAULT_RTT_S if peer.rtt_s < 0.0 else peer.rtt_s, now_s)
    if kept != NULL:
        send_identical(core, peer, down, kept, RESENT)


cdef int send_identical(Core *core, Peer *peer, DownTrack *down, Sent *kept, int counter) noexcept nogil:
    """The very datagram once more: made again, and sent only if it is the same. Its size, 0 if it was not sent."""
    cdef int size
    if not peer.has_address:
        return 0
    size = down_compose(down, kept, core.scratch)
    if not size or not srtp_seal(core, peer, core.protect, core.scratch, &size):
        return 0
    if size != kept.size or memcmp(core.scratch + size - TAG_BYTES, kept.tag, TAG_BYTES) != 0:
        core.counters[SRTP_OUT_REPLAYED] += 1
        return 0
    core.counters[counter] += 1
    send_one(core, peer, core.scratch, size, False)
    return size
