# The thread: reads the socket, feeds the core, sends. It holds no Python object and no lock, and never waits but in poll.
#
# Between two batches of datagrams it obeys commands, at most COMMANDS_AT_ONCE, so that a storm of joins does not hold up
# media. Two eventfds join it to Trio: `orders_fd` wakes the thread, `news_fd` wakes Trio. Each is written only if the
# other side has not been woken already (`ordered`, `told`). Each turn of Trio's loop costs as much as ten packets, so it
# is not woken for each piece of news: DTLS and strangers' STUN wake it at once, what changes who gets what in the next
# tick, and the reports and levels that come again all the time together, once in CALM_S.
#
# A key frame to two thousand viewers takes tens of milliseconds. Audio does not wait for it: after each few dozen
# viewers the socket is read (`let_audio_pass`); audio is forwarded at once, the rest is kept for after the burst.

cdef enum:
    COMMANDS_AT_ONCE = 64
    BATCHES_AT_ONCE = 4
    BACKLOG = 256  # datagrams

cdef double TICK_S = 0.02  # one Opus packet
cdef double CALM_S = 0.05  # three ticks: with a packet's time, less than the gap (0.1 s) that media takes for silence

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
    double calm_until_s  # until then Trio is not woken for what comes again by itself
    double held_until_s  # when a frame that is still coming must go; 0: there is none
    plane_batch batch
    Signal signal
    Signal *backlog  # of BACKLOG: what came during a burst and may wait
    int backlog_count


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
    cdef double now_s = plane_now(plane), tick_s = now_s, until_s
    places[0].fd, places[1].fd, places[1].events = plane.core.outlet.fd, plane.orders_fd, POLLIN
    while not load_acquire(&plane.has_stopped):
        until_s = least(tick_s, plane.held_until_s) if plane.held_until_s else tick_s
        if not ring_is_empty(&plane.commands):
            until_s = now_s
        places[0].events = <short>(POLLIN | (POLLOUT if plane.core.outlet.first != NULL else 0))
        places[0].revents = places[1].revents = 0
        poll_for(places, 2, until_s - now_s)
        now_s = plane_now(plane)
        if places[1].revents:
            awoken(plane.orders_fd, &plane.ordered)
        if places[0].revents & POLLOUT:
            send_deferred(&plane.core)
        obey_commands(plane, now_s)
        if places[0].revents & ~POLLOUT:
            read_datagrams(plane, now_s)
            now_s = plane_now(plane)
        if plane.held_until_s and now_s >= plane.held_until_s:
            flush(plane, now_s)
            take_backlog(plane)
        if now_s >= tick_s:
            core_tick(&plane.core, now_s)
            tick_s = now_s + TICK_S
            tell_news(plane, now_s)


cdef inline void tell_news(Plane *plane, double now_s) noexcept nogil:
    cdef bint is_urgent = plane.core.has_urgent_news or load_seq(&plane.wants_room)
    if not is_urgent and now_s < plane.calm_until_s:
        return
    if is_urgent or not ring_is_empty(&plane.core.events) or not ring_is_empty(&plane.signalling):
        plane.core.has_urgent_news, plane.calm_until_s = False, now_s + CALM_S
        wake(plane.news_fd, &plane.told)


cdef void obey_commands(Plane *plane, double now_s) noexcept nogil:
    cdef Command *command = NULL
    cdef int count
    for count in range(COMMANDS_AT_ONCE):
        if not ring_take(&plane.commands, &command):
            return
        if not count:
            core_flush(&plane.core, now_s)
            plane.held_until_s = 0.0
        core_obey(&plane.core, command, now_s)
        free(command)


cdef void read_datagrams(Plane *plane, double now_s) noexcept nogil:
    cdef int turn, count, at
    for turn in range(BATCHES_AT_ONCE):
        count = read_batch(plane.core.outlet.fd, &plane.batch)
        if count == -EAGAIN:
            return
        if count < 0:
            plane.core.counters[ICMP] += 1  # an error of an earlier send: about somebody else's datagram
            continue
        for at in range(count):
            take_datagram(plane, batch_bytes(&plane.batch, at), batch_size(&plane.batch, at),
                          batch_from(&plane.batch, at), now_s)
        flush(plane, now_s)
        take_backlog(plane)
        if count < READ_BATCH:
            return
        obey_commands(plane, now_s)
        now_s = plane_now(plane)


cdef inline void flush(Plane *plane, double now_s) noexcept nogil:
    """Here alone audio may overtake: nothing else of the core is under way."""
    plane.core.overtake = let_audio_pass
    plane.held_until_s = core_flush_ready(&plane.core, now_s)
    plane.core.overtake = NULL


cdef void take_backlog(Plane *plane) noexcept nogil:
    """In the order it came; what comes meanwhile stands behind it."""
    cdef int taken = 0, stop
    cdef double now_s
    while taken < plane.backlog_count:
        now_s, stop = plane_now(plane), <int>smaller(plane.backlog_count, taken + READ_BATCH)
        while taken < stop:
            take_datagram(plane, plane.backlog[taken].data, plane.backlog[taken].size,
                          &plane.backlog[taken].address, now_s)
            taken += 1
        flush(plane, now_s)
    plane.backlog_count = 0


cdef void let_audio_pass(Core *core, double _now_s) noexcept nogil:
    cdef Plane *plane = <Plane *>core  # its first member
    cdef double now_s = plane_now(plane)
    cdef int count, at, size
    cdef u8 *data
    cdef plane_address *source
    if plane.backlog_count > BACKLOG - READ_BATCH:
        return
    core.overtake = NULL  # a switch of audio flushes too, and must not come here again
    count = read_batch(core.outlet.fd, &plane.batch)
    for at in range(count):
        data, size = batch_bytes(&plane.batch, at), batch_size(&plane.batch, at)
        source = batch_from(&plane.batch, at)
        if is_known_audio(core, data, size, source):
            core_datagram(core, data, size, source, now_s)
            continue
        plane.backlog[plane.backlog_count].address, plane.backlog[plane.backlog_count].size = source[0], size
        memcpy(plane.backlog[plane.backlog_count].data, data, size)
        plane.backlog_count += 1
    core_flush_audio(core, now_s)
    core.overtake = let_audio_pass


cdef inline bint is_known_audio(Core *core, const u8 *data, int size, const plane_address *source) noexcept nogil:
    """By its head, which is in clear."""
    cdef Peer *peer
    cdef Route *route
    if size < MIN_DATAGRAM_BYTES or data[0] >> 6 != 2 or is_rtcp(data):
        return False
    peer = core_peer_at(core, source)
    route = route_of(peer, get32(data + 8)) if peer != NULL else NULL
    return route != NULL and route.track.is_audio


cdef inline void take_datagram(
    Plane *plane, u8 *data, int size, const plane_address *source, double now_s
) noexcept nogil:
    """By its first byte (RFC 7983 section 7): media, STUN, DTLS. Most STUN is answered here (checks.pxi)."""
    cdef int first = data[0] if size else 255
    if 128 <= first < 192:
        core_datagram(&plane.core, data, size, source, now_s)
        return
    if not size or not (first < 4 or 20 <= first < 64):
        plane.core.counters[UNKNOWN_KIND] += 1
        return
    if first < 4 and answer_check(&plane.core, data, size, source, now_s):
        return
    plane.signal.address, plane.signal.size = source[0], size
    memcpy(plane.signal.data, data, size)
    if not ring_put(&plane.signalling, &plane.signal, 0):
        plane.core.counters[SIGNALLING_DROPPED] += 1
    elif first >= 20 or ring_count(&plane.signalling) >= SIGNALS_AT_ONCE or core_peer_at(&plane.core, source) == NULL:
        wake(plane.news_fd, &plane.told)  # else of somebody who is here, but no plain check: it may wait
