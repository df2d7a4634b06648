# Rings between the plane's thread and Trio's: one writer, one reader, no lock. Items are copied in and out.
#
# Who writes stores `head`, who reads stores `tail`, each with release after it is done with the item; each loads the
# other's with acquire. Rules, by ring:
#   commands   Trio → plane, COMMAND_RING pointers. Full: the Python side keeps the rest in a deque, in order, and puts
#              it in as soon as the plane has taken some; nothing is lost.
#   events     plane → Trio, EVENT_RING. What comes again by itself (levels, reports, arrival samples) is dropped and
#              counted once a quarter is left; what does not (layers, key frames, switches) is kept until there is room.
#   signalling plane → Trio, SIGNAL_RING STUN and DTLS datagrams. Full: dropped and counted, as a socket's buffer does.

cdef enum:
    COMMAND_RING = 4096
    EVENT_RING = 16384
    SIGNAL_RING = 512
    SIGNAL_BYTES = 2048
    SIGNALS_AT_ONCE = 64  # taken between two turns of Trio's loop, so that a flood cannot hold up everything else

cdef struct Signal:  # a STUN or DTLS datagram
    plane_address address
    int size
    u8 data[SIGNAL_BYTES]

cdef struct Ring:
    u8 *items
    size_t item_bytes
    u32 room  # a power of two
    u32 head
    u8 apart[64]  # writer and reader do not share a cache line
    u32 tail


cdef inline void ring_start(Ring *ring, u32 room, size_t item_bytes) noexcept nogil:
    memset(ring, 0, sizeof(Ring))
    ring.items, ring.room, ring.item_bytes = <u8 *>zeroed(room * item_bytes), room, item_bytes


cdef inline bint ring_put(Ring *ring, const void *item, u32 spare) noexcept nogil:
    """By the writer. False: full but for `spare`."""
    cdef u32 head = ring.head
    if head - load_acquire(&ring.tail) >= ring.room - spare:
        return False
    memcpy(ring.items + (head & (ring.room - 1)) * ring.item_bytes, item, ring.item_bytes)
    store_release(&ring.head, head + 1)
    return True


cdef inline bint ring_take(Ring *ring, void *item) noexcept nogil:
    """By the reader. False: empty."""
    cdef u32 tail = ring.tail
    if tail == load_acquire(&ring.head):
        return False
    memcpy(item, ring.items + (tail & (ring.room - 1)) * ring.item_bytes, ring.item_bytes)
    store_release(&ring.tail, tail + 1)
    return True


cdef inline u32 ring_count(Ring *ring) noexcept nogil:
    """By the writer: at least so many items are not taken yet, or were not a moment ago."""
    return ring.head - load_acquire(&ring.tail)


cdef inline bint ring_is_empty(Ring *ring) noexcept nogil:
    return load_acquire(&ring.tail) == load_acquire(&ring.head)
