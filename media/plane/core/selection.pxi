# Which packets of a layered stream one viewer gets, and numbers without holes for those. Mirror of the oracle's
# selection.py, where the reasons stand.
#
# Only a viewer that does not get everything has a Selection. From the first key frame on that finds it without limits it
# has none again: to all others a packet costs one comparison.

cdef enum:
    REMEMBERED_PICTURES = 64

cdef struct LeftOut:  # numbers that were left out; those within WINDOW of the newest are told apart
    i64 count
    Window numbers

cdef struct Selection:  # the highest layers that are had; those that are wanted stand in the down track
    u8 temporal_now
    u8 spatial_now
    u8 has_picture
    int dropped_count
    i64 picture  # the newest: its timestamp without wrap
    i64 newest  # index
    LeftOut indexes
    LeftOut picture_ids
    i64 dropped_id  # the newest of `picture_ids`
    u32 dropped[REMEMBERED_PICTURES]  # timestamps of pictures that the viewer gets nothing of


cdef inline bint down_is_limited(DownTrack *down) noexcept nogil:
    return down.temporal < ALL_LAYERS or down.spatial < ALL_LAYERS


cdef Selection *selection_new(int temporal, int spatial) noexcept nogil:
    cdef Selection *selection = <Selection *>zeroed(sizeof(Selection))
    selection.temporal_now, selection.spatial_now = <u8>temporal, <u8>spatial
    selection.newest = selection.dropped_id = -1
    selection.indexes.numbers.is_empty = selection.picture_ids.numbers.is_empty = True
    return selection


cdef void selection_limit(DownTrack *down, int temporal, int spatial) noexcept nogil:
    """No layers above these, of what feeds the track now too, of which everything was had so far."""
    down.temporal, down.spatial = <u8>smaller(temporal, ALL_LAYERS), <u8>smaller(spatial, ALL_LAYERS)
    if down.selection != NULL or not down_is_limited(down):
        return
    down.selection = selection_new(ALL_LAYERS, ALL_LAYERS)
    if down.source != NULL:
        down.selection.newest = down.source.newest_index
        down.selection.has_picture, down.selection.picture = down.source.clock.has_highest, down.source.clock.highest


cdef inline void selection_start(DownTrack *down) noexcept nogil:
    """Another stream begins, with a key frame."""
    free(down.selection)
    down.selection = selection_new(down.temporal, down.spatial) if down_is_limited(down) else NULL


cdef inline bint selection_needs_key_frame(DownTrack *down) noexcept nogil:
    """More spatial layers are wanted than can be had before one."""
    return down.selection != NULL and down.spatial > down.selection.spatial_now


cdef bint selection_keeps(DownTrack *down, const Place *place, i64 picture) noexcept nogil:
    """Whether the viewer gets this packet. Packets of pictures that are over are judged as the newest."""
    cdef Selection *had = down.selection
    if not had.has_picture or picture > had.picture:
        had.picture, had.has_picture = picture, 1
        had.temporal_now = <u8>smaller(had.temporal_now, down.temporal)
        had.spatial_now = down.spatial if place.is_key else <u8>smaller(had.spatial_now, down.spatial)
        if place.needs <= had.temporal_now < place.opens:
            had.temporal_now = <u8>smaller(down.temporal, place.opens)
    return place.temporal <= had.temporal_now and place.spatial <= had.spatial_now


cdef bint selection_takes(DownTrack *down, const Packet *packet, i64 *index) noexcept nogil:
    """Counts the packet's index over those that the viewer does not get. False: this is one of them, and the newest."""
    cdef Selection *had = down.selection
    if packet.index > had.newest:
        had.newest = packet.index
        if not selection_keeps(down, &packet.place, packet.timestamp):
            left_out_add(&had.indexes, packet.index)
            if packet.place.temporal > had.temporal_now:
                selection_drops_picture(had, packet)
            return False
    index[0] = left_out_before(&had.indexes, packet.index)
    return True


cdef void selection_drops_picture(Selection *had, const Packet *packet) noexcept nogil:
    """It is for its temporal layer that the viewer does not get the packet: it gets nothing of its picture."""
    if not selection_has_dropped(had, packet.timestamp):
        had.dropped[had.dropped_count & (REMEMBERED_PICTURES - 1)] = <u32>packet.timestamp
        had.dropped_count += 1
    if packet.descriptor.size and packet.picture_id > had.dropped_id:
        had.dropped_id = packet.picture_id
        left_out_add(&had.picture_ids, packet.picture_id)


cdef bint selection_has_dropped(Selection *had, i64 picture) noexcept nogil:
    cdef int at
    for at in range(<int>smaller(had.dropped_count, REMEMBERED_PICTURES)):
        if had.dropped[at] == <u32>picture:
            return True
    return False


cdef void selection_shapes(DownTrack *down, const Packet *packet, Sent *sent) noexcept nogil:
    """What comes late and is left out has a number that waits for it: nothing but padding fills it.

    The marker goes to the last packet that the viewer gets of a picture, though others follow.
    """
    cdef Selection *had = down.selection
    if not sent.is_filler and packet.index != had.newest:
        sent.is_filler = selection_has_dropped(had, packet.timestamp) or not selection_keeps(
            down, &packet.place, packet.timestamp
        )
    if packet.place.ends and packet.place.spatial == had.spatial_now:
        sent.marker = 1


cdef inline void left_out_add(LeftOut *left_out, i64 number) noexcept nogil:
    window_add(&left_out.numbers, number)
    left_out.count += 1


cdef inline i64 left_out_before(LeftOut *left_out, i64 number) noexcept nogil:
    """The number less those left out before it."""
    if left_out.numbers.is_empty or number > left_out.numbers.newest:
        return number - left_out.count
    return number - left_out.count + window_count(&left_out.numbers, number)
