# What media tells the plane: changes of its tables, made elsewhere and linked here. Mirror of the oracle's tables.py.
#
# In the thread that moves packets, between two bursts, so no packet ever sees half a change; what is unlinked is freed
# here and at once, since nobody else holds it. The Python side has checked the ids; what is not there is ignored.

cdef enum CommandKind:
    ADD_PEER, MOVE_PEER, REMOVE_PEER, ADD_UP, ALLOW_UP, HUSH_UP, REMOVE_UP, ADD_DOWN, FEED, REMOVE_DOWN, SEND_REMB
    PACE, RECORD_UP, WANT_KEY_FRAME, STEER_PEER, PROBE_PEER

cdef enum PeerList:
    OF_PUBLISHERS, OF_SWITCHED, OF_RAISED

cdef struct Command:
    CommandKind kind
    int layer  # or milliseconds
    u8 temporal
    u8 spatial
    i64 id
    i64 other  # peer of what is added; up track that feeds (below 0: none); allowed, hushed; recording; bits a second
    void *item  # what is added, now the plane's
    plane_address address


cdef void core_obey(Core *core, Command *command, double now_s) noexcept nogil:
    """Nothing waits to be fanned out."""
    if command.kind == ADD_PEER:
        add_peer(core, <Peer *>command.item)
    elif command.kind == MOVE_PEER:
        move_peer(core, core_peer(core, command.id), &command.address)
    elif command.kind == REMOVE_PEER:
        remove_peer(core, core_peer(core, command.id))
    elif command.kind == ADD_UP:
        add_up(core, core_peer(core, command.other), <UpTrack *>command.item)
    elif command.kind == ALLOW_UP:
        allow_up(core_up(core, command.id), command.other != 0)
    elif command.kind == HUSH_UP:
        if core_up(core, command.id) != NULL:
            core_up(core, command.id).hushed = command.other != 0
    elif command.kind == RECORD_UP:
        if core_up(core, command.id) != NULL:
            core_up(core, command.id).recording = <u32>command.other
    elif command.kind == WANT_KEY_FRAME:
        want_key_frame(core_up(core, command.id), command.layer)
    elif command.kind == REMOVE_UP:
        remove_up(core, core_up(core, command.id))
    elif command.kind == ADD_DOWN:
        add_down(core, core_peer(core, command.other), <DownTrack *>command.item)
    elif command.kind == FEED:
        feed(core, core_down(core, command.id), core_up(core, command.other), command)
    elif command.kind == REMOVE_DOWN:
        remove_down(core, core_down(core, command.id))
    elif command.kind == PACE and core_peer(core, command.id) != NULL:
        pace_peer(core, core_peer(core, command.id), command.other)
    elif command.kind == STEER_PEER and core_peer(core, command.id) != NULL:
        steer_peer(core_peer(core, command.id), command.other != 0)
    elif command.kind == PROBE_PEER and core_peer(core, command.id) != NULL:
        probe_peer(core, core_peer(core, command.id), command.other, <double>command.layer / 1000)
    elif command.kind == SEND_REMB and core_peer(core, command.id) != NULL:
        send_remb(core, core_peer(core, command.id), <u64>command.other)


cdef inline Peer *core_peer(Core *core, i64 identity) noexcept nogil:
    return <Peer *>table_get(&core.peers, <u64>identity)


cdef inline UpTrack *core_up(Core *core, i64 identity) noexcept nogil:
    return <UpTrack *>table_get(&core.ups, <u64>identity)


cdef inline DownTrack *core_down(Core *core, i64 identity) noexcept nogil:
    return <DownTrack *>table_get(&core.downs, <u64>identity)


cdef void add_peer(Core *core, Peer *peer) noexcept nogil:
    table_put(&core.peers, <u64>peer.id, peer)
    peer.place = pointers_add(&core.reports, peer)
    heap_rise(&core.reports, peer.place)


cdef void move_peer(Core *core, Peer *peer, const plane_address *address) noexcept nogil:
    cdef Peer *loser = core_peer_at(core, address)
    if peer == NULL:
        return
    lose_address(core, peer)
    if loser != NULL:
        lose_address(core, loser)
    peer.address, peer.has_address = address[0], True
    table_put(&core.by_address, address_hash(address, core.salt), peer)


cdef void lose_address(Core *core, Peer *peer) noexcept nogil:
    if peer.has_address:
        table_drop(&core.by_address, address_hash(&peer.address, core.salt), peer)
        peer.has_address = False


cdef void remove_peer(Core *core, Peer *peer) noexcept nogil:
    if peer == NULL:
        return
    while peer.ups.count:
        remove_up(core, up_at(&peer.ups, 0))
    while peer.downs.count:
        remove_down(core, down_at(&peer.downs, peer.downs.count - 1))
    lose_address(core, peer)
    if peer.switched_at >= 0:
        leave_list(&core.switched, peer.switched_at, OF_SWITCHED)
    if peer.raised_at >= 0:
        leave_list(&core.raised, peer.raised_at, OF_RAISED)
    pace_no_more(core, peer)
    probe_no_more(core, peer)
    heap_drop(&core.reports, peer)
    table_drop(&core.peers, <u64>peer.id, peer)
    peer_free(core, peer)


cdef void leave_list(Pointers *peers, int place, PeerList which) noexcept nogil:
    cdef Peer *moved = <Peer *>pointers_drop(peers, place)
    if moved == NULL:
        return
    if which == OF_PUBLISHERS:
        moved.publisher_at = place
    elif which == OF_SWITCHED:
        moved.switched_at = place
    else:
        moved.raised_at = place


cdef void in_order_without(Pointers *table, void *item) noexcept nogil:
    """A peer's tracks keep their order: reports go by it."""
    cdef int place = pointers_find(table, item)
    if place >= 0:
        table.count -= 1
        memmove(&table.at[place], &table.at[place + 1], (table.count - place) * sizeof(void *))


cdef void add_up(Core *core, Peer *peer, UpTrack *track) noexcept nogil:
    if peer == NULL:
        up_free(track)
        return
    track.peer = peer
    table_put(&core.ups, <u64>track.id, track)
    pointers_add(&peer.ups, track)
    if peer.ups.count == 1:
        peer.publisher_at = pointers_add(&core.publishers, peer)


cdef void allow_up(UpTrack *track, bint allowed) noexcept nogil:
    cdef int at
    cdef UpStream *stream
    cdef DownTrack *down
    if track == NULL:
        return
    track.allowed = allowed
    if allowed:
        return
    for at in range(track.streams.count):
        stream = stream_at(&track.streams, at)
        while stream.downs.count:
            down = down_at(&stream.downs, stream.downs.count - 1)
            down_unlink(down)
            if down.waiting_for == NULL:
                down_wait_for(down, track, stream.layer)


cdef void want_key_frame(UpTrack *track, int layer) noexcept nogil:
    if track != NULL and 0 <= layer < track.layer_count:
        key_frame_wanted(&track.key_frames, layer, 0.0)


cdef void remove_up(Core *core, UpTrack *track) noexcept nogil:
    cdef Peer *peer
    cdef int at
    if track == NULL:
        return
    peer = track.peer
    table_drop(&core.ups, <u64>track.id, track)
    in_order_without(&peer.ups, track)
    if not peer.ups.count:
        leave_list(&core.publishers, peer.publisher_at, OF_PUBLISHERS)
        peer.publisher_at = -1
    demux_forget(peer, track)
    for at in range(track.streams.count):
        while stream_at(&track.streams, at).downs.count:
            down_unlink(down_at(&stream_at(&track.streams, at).downs, 0))
    for at in range(track.layer_count):
        while track.waiting[at].count:
            down_stop_waiting(down_at(&track.waiting[at], 0))
    up_free(track)


cdef void add_down(Core *core, Peer *peer, DownTrack *down) noexcept nogil:
    if peer == NULL:
        down_free(down)
        return
    down.peer = peer
    down_come_back(down)
    table_put(&core.downs, <u64>down.id, down)
    pointers_add(&peer.downs, down)


cdef void feed(Core *core, DownTrack *down, UpTrack *track, Command *command) noexcept nogil:
    cdef int layer = command.layer
    if down == NULL:
        return
    if track == NULL or track.is_audio != down.is_audio or not 0 <= layer < track.layer_count:
        down_leave(down)
        return
    down_stop_waiting(down)
    if command.temporal > down.temporal and down.peer.raised_at < 0:
        down.peer.raised_at = pointers_add(&core.raised, down.peer)
    selection_limit(down, command.temporal, command.spatial)
    if selection_needs_key_frame(down):
        key_frame_wanted(&track.key_frames, layer, 0.0)
    if down.source == NULL or down.source != track.layers[layer]:
        down_wait_for(down, track, layer)


cdef void remove_down(Core *core, DownTrack *down) noexcept nogil:
    if down == NULL:
        return
    down_leave(down)
    table_drop(&core.downs, <u64>down.id, down)
    in_order_without(&down.peer.downs, down)
    down_retire(down)
    down_free(down)


cdef void down_retire(DownTrack *down) noexcept nogil:
    cdef Peer *peer = down.peer
    cdef int at
    for at in range(peer.retired_count):
        if peer.retired[at].ssrc == down.ssrc:
            peer.retired[at].number = down.used.newest
            return
    peer.retired = <Retired *>checked(realloc(peer.retired, (peer.retired_count + 1) * sizeof(Retired)))
    peer.retired[peer.retired_count].ssrc = down.ssrc
    peer.retired[peer.retired_count].number = down.used.newest
    peer.retired_count += 1


cdef void down_come_back(DownTrack *down) noexcept nogil:
    """Under an SSRC that this peer's keys have sealed before, numbers go on: none is used twice."""
    cdef int at
    for at in range(down.peer.retired_count):
        if down.peer.retired[at].ssrc == down.ssrc:
            down.number = down.floor = down.sent_number = down.reported_number = down.used.newest = down.peer.retired[at].number
