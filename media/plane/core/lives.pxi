# How packets, streams and tracks begin and end. A packet lives as long as somebody may send it again.


cdef inline Packet *packet_new(int size) noexcept nogil:
    cdef Packet *packet = <Packet *>checked(malloc(sizeof(Packet) + size))
    memset(packet, 0, sizeof(Packet))
    packet.refs, packet.size, packet.key_height = 1, size, NO_KEY_FRAME
    place_only(&packet.place)
    return packet


cdef inline void packet_drop(Packet *packet) noexcept nogil:
    packet.refs -= 1
    if not packet.refs:
        free(packet)


cdef UpStream *stream_new(UpTrack *track, int layer, u32 ssrc) noexcept nogil:
    cdef UpStream *stream = <UpStream *>zeroed(sizeof(UpStream))
    stream.track, stream.layer, stream.ssrc, stream.newest_index = track, layer, ssrc, -1
    reception_start(&stream.reception, track.clock_hz)
    clock_start(&stream.clock, track.clock_hz, &track.peer.remote_clock)
    if track.nack:
        nack_start(&stream.nacks)
    if not track.is_audio:
        stream.recent = <Packet **>zeroed(RECENT * sizeof(Packet *))
    track.layers[layer] = stream
    pointers_add(&track.streams, stream)
    return stream


cdef void stream_free(UpStream *stream) noexcept nogil:
    cdef int at
    for at in range(stream.pending_count):
        packet_drop(stream.pending[at])
    if stream.recent != NULL:
        for at in range(RECENT):
            if stream.recent[at] != NULL:
                packet_drop(stream.recent[at])
    free(stream.recent)
    free(stream.nacks.missing)
    free(stream.numbers.skipped)
    pointers_free(&stream.downs)
    free(stream)


cdef void up_free(UpTrack *track) noexcept nogil:
    cdef int at
    for at in range(track.streams.count):
        stream_free(stream_at(&track.streams, at))
    for at in range(track.layer_count):
        pointers_free(&track.waiting[at])
    pointers_free(&track.streams)
    free(track)


cdef void down_free(DownTrack *down) noexcept nogil:
    cdef int at
    for at in range(down.sent_room):
        if down.sent[at].packet != NULL:
            packet_drop(down.sent[at].packet)
    free(down.sent)
    free(down.selection)
    free(down)
