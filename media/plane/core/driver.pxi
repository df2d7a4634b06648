# The thread: reads the socket, feeds the core, sends. It holds no Python object and no lock, and never waits but in poll.
#
# Between two batches of datagrams it obeys commands, at most COMMANDS_AT_ONCE, so that a storm of joins does not hold up
# media. Two eventfds join it to Trio: `orders_fd` wakes the thread, `news_fd` wakes Trio. Each is written only if the
# other side has not been woken already (`ordered`, `told`). STUN and DTLS wake Trio at once, events once in a tick.

cdef enum:
    COMMANDS_AT_ONCE = 64
    BATCHES_AT_ONCE = 4

cdef double TICK_S = 0.02  # one Opus packet

cdef struct Plane:
    Core core
    Ring commands  # of Command *
    Ring signalling  # of Signal
    int orders_fd
    int news_fd
    u32 ordered
    u32 told
    u32 has_stopped
    u32 wants_room  # Trio keeps commands that found the ring full
    double clock_offset_s  # media's clock less CLOCK_MONOTONIC
    plane_batch batch
    Signal signal


cdef inline double plane_now(Plane *plane) noexcept nogil:
    return monotonic_s() + plane.clock_offset_s


cdef inline void wake(int fd, u32 *is_awake) noexcept nogil:
    cdef u64 one = 1
    if not exchange(is_awake, 1):
        write(fd, &one, sizeof(one))


cdef inline void awoken(int fd, u32 *is_awake) noexcept nogil:
    """What is written from now on wakes again; what was written before is about to be read."""
    cdef u64 count
    read(fd, &count, sizeof(count))
    exchange(is_awake, 0)


cdef void plane_run(Plane *plane) noexcept nogil:
    cdef pollfd places[2]
    cdef double now_s = plane_now(plane), tick_s = now_s
    cdef int timeout_ms
    places[0].fd, places[1].fd, places[1].events = plane.core.outlet.fd, plane.orders_fd, POLLIN
    while not load_acquire(&plane.has_stopped):
        timeout_ms = <int>larger(0, <i64>((tick_s - now_s) * 1000.0) + 1) if ring_is_empty(&plane.commands) else 0
        places[0].events = <short>(POLLIN | (POLLOUT if plane.core.outlet.first != NULL else 0))
        places[0].revents = places[1].revents = 0
        poll(places, 2, timeout_ms)
        now_s = plane_now(plane)
        if places[1].revents:
            awoken(plane.orders_fd, &plane.ordered)
        if places[0].revents & POLLOUT:
            send_deferred(&plane.core)
        obey_commands(plane, now_s)
        if places[0].revents & ~POLLOUT:
            read_datagrams(plane, now_s)
            now_s = plane_now(plane)
        if now_s >= tick_s:
            core_tick(&plane.core, now_s)
            tick_s = now_s + TICK_S
            if not ring_is_empty(&plane.core.events) or load_seq(&plane.wants_room):
                wake(plane.news_fd, &plane.told)


cdef void obey_commands(Plane *plane, double now_s) noexcept nogil:
    cdef Command *command = NULL
    cdef int count
    for count in range(COMMANDS_AT_ONCE):
        if not ring_take(&plane.commands, &command):
            return
        core_obey(&plane.core, command, now_s)
        free(command)


cdef void read_datagrams(Plane *plane, double now_s) noexcept nogil:
    cdef int turn, count, at
    for turn in range(BATCHES_AT_ONCE):
        count = read_batch(plane.core.outlet.fd, &plane.batch)
        if count < 0:
            if count == -EAGAIN:
                return
            plane.core.counters[ICMP] += 1  # an error of an earlier send: about somebody else's datagram
            continue
        for at in range(count):
            take_datagram(plane, at, now_s)
        core_flush(&plane.core, now_s)
        if count < READ_BATCH:
            return
        obey_commands(plane, now_s)
        now_s = plane_now(plane)


cdef inline void take_datagram(Plane *plane, int at, double now_s) noexcept nogil:
    """By its first byte (RFC 7983 section 7): media, STUN, DTLS."""
    cdef u8 *data = batch_bytes(&plane.batch, at)
    cdef int size = batch_size(&plane.batch, at), first = data[0] if size else 255
    if 128 <= first < 192:
        core_datagram(&plane.core, data, size, batch_from(&plane.batch, at), now_s)
        return
    if not size or not (first < 4 or 20 <= first < 64):
        plane.core.counters[UNKNOWN_KIND] += 1
        return
    plane.signal.address, plane.signal.size = batch_from(&plane.batch, at)[0], size
    memcpy(plane.signal.data, data, size)
    if ring_put(&plane.signalling, &plane.signal, 0):
        wake(plane.news_fd, &plane.told)
    else:
        plane.core.counters[SIGNALLING_DROPPED] += 1
