# What came of one stream in a batch goes to each viewer in one run: rewritten, sealed, sent. Audio first.
#
# A run costs little more than a single packet, so a frame of which the end is not here yet is held for HOLD_S if many
# watch it; and packets of a frame that differ by a few bytes, as Chromium's do half of the time, are padded to one size,
# since the kernel cuts a run into equal parts.

cdef enum:
    OVERTAKE_AFTER = 64  # viewers; with four packets each some half a millisecond
    HOLD_FOR = 8  # viewers
    MOST_PADDING = 16

cdef double HOLD_S = 0.001


cdef void core_flush(Core *core, double now_s) noexcept nogil:
    """Send what waits, audio first."""
    cdef int at
    core_flush_audio(core, now_s)
    for at in range(core.pending_video.count):
        stream_flush(core, stream_at(&core.pending_video, at), now_s)
    core.pending_video.count = 0


cdef double core_flush_ready(Core *core, double now_s) noexcept nogil:
    """Send what waits, but for frames that are still coming. When those must go; 0 if there are none."""
    cdef UpStream *stream
    cdef double due_s = 0.0
    cdef int at, kept = 0, count = core.pending_video.count
    core_flush_audio(core, now_s)
    for at in range(count):
        stream = stream_at(&core.pending_video, at)
        if not stream.pending_count:
            continue
        if stream_is_ready(stream, now_s):
            stream_flush(core, stream, now_s)
            if not core.pending_video.count:  # while audio overtook, all was sent
                return 0.0
            continue
        core.pending_video.at[kept] = stream
        kept += 1
        if not due_s or stream.pending_since_s + HOLD_S < due_s:
            due_s = stream.pending_since_s + HOLD_S
    core.pending_video.count = kept
    return due_s


cdef inline bint stream_is_ready(UpStream *stream, double now_s) noexcept nogil:
    cdef Packet *newest = stream.pending[stream.pending_count - 1]
    return newest.marker or stream.downs.count < HOLD_FOR or now_s >= stream.pending_since_s + HOLD_S


cdef inline void core_flush_audio(Core *core, double now_s) noexcept nogil:
    cdef int at
    for at in range(core.pending_audio.count):
        stream_flush(core, stream_at(&core.pending_audio, at), now_s)
    core.pending_audio.count = 0


cdef void stream_flush(Core *core, UpStream *stream, double now_s) noexcept nogil:
    """The packets are taken out first: `overtake` may come here again, for others."""
    cdef Packet *packets[MAX_PENDING]
    cdef u8 padding[MAX_PENDING]
    cdef int at, ahead, count = stream.pending_count
    cdef DownTrack *next
    if not count:
        return
    memcpy(packets, stream.pending, count * sizeof(Packet *))
    stream.pending_count = 0
    memset(padding, 0, count)
    if core.outlet.fd >= 0 and core.outlet.can_segment:
        make_equal(packets, count, padding)
    for at in range(stream.downs.count):
        if at % OVERTAKE_AFTER == OVERTAKE_AFTER - 1 and core.overtake != NULL and not stream.track.is_audio:
            core.overtake(core, now_s)
        ahead = at + 2
        if ahead < stream.downs.count:
            next = down_at(&stream.downs, ahead)
            prefetch(next)
            prefetch(<u8 *>next + 64)
            prefetch(<u8 *>next + 128)
            prefetch(<u8 *>next + 192)
        fan_out(core, down_at(&stream.downs, at), packets, padding, count, now_s)
    for at in range(count):
        packet_drop(packets[at])


cdef void make_equal(Packet **packets, int count, u8 *padding) noexcept nogil:
    """Padding for runs of nearly equal packets; what ends a run may be shorter."""
    cdef int first = 0, stop, at, least_bytes, most_bytes, size
    while first < count:
        least_bytes = most_bytes = sent_size(packets[first])
        stop = first + 1
        while stop < count and not packets[first].is_filler and not packets[stop].is_filler:
            size = sent_size(packets[stop])
            if larger(most_bytes, size) - smaller(least_bytes, size) > MOST_PADDING:
                break
            least_bytes, most_bytes = <int>smaller(least_bytes, size), <int>larger(most_bytes, size)
            stop += 1
        for at in range(first, stop):
            padding[at] = <u8>(most_bytes - sent_size(packets[at]))
        if stop == count or sent_size(packets[stop]) >= least_bytes:
            padding[stop - 1] = 0
        first = stop


cdef inline int sent_size(Packet *packet) noexcept nogil:
    """What a packet takes that differs within a run: its element of the header extension is padded to four bytes."""
    return body_size(packet) + (packet.element_size + 4 & ~3 if packet.element_size else 0)


cdef void fan_out(
    Core *core, DownTrack *down, Packet **packets, const u8 *padding, int count, double now_s
) noexcept nogil:
    """Packets of the stream that feeds it to one viewer: rewritten, sealed, and sent in one run."""
    cdef int sizes[MAX_PENDING]
    cdef int at, size, filled = 0, ready = 0
    cdef u8 *place
    cdef i64 number
    cdef Sent sent
    if down.peer.pacing != NULL and not down.is_audio:
        pace_out(core, down, packets, count, now_s)
        return
    for at in range(count):
        if not down_takes(down, packets[at], &number):
            continue
        if filled > BURST_BYTES - MAX_PROTECTED_BYTES:
            send_burst(core, down, sizes, ready)
            filled = ready = 0
        place = core.burst + filled
        down_rewrite(down, packets[at], padding[at], number, now_s, &sent)
        size = down_make(core, down, &sent, place)
        if not size:
            continue
        sizes[ready] = size
        ready += 1
        filled += size
    send_burst(core, down, sizes, ready)


cdef inline bint down_takes(DownTrack *down, Packet *packet, i64 *number) noexcept nogil:
    """Whether the viewer gets the packet, and under which number."""
    number[0] = packet.index
    if down.selection != NULL and not selection_takes(down, packet, number):
        return False
    number[0] += down.number_offset
    if number[0] <= down.floor:
        return False
    if number[0] > down.used.newest + MOST_AHEAD:
        number[0] = down_draw_near(down, number[0])
    return down.payload_types[packet.codec] != NOT_NEGOTIATED


cdef inline int down_make(Core *core, DownTrack *down, Sent *sent, u8 *place) noexcept nogil:
    """The datagram, which is about to leave; its size, 0 if there is none."""
    cdef Congestion *control = down.peer.congestion
    cdef int size
    sent.is_numbered = 1 if control != NULL and down.transport_at else 0
    if sent.is_numbered:
        sent.transport = <u16>control.number
    size = down_compose(down, sent, place)
    if not down_seal(core, down, sent.number, place, &size):
        return 0
    down.packets += 1
    down.octets += sent.packet.size
    down.sent_number = larger(down.sent_number, sent.number)
    core.counters[PACKETS_OUT] += 1
    core.counters[BYTES_OUT] += size
    if sent.is_numbered:
        congestion_sent(control, size)
    if not down.is_audio:
        cache_keep(down, sent, place, size)
    return size


cdef inline bint down_seal(Core *core, DownTrack *down, i64 number, u8 *plain, int *size) noexcept nogil:
    """Encrypt under a number that was never used before."""
    if not size[0]:
        core.counters[SRTP_OUT_TOO_LONG] += 1
        return False
    if not down.used.is_empty and down.used.newest - WINDOW < number <= down.used.newest:
        if window_holds(&down.used, number):
            core.counters[SRTP_OUT_REPLAYED] += 1
            return False
    elif not down.used.is_empty and number <= down.used.newest:
        core.counters[SRTP_OUT_REPLAYED] += 1
        return False
    if not srtp_seal(core, down.peer, core.protect, plain, size):
        return False
    window_add(&down.used, number)
    return True


cdef inline void send_burst(Core *core, DownTrack *down, const int *sizes, int count) noexcept nogil:
    if count and down.peer.has_address:
        send_run(core, &down.peer.address, core.burst, sizes, count, down.is_audio)
