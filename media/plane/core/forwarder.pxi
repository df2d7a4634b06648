# One datagram in, as many out as there are viewers to feed. Mirror of the oracle's forwarder.py.
#
# Packets of a batch are fanned out together (fanout.pxi). Nothing may change who is fed while packets wait, so a switch
# and every command come after a flush.

cdef enum:
    MIN_DATAGRAM_BYTES = 12
    IDLE_REPORT_BYTES = 8 + 4 + 16


cdef inline Peer *core_peer_at(Core *core, const plane_address *address) noexcept nogil:
    cdef Peer *peer = <Peer *>table_get(&core.by_address, address_hash(address, core.salt))
    return peer if peer != NULL and same_address(&peer.address, address) else NULL


cdef void core_datagram(Core *core, u8 *data, int size, const plane_address *address, double now_s) noexcept nogil:
    """Take one SRTP or SRTCP datagram, which is decrypted in place. `core_flush` sends what it leads to."""
    cdef Peer *peer = core_peer_at(core, address)
    core.counters[PACKETS_IN] += 1
    if peer == NULL:
        core.counters[UNVERIFIED_SOURCE] += 1
    elif size < MIN_DATAGRAM_BYTES:
        core.counters[MALFORMED] += 1
    elif size <= IDLE_REPORT_BYTES and get16(data) == 0x80C9 and get16(data + 2) == 1:  # its head is in clear: not worth decrypting
        core.counters[IDLE_REPORTS] += 1
        peer.heard_at_s = now_s
    elif is_rtcp(data):
        if srtp_open(core, peer, core.unprotect_rtcp, data, &size, get32(data + 4)):
            control_heard(core, peer, data, size, now_s)
    elif srtp_open(core, peer, core.unprotect, data, &size, get32(data + 8)):
        core_media(core, peer, data, size, now_s)


cdef void core_media(Core *core, Peer *peer, const u8 *plain, int size, double now_s) noexcept nogil:
    cdef Header header
    cdef Elements elements
    cdef Route *route
    cdef UpStream *stream = NULL
    cdef Packet *packet
    if not read_header(plain, size, &header) or not read_elements(plain, &header, peer.ids, &elements):
        core.counters[MALFORMED] += 1
        return
    peer_arrived(core, peer, header.ssrc, &elements, size, now_s)
    route = route_of(peer, header.ssrc)
    if route == NULL:
        route = core_learn(core, peer, &header, &elements)
    if route != NULL:
        stream = route.track.layers[route.layer]
    if stream == NULL:  # unknown, or RTX padding ahead of all media
        core.counters[UNKNOWN_SSRC] += 1
        return
    packet = core_read(route, stream, plain, &header, &elements, now_s)
    if route.track.allowed and (packet != NULL or route.track.hushed):
        if route.track.is_audio and elements.size[EXT_LEVEL]:
            core_tell(core, LEVEL_HEARD, route.track.id, 0, elements.value[EXT_LEVEL][0] & 0x7F, now_s)
            if route.track.hushed:  # who begins to speak may have to be let through
                core.has_urgent_news = True
    if packet == NULL:
        return
    if route.track.allowed:
        if route.track.recording:
            core_tape(core, route.stream if route.stream != NULL else stream, packet, &elements, now_s)
        core_forward(core, route.stream if route.stream != NULL else stream, packet, now_s)
    packet_drop(packet)


cdef void core_tape(Core *core, UpStream *stream, Packet *packet, Elements *elements, double now_s) noexcept nogil:
    cdef int level = elements.value[EXT_LEVEL][0] & 0x7F if elements.size[EXT_LEVEL] else NO_LEVEL
    if not tape_put(&core.tape, stream, packet, level, core.wall_at_zero_s, now_s):
        core.counters[TAPE_DROPPED] += 1


cdef void peer_arrived(Core *core, Peer *peer, u32 ssrc, Elements *elements, int size, double now_s) noexcept nogil:
    """A packet of the peer came, whatever it is: what steers its sending rate must know."""
    cdef Event event
    if peer.arrivals != NULL and elements.size[EXT_TRANSPORT] == 2:
        arrivals_heard(peer.arrivals, get16(elements.value[EXT_TRANSPORT]), ssrc, now_s)
    if peer.feedback == FEEDBACK_REMB:
        memset(&event, 0, sizeof(Event))
        event.kind, event.a, event.b, event.at_s = UPLINK_ARRIVED, peer.id, size, now_s
        event.c = <i64>get24(elements.value[EXT_SEND_TIME]) if elements.size[EXT_SEND_TIME] == 3 else -1
        core_tell_event(core, &event)


cdef Packet *core_read(
    Route *route, UpStream *stream, const u8 *plain, Header *header, const Elements *elements, double now_s
) noexcept nogil:
    cdef UpTrack *track = route.track
    cdef int codec, repaired
    if route.stream != NULL:
        return stream_take(
            route.stream, plain, header, elements, track.codecs[header.payload_type], header.sequence, now_s
        )
    repaired = track.rtx[header.payload_type]  # RFC 4588: the payload begins with the original's sequence number
    codec = track.codecs[repaired] if repaired != 255 else NO_CODEC
    if codec == NO_CODEC or header.payload_end - header.payload_start < 2:
        return NULL
    return stream_take(stream, plain, header, elements, codec, get16(plain + header.payload_start), now_s)


cdef Route *core_learn(Core *core, Peer *peer, Header *header, Elements *elements) noexcept nogil:
    cdef Route *route = demux_learn(peer, header, elements)
    cdef UpStream *replaced
    cdef DownTrack *down
    cdef int at, place
    if route == NULL or route.stream == NULL:
        return route
    core_tell(core, LAYER_SEEN, route.track.id, route.layer, header.ssrc, 0.0)
    for at in range(route.track.streams.count - 1):  # its viewers go over to the new SSRC at its key frame
        replaced = stream_at(&route.track.streams, at)
        if replaced.layer != route.layer:
            continue
        for place in range(replaced.downs.count):
            down = down_at(&replaced.downs, place)
            if down.waiting_for == NULL:
                down_wait_for(down, route.track, route.layer)
    return route


cdef void core_forward(Core *core, UpStream *stream, Packet *packet, double now_s) noexcept nogil:
    cdef UpTrack *track = stream.track
    cdef bint is_key = packet.key_height != NO_KEY_FRAME
    cdef bint is_newest = packet.index >= stream.newest_index
    core.begun.count = 0
    if track.waiting[stream.layer].count and (is_key or track.is_audio) and not packet.is_filler:
        core_flush(core, now_s)
        core_switch(core, stream, packet, now_s)
    if is_key:
        key_frame_seen(&track.key_frames, stream.layer, now_s)
        core_tell_key_frame(core, stream, packet)
        if not is_newest:
            core_flush(core, now_s)
            stream_ask_again(stream)
    if stream.downs.count:
        if stream.pending_count == MAX_PENDING:
            core_flush(core, now_s)
        if not stream.pending_count:
            stream.pending_since_s = now_s
            pointers_add(&core.pending_audio if track.is_audio else &core.pending_video, stream)
        stream.pending[stream.pending_count] = packet
        stream.pending_count += 1
        packet.refs += 1
    if core.begun.count and not is_newest:  # the key frame came late: what follows it is here already
        core_flush(core, now_s)
        core_catch_up(core, stream, packet, now_s)


cdef void core_tell_key_frame(Core *core, UpStream *stream, Packet *packet) noexcept nogil:
    cdef Event event
    cdef int layer
    memset(&event, 0, sizeof(Event))
    event.kind, event.a, event.b, event.c = KEY_FRAME_SEEN, stream.track.id, stream.layer, packet.key_height
    event.spatial_count = stream.height_count
    for layer in range(stream.height_count):
        event.spatial[layer] = stream.heights[layer]
    core_tell_event(core, &event)


cdef void stream_ask_again(UpStream *stream) noexcept nogil:
    """A key frame came too late for those who wait for one to get more spatial layers."""
    cdef int at
    for at in range(stream.downs.count):
        if selection_needs_key_frame(down_at(&stream.downs, at)):
            key_frame_wanted(&stream.track.key_frames, stream.layer, 0.0)
            return


cdef void core_switch(Core *core, UpStream *stream, Packet *packet, double now_s) noexcept nogil:
    """Down tracks that waited for this stream begin with this packet."""
    cdef Pointers *waiting = &stream.track.waiting[stream.layer]
    cdef UpStream *before
    cdef DownTrack *down
    cdef int at = 0
    if stream != stream.track.layers[stream.layer]:  # an SSRC that was replaced
        return
    while at < waiting.count:
        down = down_at(waiting, at)
        before = down.source
        if not down_begin(down, stream, packet, now_s):
            at += 1
            continue
        if before != NULL and before.track == stream.track and before.layer < stream.layer:
            hasten_reports(core, down.peer, now_s)
        pointers_add(&core.begun, down)
        if down.peer.switched_at < 0:
            down.peer.switched_at = pointers_add(&core.switched, down.peer)
        core_tell(core, FED, down.id, stream.layer, stream.track.id, 0.0)


cdef void core_catch_up(Core *core, UpStream *stream, Packet *packet, double now_s) noexcept nogil:
    """Remembered packets that came before this one but follow on it go to those who begin with it."""
    cdef i64 index
    cdef int at
    cdef u8 no_padding = 0
    cdef Packet *later
    if stream.recent == NULL or stream.newest_index - packet.index >= RECENT:
        return
    for index in range(packet.index + 1, stream.newest_index + 1):
        later = stream.recent[index & (RECENT - 1)]
        if later != NULL and later.index == index:
            for at in range(core.begun.count):
                fan_out(core, down_at(&core.begun, at), &later, &no_padding, 1, now_s)
