# How datagrams leave: grouped per viewer and burst, cut by the kernel (UDP_SEGMENT), or where it cannot, handed over
# together (sendmmsg); and what happens when it is full.
#
# A full socket (EAGAIN, ENOBUFS) is waited for: MAX_DEFERRED_BYTES are kept in order and tried again as soon as there is
# room. Audio does not queue behind video: it is tried at once, and kept only if that fails. Beyond, it is counted loss.

cdef enum:
    MAX_DEFERRED_BYTES = 4 * 1024 * 1024
    MAX_SEGMENTS = 64  # the kernel's own limit
    MAX_RUN_BYTES = 60000

cdef struct Deferred:
    Deferred *next
    plane_address to
    int size
    u8 data[1]

cdef struct Outlet:
    int fd  # below 0: nothing is sent but captured
    bint can_segment
    Deferred *first
    Deferred *last
    int deferred_bytes
    Pointers captured
    int failures  # left, in tests: sends that fail with `failure`
    int failure
    bint only_runs_fail


cdef inline int outlet_send(
    Outlet *outlet, const u8 *data, int size, int segment, const plane_address *to
) noexcept nogil:
    """0, or errno."""
    if outlet.failures and (segment or not outlet.only_runs_fail):
        outlet.failures -= 1
        return outlet.failure
    return send_bytes(outlet.fd, data, size, segment, to)


cdef inline void send_one(Core *core, Peer *peer, const u8 *data, int size, bint is_urgent) noexcept nogil:
    send_run(core, &peer.address, data, &size, 1, is_urgent)


cdef inline void send_run(
    Core *core, const plane_address *to, const u8 *data, const int *sizes, int count, bint is_urgent
) noexcept nogil:
    """Datagrams of one viewer that lie behind one another. Those of one size go in one call, a shorter one may end it."""
    cdef int first = 0, stop, size, left
    if core.outlet.fd < 0:
        for first in range(count):
            capture(core, to, data, sizes[first])
            data += sizes[first]
        return
    if count > 1 and not core.outlet.can_segment and (core.outlet.first == NULL or is_urgent):
        core.counters[SENDS] += 1
        left = send_many(core.outlet.fd, data, sizes, count, to)
        for first in range(left):
            data += sizes[first]
        first = left
    while first < count:  # why the first of them has not left, its own send will tell
        size, stop = sizes[first], first + 1
        if core.outlet.can_segment:
            while stop < count and sizes[stop] == sizes[first] and stop - first < MAX_SEGMENTS - 1:
                size += sizes[stop]
                stop += 1
            if stop < count and sizes[stop] < sizes[first]:
                size += sizes[stop]
                stop += 1
        send_or_defer(core, to, data, size, sizes[first] if stop - first > 1 else 0, is_urgent)
        data += size
        first = stop


cdef void send_or_defer(
    Core *core, const plane_address *to, const u8 *data, int size, int segment, bint is_urgent
) noexcept nogil:
    cdef int error, part
    if core.outlet.first == NULL or is_urgent:
        core.counters[SENDS] += 1
        error = outlet_send(&core.outlet, data, size, segment, to)
        if not error:
            return
        if segment and error not in (EAGAIN, ENOBUFS):  # no UDP_SEGMENT here, or not of this size on this path
            if error == EIO or error == ENOPROTOOPT:
                core.outlet.can_segment = False
            error = 0
            while size > 0:
                part = <int>smaller(segment, size)
                send_or_defer(core, to, data, part, 0, is_urgent)
                data += part
                size -= part
            return
        if error not in (EAGAIN, ENOBUFS):
            core.counters[SEND_LOST] += 1
            return
    while size > 0:
        part = <int>smaller(segment, size) if segment else size
        defer(core, to, data, part)
        data += part
        size -= part


cdef void defer(Core *core, const plane_address *to, const u8 *data, int size) noexcept nogil:
    cdef Deferred *kept
    if core.outlet.deferred_bytes + size > MAX_DEFERRED_BYTES:
        core.counters[SEND_LOST] += 1
        return
    kept = <Deferred *>checked(malloc(sizeof(Deferred) + size))
    kept.next, kept.to, kept.size = NULL, to[0], size
    memcpy(kept.data, data, size)
    if core.outlet.first == NULL:
        core.outlet.first = kept
    else:
        core.outlet.last.next = kept
    core.outlet.last = kept
    core.outlet.deferred_bytes += size
    core.counters[SEND_DEFERRED] += 1


cdef void send_deferred(Core *core) noexcept nogil:
    """Once there is room again."""
    cdef Deferred *kept
    cdef int error
    while core.outlet.first != NULL:
        kept = core.outlet.first
        error = outlet_send(&core.outlet, kept.data, kept.size, 0, &kept.to)
        if error in (EAGAIN, ENOBUFS):
            return
        if error:
            core.counters[SEND_LOST] += 1
        drop_deferred(core)


cdef void drop_deferred(Core *core) noexcept nogil:
    cdef Deferred *kept = core.outlet.first
    core.outlet.first = kept.next
    core.outlet.deferred_bytes -= kept.size
    free(kept)


cdef void capture(Core *core, const plane_address *to, const u8 *data, int size) noexcept nogil:
    cdef Captured *kept = <Captured *>checked(malloc(sizeof(Captured) + size))
    kept.to, kept.size = to[0], size
    memcpy(kept.data, data, size)
    pointers_add(&core.outlet.captured, kept)


cdef void outlet_free(Outlet *outlet, Core *core) noexcept nogil:
    cdef int at
    while outlet.first != NULL:
        drop_deferred(core)
    for at in range(outlet.captured.count):
        free(outlet.captured.at[at])
    pointers_free(&outlet.captured)
