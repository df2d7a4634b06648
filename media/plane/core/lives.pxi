# How packets, streams and tracks begin and end. A packet lives as long as somebody may send it again.


cdef inline Packet *packet_new(int size, int element_size) noexcept nogil:
    cdef Packet *packet = <Packet *>checked(malloc(sizeof(Packet) + size + element_size))
    memset(packet, 0, sizeof(Packet))
    packet.refs, packet.size, packet.key_height = 1, size, NO_KEY_FRAME
    packet.element_size = <u8>element_size
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
    free(stream.structure)
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


cdef void peer_free(Core *core, Peer *peer) noexcept nogil:
    core.dealloc(peer.inbound)
    core.dealloc(peer.outbound)
    free(peer.arrivals)
    free(peer.checks)
    free(peer.congestion)
    free(peer.retired)
    pointers_free(&peer.ups)
    pointers_free(&peer.downs)
    free(peer)


cdef void steer_peer(Peer *peer, bint closely) noexcept nogil:
    """Its packets are numbered from now on, or no longer. Numbers go on where they ended."""
    if closely and peer.congestion == NULL:
        peer.congestion = congestion_new(peer.next_transport)
    elif not closely and peer.congestion != NULL:
        peer.next_transport = peer.congestion.number
        free(peer.congestion)
        peer.congestion = NULL


cdef void core_free(Core *core) noexcept nogil:
    cdef int at
    while core.reports.count:
        remove_peer(core, peer_at(&core.reports, core.reports.count - 1))
    table_free(&core.peers)
    table_free(&core.ups)
    table_free(&core.downs)
    table_free(&core.by_address)
    pointers_free(&core.publishers)
    pointers_free(&core.switched)
    pointers_free(&core.raised)
    pointers_free(&core.paced)
    pointers_free(&core.probed)
    pointers_free(&core.reports)
    pointers_free(&core.pending_audio)
    pointers_free(&core.pending_video)
    pointers_free(&core.begun)
    free(core.events.items)
    for at in range(core.kept_events.count):
        free(core.kept_events.at[at])
    pointers_free(&core.kept_events)
    free(core.tape.bytes)
    outlet_free(&core.outlet, core)
