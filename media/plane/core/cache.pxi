# What was lately sent on one down track, to answer a viewer's NACK with the very same datagram.
#
# Mirror of media/plane/cache.py of the oracle, in its rules. It keeps no ciphertext (1100 bytes for each packet and
# viewer) but how the packet was made: the shared body, the numbers, the moment. The same plaintext under the same index
# gives the same datagram, byte for byte. Two guards stand before any other bytes under a used index, which under
# AES-GCM would give the key stream away: what is made again leaves only if its authentication tag is the one sent
# before, and a first sending is refused for a number that was protected already (`used`).

cdef enum:
    MAX_SENT = 1024  # packets; libsrtp's window is as long
    MAX_RESENDS = 3
    MAX_CREDIT_BYTES = 24000  # more would fill a slow link for a second, with pictures that are over

cdef double KEEP_S = 1.0, RESEND_PAUSE_S = 0.1, SHARE = 0.25, DEFAULT_RTT_S = 0.1


cdef inline void cache_keep(DownTrack *down, Sent *sent, const u8 *datagram, int size) noexcept nogil:
    """A datagram went out."""
    cdef Sent *place
    if down.credit_bytes < MAX_CREDIT_BYTES:
        down.credit_bytes += size * SHARE
    if not down.sent_room:
        cache_grow(down, 64)
    place = &down.sent[sent.number & (down.sent_room - 1)]
    while place.packet != NULL and place.at_s >= sent.at_s - KEEP_S and down.sent_room < MAX_SENT:
        cache_grow(down, 2 * down.sent_room)
        place = &down.sent[sent.number & (down.sent_room - 1)]
    if place.packet != NULL:
        packet_drop(place.packet)
    sent.size = <u16>size
    memcpy(sent.tag, datagram + size - TAG_BYTES, TAG_BYTES)
    place[0] = sent[0]
    sent.packet.refs += 1


cdef void cache_forget(DownTrack *down) noexcept nogil:
    """Another source begins with a key frame: what its viewer lacks of the last one would only hold it up."""
    cdef int at
    for at in range(down.sent_room):
        if down.sent[at].packet != NULL:
            packet_drop(down.sent[at].packet)
            down.sent[at].packet = NULL


cdef void cache_grow(DownTrack *down, int room) noexcept nogil:
    cdef Sent *old = down.sent
    cdef int at
    down.sent = <Sent *>zeroed(room * sizeof(Sent))
    for at in range(down.sent_room):
        if old[at].packet != NULL:
            down.sent[old[at].number & (room - 1)] = old[at]
    down.sent_room = room
    free(old)


cdef Sent *cache_again(DownTrack *down, u16 sequence, double rtt_s, double now_s) noexcept nogil:
    """What to send once more, or NULL."""
    cdef i64 number = unwrap(sequence, down.number, 16)
    cdef Sent *kept
    cdef double last_s
    if not down.sent_room:
        return NULL
    kept = &down.sent[number & (down.sent_room - 1)]
    if kept.packet == NULL or kept.number != number or kept.at_s < now_s - KEEP_S:
        return NULL
    last_s = kept.last_s if kept.resends else kept.at_s
    down.nacked += not kept.resends
    if kept.resends and now_s - last_s < least(RESEND_PAUSE_S, 2 * rtt_s):
        return NULL
    if kept.resends >= MAX_RESENDS or down.credit_bytes < kept.size:
        return NULL
    kept.resends += 1
    kept.last_s = now_s
    down.credit_bytes -= kept.size
    return kept
