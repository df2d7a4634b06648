# What arrives: packets read once for all viewers. Mirror of media/plane/upstream.py and media/plane/demux.py.

cdef double FLOWING_S = 2.0


cdef Packet *stream_take(
    UpStream *stream, const u8 *packet, Header *header, const Elements *elements, int codec, u16 sequence, double now_s
) noexcept nogil:
    """The packet to forward, for the caller to drop, or NULL. `sequence` is not the header's where RTX repeats one."""
    cdef bint repair = header.ssrc != stream.ssrc
    cdef i64 number = reception_number(&stream.reception, sequence)
    cdef i64 gap_from = stream.reception.seen.newest + 1
    cdef Arrival arrival = reception_arrived(&stream.reception, number, repair)
    cdef const u8 *payload = packet + header.payload_start + 2 * repair
    cdef int size = header.payload_end - header.payload_start - 2 * repair
    cdef Descriptor descriptor
    cdef Packet *taken
    cdef int blocks = 0, newest_at = 0, element_size = 0
    if arrival == ARRIVED_STALE:
        return NULL
    if arrival == ARRIVED_NEW:
        stream_gap(stream, gap_from, number, now_s)
    elif stream.nacks.missing != NULL:
        nack_came(&stream.nacks, number, now_s)
    descriptor.size = 0
    if (
        size <= 0
        or codec == NO_CODEC
        or (codec == VP8 and not read_descriptor(payload, size, &descriptor))
        or (codec == RED and not read_red(payload, size, stream.track.codecs, &blocks, &newest_at))
    ):
        return stream_skip(stream, number, header.timestamp, arrival)
    stream.last_packet_s = now_s
    stream.octets += size
    stream.codec = codec
    if not repair:
        reception_timed(&stream.reception, header.timestamp, now_s)
    if stream.track.hushed and arrival == ARRIVED_NEW:
        clock_packet(&stream.clock, header.timestamp, now_s)
        dense_skip(&stream.numbers, number)
        return NULL
    if codec == AV1 and elements.size[EXT_DEPENDENCY] >= LEAST_DEPENDENCY_BYTES:
        element_size = elements.size[EXT_DEPENDENCY]
    taken = packet_new(size - descriptor.size, element_size)
    taken.index = dense_index(&stream.numbers, number)
    taken.timestamp = clock_packet(&stream.clock, header.timestamp, now_s)
    taken.marker, taken.codec = header.marker, <u8>codec
    taken.blocks, taken.newest_at = <u8>blocks, newest_at
    stream.height_count = 0
    memcpy(taken.body, payload + descriptor.size, taken.size)
    if codec == VP8:
        taken.descriptor, taken.counts = descriptor, 1
        if descriptor.has_picture_id:
            taken.picture_id = stream_picture_id(stream, descriptor.picture_id, descriptor.picture_id_bits)
        taken.key_height = vp8_key_frame_height(payload, size, &descriptor)
        place_vp8(&taken.place, &descriptor, taken.key_height != NO_KEY_FRAME)
    elif codec == VP9:
        stream_take_vp9(stream, taken)
    else:
        taken.key_height = key_frame_height(codec, payload, size)
        if element_size:
            memcpy(taken.body + taken.size, elements.value[EXT_DEPENDENCY], element_size)
            stream_take_av1(stream, taken)
    shares_came(&stream.shares, taken.place.temporal, size)
    shares_came(&stream.spatial_shares, taken.place.spatial, size)
    return stream_remember(stream, taken)


cdef void stream_gap(UpStream *stream, i64 first, i64 number, double now_s) noexcept nogil:
    if stream.nacks.missing == NULL or first >= number or not first:
        return
    if not nack_gap(&stream.nacks, first, number, now_s):
        key_frame_wanted(&stream.track.key_frames, stream.layer, 0.0)


cdef Packet *stream_skip(UpStream *stream, i64 number, u32 timestamp, Arrival arrival) noexcept nogil:
    """Padding takes no number, unless it comes so late that its number is gone: then it fills the hole."""
    cdef Packet *filler
    if arrival == ARRIVED_NEW:
        dense_skip(&stream.numbers, number)
        return NULL
    filler = packet_new(1, 0)
    filler.index = dense_index(&stream.numbers, number)
    filler.timestamp = clock_unwrapped(&stream.clock, timestamp)
    filler.codec, filler.is_filler = <u8>stream.codec, True
    filler.body[0] = 1  # RFC 3550 5.1: the count of padding bytes
    return stream_remember(stream, filler)


cdef i64 stream_picture_id(UpStream *stream, int picture_id, int bits) noexcept nogil:
    if not stream.has_picture_id:
        stream.picture_id, stream.has_picture_id = picture_id, True
    stream.picture_id = unwrap(picture_id, stream.picture_id, bits)
    return stream.picture_id


cdef Packet *stream_remember(UpStream *stream, Packet *packet) noexcept nogil:
    cdef Packet **place
    stream.newest_index = larger(stream.newest_index, packet.index)
    if stream.recent != NULL:
        place = &stream.recent[packet.index & (RECENT - 1)]
        if place[0] != NULL:
            packet_drop(place[0])
        place[0] = packet
        packet.refs += 1
    return packet


cdef bint up_asks(UpTrack *track, double now_s, u8 *asked) noexcept nogil:
    """Marks the layers to ask for now. One that is switched off is not asked for, unless nothing else flows."""
    cdef int layer
    cdef bint any_flows = False, flows
    for layer in range(track.layer_count):
        any_flows = any_flows or layer_flows(track.layers[layer], now_s)
    for layer in range(track.layer_count):
        flows = layer_flows(track.layers[layer], now_s)
        if track.waiting[layer].count and track.layers[layer] != NULL and (flows or not any_flows):
            key_frame_wanted(&track.key_frames, layer, 0.0)
        elif not flows and any_flows:
            key_frame_unwanted(&track.key_frames, layer)
    return key_frames_due(&track.key_frames, track.layer_count, now_s, asked)


cdef inline bint layer_flows(UpStream *stream, double now_s) noexcept nogil:
    return stream != NULL and now_s - stream.last_packet_s < FLOWING_S


# Which up track and layer an SSRC belongs to (RFC 8843 9.2, RFC 8852).


cdef inline Route *route_of(Peer *peer, u32 ssrc) noexcept nogil:
    cdef int at
    for at in range(peer.route_count):
        if peer.routes[at].ssrc == ssrc:
            return &peer.routes[at]
    return NULL


cdef Route *demux_learn(Peer *peer, Header *header, Elements *elements) noexcept nogil:
    """The route of an SSRC not seen before; NULL if it cannot be told (yet), or if the peer has too many."""
    cdef Route found
    cdef bint is_repair = False
    if peer.route_count >= MAX_SSRCS:
        return NULL
    if not demux_declared(peer, header.ssrc, &found, &is_repair):
        if not demux_by_names(peer, header, elements, &found, &is_repair):
            return NULL
    found.ssrc = header.ssrc
    found.stream = NULL if is_repair else stream_new(found.track, found.layer, header.ssrc)
    peer.routes[peer.route_count] = found
    peer.route_count += 1
    return &peer.routes[peer.route_count - 1]


cdef bint demux_declared(Peer *peer, u32 ssrc, Route *found, bint *is_repair) noexcept nogil:
    cdef int at, pair, layer
    cdef UpTrack *track
    cdef u32 media_ssrc
    for at in range(peer.ups.count):
        track, media_ssrc = up_at(&peer.ups, at), ssrc
        for pair in range(track.rtx_ssrc_count):
            if track.rtx_ssrcs[pair][0] == ssrc:
                media_ssrc = track.rtx_ssrcs[pair][1]
        for layer in range(track.ssrc_count):
            if track.ssrcs[layer] == media_ssrc:
                found.track, found.layer, is_repair[0] = track, layer, media_ssrc != ssrc
                return True
    return False


cdef bint demux_by_names(Peer *peer, Header *header, Elements *elements, Route *found, bint *is_repair) noexcept nogil:
    cdef UpTrack *track = demux_track(peer, header.payload_type, elements)
    cdef int name = EXT_RID, layer
    if track == NULL:
        return False
    is_repair[0] = track.rtx[header.payload_type] != 255
    if not is_repair[0] and track.codecs[header.payload_type] == NO_CODEC:
        return False
    found.track, found.layer = track, 0
    if not track.rid_count:
        return True
    if is_repair[0] and elements.size[EXT_REPAIRED_RID]:
        name = EXT_REPAIRED_RID
    for layer in range(track.rid_count):
        if elements.size[name] and same_name(&track.rids[layer], elements.value[name], elements.size[name]):
            found.layer = layer
            return True
    return False


cdef UpTrack *demux_track(Peer *peer, int payload_type, Elements *elements) noexcept nogil:
    cdef int at
    cdef UpTrack *track
    cdef UpTrack *fitting = NULL
    for at in range(peer.ups.count):
        track = up_at(&peer.ups, at)
        if elements.size[EXT_MID]:
            if same_name(&track.mid, elements.value[EXT_MID], elements.size[EXT_MID]):
                return track
        elif track.codecs[payload_type] != NO_CODEC or track.rtx[payload_type] != 255:
            if fitting != NULL:  # more than one
                return NULL
            fitting = track
    return fitting


cdef void demux_forget(Peer *peer, UpTrack *track) noexcept nogil:
    """The track is gone; a later one may use its SSRCs."""
    cdef int at, kept = 0
    for at in range(peer.route_count):
        if peer.routes[at].track != track:
            peer.routes[kept] = peer.routes[at]
            kept += 1
    peer.route_count = kept
