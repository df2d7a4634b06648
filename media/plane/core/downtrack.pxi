# A receive seat's track: its numbers, its timeline, what feeds it. Mirror of media/plane/downtrack.py, rewriter.py and
# timeline.py of the oracle: whatever feeds it, a viewer sees one stream without a seam.

cdef enum:
    MOST_AHEAD = 0x4000  # numbers beyond the newest that was sealed: from 2**15 on libsrtp and the viewer count otherwise

cdef double MOST_CATCH_UP_S = 2.0, MOST_WAIT_S = 0.5, PICTURE_LOSS_WINDOW_S = 10.0


cdef void down_start(DownTrack *down) noexcept nogil:
    """First numbers come from the SSRC; they start below 2**15, as libsrtp likes them."""
    down.number = down.floor = down.sent_number = down.reported_number = down.ssrc & 0x7FFF
    down.newest_stamp = down.ssrc & 0x7FFFFFFF
    down.mid_left = MID_AFTER_SWITCH
    down.credit_bytes = MAX_CREDIT_BYTES
    down.used.newest, down.used.is_empty = down.number, True
    down.temporal = down.spatial = ALL_LAYERS


# The timeline: one straight clock for the viewer; a new source's timestamps are mapped by when they were captured.


cdef inline i64 timeline_offset(DownTrack *down, i64 timestamp, i64 captured_now, double now_s) noexcept nogil:
    if not down.has_line:
        return down.newest_stamp + 1 - timestamp
    return down.line_stamp + rounded((now_s - down.line_at_s) * down.clock_hz) - captured_now


cdef inline i64 timeline_behind(DownTrack *down, i64 timestamp, i64 captured_now, double now_s) noexcept nogil:
    """Ticks by which a switch to a packet would go back in time, 0 if not."""
    return larger(0, down.newest_stamp + 1 - timestamp - timeline_offset(down, timestamp, captured_now, now_s))


cdef inline bint timeline_must_wait(DownTrack *down, i64 timestamp, i64 captured_now, double now_s) noexcept nogil:
    cdef i64 behind = timeline_behind(down, timestamp, captured_now, now_s)
    return 0 < behind and <double>behind <= MOST_WAIT_S * down.clock_hz


cdef void timeline_switch(DownTrack *down, i64 timestamp, i64 captured_now, double now_s) noexcept nogil:
    cdef i64 behind = timeline_behind(down, timestamp, captured_now, now_s)
    down.stamp_offset = timeline_offset(down, timestamp, captured_now, now_s)
    if <double>behind > MOST_CATCH_UP_S * down.clock_hz:
        down.stamp_offset += behind
        behind = 0
    down.catch_from, down.catch_start, down.catch_span = timestamp, down.newest_stamp + 1, 2 * behind
    down.line_stamp, down.line_at_s, down.has_line = captured_now + down.stamp_offset, now_s, True


cdef inline i64 timeline_stamp(DownTrack *down, i64 timestamp) noexcept nogil:
    cdef i64 since = timestamp - down.catch_from, stamp = timestamp + down.stamp_offset
    if 0 <= since < down.catch_span:
        stamp = down.catch_start + since // 2
    down.newest_stamp = larger(down.newest_stamp, stamp)
    return stamp


# What feeds it. A down track stands in one list of a stream, and in one of a track that it waits for.


cdef void down_unlink(DownTrack *down) noexcept nogil:
    """Nothing feeds the track now."""
    cdef DownTrack *moved
    if down.source != NULL:
        pace_forget(down)
        moved = <DownTrack *>pointers_drop(&down.source.downs, down.source_at)
        if moved != NULL:
            moved.source_at = down.source_at
        down.source = NULL


cdef void down_stop_waiting(DownTrack *down) noexcept nogil:
    cdef DownTrack *moved
    if down.waiting_for != NULL:
        moved = <DownTrack *>pointers_drop(&down.waiting_for.waiting[down.waiting_layer], down.waiting_at)
        if moved != NULL:
            moved.waiting_at = down.waiting_at
        down.waiting_for = NULL


cdef inline void down_leave(DownTrack *down) noexcept nogil:
    down_unlink(down)
    down_stop_waiting(down)


cdef void down_wait_for(DownTrack *down, UpTrack *track, int layer) noexcept nogil:
    down_stop_waiting(down)
    down.waiting_for, down.waiting_layer = track, layer
    down.waiting_at = pointers_add(&track.waiting[layer], down)


cdef bint down_begin(DownTrack *down, UpStream *stream, Packet *packet, double now_s) noexcept nogil:
    """Let this stream feed the track from this packet on. False: not yet, what it needs is a later packet."""
    cdef i64 captured_now = packet.timestamp
    if stream.clock.has_lead:
        captured_now = clock_timestamp_at(&stream.clock, now_s)
    if not down.peer.has_address or down.payload_types[packet.codec] == NOT_NEGOTIATED:
        return False
    if down.is_audio and timeline_must_wait(down, packet.timestamp, captured_now, now_s):
        down_unlink(down)
        return False
    down_leave(down)
    down.source = stream
    down.source_at = pointers_add(&stream.downs, down)
    selection_start(down)
    cache_forget(down)
    down.mid_left = MID_AFTER_SWITCH
    down.floor = down.number
    down.number_offset = down.number + 1 - packet.index
    timeline_switch(down, packet.timestamp, captured_now, now_s)
    if packet.counts:
        down.picture_id_offset = down.picture_id + 1 - packet.picture_id
        down.tl0_offset = down.tl0_index + 1 - packet_tl0_index(packet)
    if packet.descriptor.size:
        down.key_offset = down.key_index + 1 - packet.descriptor.layer_byte
    return True


cdef i64 down_draw_near(DownTrack *down, i64 number) noexcept nogil:
    """Its publisher's numbers ran ahead of what could be sent; what they skipped was never sealed, and is taken now."""
    pace_forget(down)
    down.number = down.floor = down.used.newest
    down.number_offset += down.number + 1 - number
    return down.number + 1


cdef inline double down_may_ask_from(DownTrack *down, double now_s) noexcept nogil:
    """The viewer wants a key frame: the time from which on its publisher may be asked on its behalf."""
    if down.asked_count == MAX_PICTURE_LOSSES:
        if now_s - down.asked_s[0] < PICTURE_LOSS_WINDOW_S:
            return down.asked_s[0] + PICTURE_LOSS_WINDOW_S
        memmove(&down.asked_s[0], &down.asked_s[1], (MAX_PICTURE_LOSSES - 1) * sizeof(double))
        down.asked_count -= 1
    down.asked_s[down.asked_count] = now_s
    down.asked_count += 1
    return now_s


# What goes out. `Sent` says how; the same `Sent` always gives the same bytes.


cdef inline void down_rewrite(
    DownTrack *down, Packet *packet, u8 padding, i64 number, double now_s, Sent *sent
) noexcept nogil:
    """Take the packet's new numbers. `number` is above the floor, and the viewer negotiated the codec."""
    sent.packet, sent.number, sent.at_s = packet, number, now_s
    sent.with_mid = not down.confirmed or down.mid_left > 0
    sent.resends, sent.marker, sent.is_filler = 0, packet.marker, packet.is_filler
    if down.selection != NULL:
        selection_shapes(down, packet, sent)
    sent.padding = 0 if sent.is_filler else padding
    down.mid_left -= sent.with_mid
    sent.stamp = <u32>timeline_stamp(down, packet.timestamp)
    down.number = larger(down.number, number)
    if packet.counts and not sent.is_filler:
        if packet.descriptor.size:
            down_count_vp8(down, packet, sent)
        elif packet.element_size:
            down_count_av1(down, packet, sent)
        else:
            down_count_vp9(down, packet, sent)


cdef inline int packet_tl0_index(Packet *packet) noexcept nogil:
    return packet.descriptor.tl0_index if packet.descriptor.size else packet.counted.tl0_index


cdef inline void down_count_vp8(DownTrack *down, Packet *packet, Sent *sent) noexcept nogil:
    cdef i64 picture_id = packet.picture_id, tl0_index, key_index
    if down.selection != NULL:
        picture_id = left_out_before(&down.selection.picture_ids, picture_id)
    picture_id += down.picture_id_offset
    tl0_index = packet.descriptor.tl0_index + down.tl0_offset
    key_index = packet.descriptor.layer_byte + down.key_offset
    if picture_id >= down.picture_id and packet.descriptor.has_picture_id:
        down.picture_id, down.tl0_index, down.key_index = picture_id, tl0_index, key_index
    sent.picture_id, sent.tl0_index, sent.key_index = <u16>picture_id, <u8>tl0_index, <u8>key_index


cdef inline void down_count_vp9(DownTrack *down, Packet *packet, Sent *sent) noexcept nogil:
    """Left out pictures leave holes: others name those that they need by the distance of their ids."""
    cdef i64 picture_id = packet.picture_id + down.picture_id_offset, tl0_index
    tl0_index = packet.counted.tl0_index + down.tl0_offset
    if picture_id >= down.picture_id and packet.counted.id_bytes:
        down.picture_id, down.tl0_index = picture_id, tl0_index
    sent.picture_id, sent.tl0_index = <u16>(picture_id & 0x7FFF), <u8>tl0_index


cdef inline void down_count_av1(DownTrack *down, Packet *packet, Sent *sent) noexcept nogil:
    """Its picture id is the frame's number, and left out frames leave holes, as in VP9."""
    cdef i64 frame = packet.picture_id + down.picture_id_offset
    down.picture_id = larger(down.picture_id, frame)
    sent.picture_id = <u16>frame


cdef inline int down_compose(DownTrack *down, const Sent *sent, u8 *plain) noexcept nogil:
    """The packet in clear as the viewer gets it; its size, 0 if there is no room for it."""
    cdef Packet *packet = sent.packet
    cdef int form = sent.with_mid | sent.is_numbered << 1
    cdef int extension_size = down.extension_size[form], size = packet.size, room, padding
    cdef const u8 *body = packet.body
    cdef u8 *at = plain + RTP_HEAD_BYTES
    if packet.codec == RED and down.strips_red:
        body += packet.newest_at
        size -= packet.newest_at
    memcpy(at, down.extension[form], extension_size)
    if down.has_send_time:
        put24(at + 5, send_time(sent.at_s))  # behind the extension's head and the element's own
    if sent.is_numbered:
        put16(at + down.transport_at, sent.transport)
    at += extension_size
    if packet.element_size and down.dependency_id and not sent.is_filler:
        at = put_dependency(
            at - extension_size, at, down.dependency_id, packet.body + packet.size, packet.element_size, sent.picture_id
        )
        extension_size = <int>(at - plain) - RTP_HEAD_BYTES
    room = MAX_PLAIN_BYTES - RTP_HEAD_BYTES - extension_size - (body_size(packet) - packet.size + size)
    if room < 0 and not sent.is_filler:
        return 0
    padding = sent.padding if sent.padding <= room else 0
    put8(plain, (0x90 if extension_size else 0x80) | (0x20 if sent.is_filler or padding else 0))
    put8(plain + 1, (0 if sent.is_filler else sent.marker) << 7 | down.payload_types[packet.codec])
    put16(plain + 2, <u32>sent.number)
    put32(plain + 4, sent.stamp)
    put32(plain + 8, down.ssrc)
    if sent.is_filler:
        return <int>(put8(at, 1) - plain)  # RFC 3550 5.1: the count of padding bytes
    if packet.descriptor.size:
        at = write_descriptor(at, &packet.descriptor, sent.picture_id, sent.tl0_index, sent.key_index)
    memcpy(at, body, size)
    if packet.codec >= VP9:  # VP8, which is most of what is sent, is asked but once
        if packet.codec == VP9 and packet.counts:
            vp9_renumber(at, &packet.counted, sent.picture_id, sent.tl0_index)
        elif packet.codec == RED and not down.strips_red:
            red_rename(at, packet.blocks, down.payload_types[OPUS])
    at += size
    if padding:  # RFC 3550 5.1: its last byte is its size
        memset(at, 0, padding - 1)
        at = put8(at + padding - 1, padding)
    return <int>(at - plain)


cdef inline int body_size(Packet *packet) noexcept nogil:
    """With the descriptor, as we write it."""
    cdef Descriptor *was = &packet.descriptor
    if not was.size:
        return packet.size
    return (
        packet.size + 1 + (was.first >> 7) + 2 * (was.flags >> 7) + (was.flags >> 6 & 1)
        + (1 if was.flags & 0x30 else 0)
    )
