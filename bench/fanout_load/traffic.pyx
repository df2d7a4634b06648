# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""All peers of the bench in one thread without the GIL: publishers' media out, viewers' media in, signs of life.

`run` goes on until `stop`; meanwhile peers are added and media is played from another thread. A viewer counts
datagrams by their heads; a tester decrypts all of them and looks at order, gaps, timestamps and age. As a browser does,
a peer repeats its ICE checks, and a viewer of media sends receiver reports and REMB.
The file is long because packets out, packets in and the turn between them share one state.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free
from libc.string cimport memcpy, memset
from posix.unistd cimport close

from bench.fanout_load.net cimport (
    EPOLL_CTL_ADD, EPOLLIN, MSG_DONTWAIT, MSG_TRUNC, Crypt, epoll_create1, epoll_ctl, epoll_event, epoll_pwait2, iovec,
    mmsghdr, now_ns, recvmmsg, send, timespec,
)
from bench.fanout_load.packets cimport describe, get16, get32, put16, put32, receiver_report, remb
from bench.fanout_load.state cimport MOST_STREAMS, Found, Peer, Source, Stream, Tester

cdef enum:
    MOST_TESTERS = 64
    MOST_SOURCES = 64
    MOST_SAMPLES = 1 << 20
    AT_ONCE = 16  # datagrams read from a socket in one call
    EVENTS = 64  # sockets read between two looks at what is due
    DATAGRAM = 2048
    HEAD = 12  # of RTP; a viewer that tests nothing reads no more
    TAIL = 20  # of a payload: when it was sent, its number, its timestamp

cdef int64_t SECOND = 1000000000
cdef int64_t CHECK_EVERY = 2700000000  # Chromium's
cdef int64_t REPORT_EVERY = 250000000  # REMB; each fourth time with a receiver report
cdef int64_t CONTROL_EVERY = 5000000  # what is due of those goes out together, so that the loop may sleep between
cdef int64_t FLOWS = 2000000000  # a viewer that heard nothing for so long reports nothing
cdef int64_t FOREVER = 1 << 62


cdef class Traffic:
    cdef Crypt protect, unprotect, protect_rtcp, unprotect_rtcp
    cdef int epoll
    cdef int most_peers
    cdef uint32_t remb_bps
    cdef int peers_count
    cdef int testers_count
    cdef int sources_count
    cdef Peer *peers
    cdef Tester testers[MOST_TESTERS]
    cdef int tester_peers[MOST_TESTERS]
    cdef Source sources[MOST_SOURCES]
    cdef uint8_t buffer[AT_ONCE][DATAGRAM]
    cdef iovec parts[AT_ONCE]
    cdef mmsghdr messages[AT_ONCE]
    cdef uint8_t out[DATAGRAM]
    cdef int64_t *sent_ns
    cdef int64_t *age_ns
    cdef uint64_t samples
    cdef uint64_t packets, octets, sent, unsent
    cdef int64_t now  # to 5 ms
    cdef int64_t check_at, report_at  # how far the rounds through all peers have come, as a time
    cdef int check_next, report_next
    cdef volatile bint stopping
    cdef list kept  # what the pointers point to

    def __cinit__(self, int most_peers, functions, uint32_t remb_bps):
        """`functions`: addresses of libsrtp's protect, unprotect, protect_rtcp, unprotect_rtcp. REMB is what all say."""
        cdef size_t protect, unprotect, protect_rtcp, unprotect_rtcp
        protect, unprotect, protect_rtcp, unprotect_rtcp = functions
        self.protect, self.unprotect = <Crypt>protect, <Crypt>unprotect
        self.protect_rtcp, self.unprotect_rtcp = <Crypt>protect_rtcp, <Crypt>unprotect_rtcp
        self.most_peers, self.remb_bps, self.kept = most_peers, remb_bps, []
        self.peers = <Peer *>calloc(most_peers, sizeof(Peer))
        self.sent_ns = <int64_t *>calloc(MOST_SAMPLES, sizeof(int64_t))
        self.age_ns = <int64_t *>calloc(MOST_SAMPLES, sizeof(int64_t))
        self.epoll = epoll_create1(0)
        if not self.peers or not self.sent_ns or not self.age_ns or self.epoll < 0:
            raise MemoryError
        for each in range(AT_ONCE):
            self.parts[each].iov_base = self.buffer[each]
            self.messages[each].msg_hdr.msg_iov = &self.parts[each]
            self.messages[each].msg_hdr.msg_iovlen = 1

    def __dealloc__(self):
        free(self.peers)
        free(self.sent_ns)
        free(self.age_ns)
        if self.epoll > 0:
            close(self.epoll)

    # --- from other threads

    def add_peer(self, int fd, checks, size_t outbound, uint32_t ssrc):
        """A connected UDP socket; `checks` are STUN requests of one size. The peer's number comes back."""
        cdef int number = self.peers_count
        if number == self.most_peers:
            raise ValueError("too many peers")
        cdef Peer *peer = &self.peers[number]
        joined = b"".join(checks)
        self.kept.append(joined)
        peer.fd, peer.checks, peer.checks_count = fd, joined, len(checks)
        peer.check_size = len(checks[0]) if checks else 0
        peer.outbound, peer.ssrc, peer.tester, peer.source = <void *>outbound, ssrc, -1, -1
        cdef epoll_event event
        event.events, event.data.u64 = EPOLLIN, number
        self.peers_count = number + 1
        if epoll_ctl(self.epoll, EPOLL_CTL_ADD, fd, &event):
            raise OSError("epoll_ctl")
        return number

    def test(self, int peer, size_t inbound):
        """Let this viewer decrypt whatever it gets."""
        cdef int number = self.testers_count
        if number == MOST_TESTERS:
            raise ValueError("too many testers")
        self.testers[number].inbound, self.tester_peers[number] = <void *>inbound, peer
        self.peers[peer].tester = number
        self.testers_count = number + 1

    def add_source(self, int peer, size_t inbound, uint32_t ssrc, int payload_type, bytes mid, bint is_video):
        """Something that this publisher can send, silent as yet; its number comes back."""
        cdef int number = self.sources_count
        if number == MOST_SOURCES:
            raise ValueError("too many sources")
        cdef Source *source = &self.sources[number]
        source.peer, source.inbound, source.ssrc = peer, <void *>inbound, ssrc
        source.payload_type, source.mid, source.is_video = payload_type, mid[0], is_video
        if self.peers[peer].source < 0:
            self.peers[peer].source = number
        self.sources_count = number + 1
        return number

    def play(self, int number, const int64_t[::1] due_ns, const int32_t[::1] sizes, const uint8_t[::1] ends,
             int64_t cycle_ns, int64_t begin_ns, int64_t until_ns):
        """Packets of `sizes` at those times, round after round; `ends` marks the last of a frame."""
        cdef Source *source = &self.sources[number]
        source.begin_ns = 0
        self.kept.append((due_ns, sizes, ends))
        source.due_ns, source.sizes, source.ends, source.count = &due_ns[0], &sizes[0], &ends[0], due_ns.shape[0]
        source.cycle_ns, source.base_ns, source.until_ns, source.at = cycle_ns, begin_ns, until_ns, 0
        source.in_frame, source.wants_key = False, True
        source.begin_ns = begin_ns

    def stop(self):
        self.stopping = True

    @property
    def received(self):
        """RTP packets that came to all viewers, and their bytes."""
        return self.packets, self.octets

    @property
    def sends(self):
        """RTP packets sent by all publishers, and datagrams that could not be sent."""
        return self.sent, self.unsent

    @property
    def key_frames(self):
        return sum(self.sources[number].key_frames for number in range(self.sources_count))

    def ages_ns(self, int64_t from_ns, int64_t until_ns):
        """How old each packet sent in that time was when a tester had it."""
        return sorted(
            self.age_ns[at]
            for at in range(<int64_t>self.samples) if from_ns <= self.sent_ns[at] < until_ns
        )

    def findings(self):
        """Of all testers together, by name."""
        cdef Found total = Found(0, 0, 0, 0, 0)
        found = [total, *(self.testers[number].found for number in range(self.testers_count))]
        return {name: sum(each[name] for each in found) for name in found[0]}

    def begin_anew(self):
        """Testers forget what they expected next: media has paused."""
        for number in range(self.testers_count):
            self.testers[number].streams_count = 0

    # --- the loop

    def run(self):
        with nogil:
            self._run()

    cdef void _run(self) noexcept nogil:
        cdef epoll_event events[EVENTS]
        cdef timespec wait
        cdef int64_t now = now_ns(), control_at = now, due, left
        cdef int each, ready
        self.check_at = self.report_at = now
        while not self.stopping:
            now = now_ns()
            due = control_at
            for each in range(self.sources_count):
                due = min(due, self._play(&self.sources[each], now))
            if control_at <= now:
                self.now = now
                self._check(now)
                self._report(now)
                control_at = due = now + CONTROL_EVERY
            for each in range(self.testers_count):
                self._read(&self.peers[self.tester_peers[each]])
            left = max(<int64_t>0, due - now_ns())
            wait.tv_sec, wait.tv_nsec = left // SECOND, left % SECOND
            ready = epoll_pwait2(self.epoll, events, EVENTS, &wait, NULL)
            for each in range(ready):
                self._read(&self.peers[events[each].data.u64])

    # media out

    cdef int64_t _play(self, Source *source, int64_t now) noexcept nogil:
        """Send what is due. When the next packet is."""
        cdef int64_t due
        while source.begin_ns:
            due = source.base_ns + source.due_ns[source.at]
            if due >= source.until_ns:
                break
            if due > now:
                return due
            self._send(source, due)
            source.at += 1
            if source.at == source.count:
                source.at = 0
                source.base_ns += source.cycle_ns
        return FOREVER

    cdef void _send(self, Source *source, int64_t due) noexcept nogil:
        cdef uint8_t *out = self.out
        cdef int size = source.sizes[source.at], at = HEAD + 8
        cdef bint ends = source.ends[source.at]
        cdef int64_t now = now_ns()
        memset(out, 0, size)
        if not source.in_frame:
            source.timestamp = <uint32_t>((due - source.begin_ns) // 100000 * (9 if source.is_video else 0))
            if not source.is_video:
                source.timestamp = <uint32_t>(source.number * 960)
        source.sequence += 1
        source.number += 1
        out[0] = 0x90
        out[1] = source.payload_type | (0x80 if ends and source.is_video else 0)
        put16(out + 2, source.sequence)
        put32(out + 4, source.timestamp)
        put32(out + 8, source.ssrc)
        put32(out + 12, 0xBEDE0001)  # RFC 8285: the m-line's name, and how loud somebody speaks
        out[16], out[17] = 0x40, source.mid
        if source.is_video:
            at = describe(source, out, at)
        else:
            out[18], out[19] = 0x10, 0x80 | 20
            out[at] = 0x78
        memcpy(out + size - TAIL, &now, 8)
        memcpy(out + size - TAIL + 8, &source.number, 8)
        memcpy(out + size - TAIL + 16, &source.timestamp, 4)
        source.in_frame = not ends
        if self.protect(self.peers[source.peer].outbound, out, &size) or send(
            self.peers[source.peer].fd, out, size, MSG_DONTWAIT
        ) < 0:
            self.unsent += 1
        else:
            self.sent += 1

    # everything in

    cdef void _read(self, Peer *peer) noexcept nogil:
        cdef int got, each, flags = MSG_DONTWAIT
        cdef bint whole = peer.tester >= 0 or peer.source >= 0
        if not whole:
            flags |= MSG_TRUNC  # then the length is told all the same
        for each in range(AT_ONCE):
            self.parts[each].iov_len = DATAGRAM if whole else HEAD
        got = recvmmsg(peer.fd, self.messages, AT_ONCE, flags, NULL)
        for each in range(got):
            self._take(peer, self.buffer[each], <int>self.messages[each].msg_len)

    cdef void _take(self, Peer *peer, uint8_t *data, int size) noexcept nogil:
        cdef uint16_t sequence
        if size < HEAD or data[0] >> 6 != 2:  # an answer to a check
            return
        if 192 <= data[1] <= 223:
            if peer.source >= 0:
                self._obey(&self.sources[peer.source], data, size)
            return
        self.packets += 1
        self.octets += size
        sequence = get16(data + 2)
        if peer.media_ssrc != get32(data + 8):
            peer.media_ssrc, peer.highest = get32(data + 8), sequence
        elif <uint16_t>(sequence - <uint16_t>peer.highest) < 0x8000:
            peer.highest += <uint16_t>(sequence - <uint16_t>peer.highest)
        peer.is_video = data[1] & 0x7F == 96
        peer.heard_ns = self.now
        if peer.tester >= 0:
            self._test(&self.testers[peer.tester], data, size, now_ns())

    cdef void _test(self, Tester *tester, uint8_t *data, int size, int64_t now) noexcept nogil:
        cdef int64_t sent_ns
        cdef uint64_t number
        cdef uint32_t timestamp, shift
        cdef uint16_t sequence = get16(data + 2)
        cdef Stream *stream = self._stream(tester, get32(data + 8))
        if stream == NULL or self.unprotect(tester.inbound, data, &size):
            tester.found.refused += 1
            return
        if data[0] & 0x20:  # padding; its last byte is its size (RFC 3550 5.1)
            size -= data[size - 1]
        if size < HEAD + TAIL:
            tester.found.refused += 1
            return
        memcpy(&sent_ns, data + size - TAIL, 8)
        memcpy(&number, data + size - TAIL + 8, 8)
        memcpy(&timestamp, data + size - TAIL + 16, 4)
        shift = get32(data + 4) - timestamp
        tester.found.packets += 1
        if stream.begun:
            tester.found.shifted += shift != stream.shift
            if number <= stream.number:
                tester.found.disordered += 1
                return
            tester.found.gaps += number != stream.number + 1 or sequence != <uint16_t>(stream.sequence + 1)
        stream.begun, stream.number, stream.sequence, stream.shift = True, number, sequence, shift
        if self.samples < MOST_SAMPLES:
            self.sent_ns[self.samples], self.age_ns[self.samples] = sent_ns, now - sent_ns
            self.samples += 1

    cdef Stream *_stream(self, Tester *tester, uint32_t ssrc) noexcept nogil:
        cdef int each
        for each in range(tester.streams_count):
            if tester.streams[each].ssrc == ssrc:
                return &tester.streams[each]
        if tester.streams_count == MOST_STREAMS:
            return NULL
        tester.streams_count += 1
        tester.streams[tester.streams_count - 1].ssrc = ssrc
        tester.streams[tester.streams_count - 1].begun = False
        return &tester.streams[tester.streams_count - 1]

    cdef void _obey(self, Source *source, uint8_t *data, int size) noexcept nogil:
        """A publisher's RTCP: whether it asks for a key frame (RFC 4585 6.3.1). Its two sources are neighbours."""
        cdef int at = 0
        if self.unprotect_rtcp(source.inbound, data, &size):
            return
        while at + 4 <= size:
            if data[at + 1] == 206 and data[at] & 0x1F in (1, 4):
                source[0].wants_key = True
                source[1].wants_key = True
            at += 4 + 4 * get16(data + at + 2)

    # signs of life

    cdef void _check(self, int64_t now) noexcept nogil:
        """Each peer in its turn, so that a round takes `CHECK_EVERY`."""
        cdef Peer *peer
        cdef int64_t step = CHECK_EVERY // max(1, self.peers_count)
        while self.check_at + step <= now:
            self.check_at += step
            if not self.peers_count:
                continue
            self.check_next = (self.check_next + 1) % self.peers_count
            peer = &self.peers[self.check_next]
            if peer.checks_count:
                peer.next_check = (peer.next_check + 1) % peer.checks_count
                send(peer.fd, peer.checks + peer.next_check * peer.check_size, peer.check_size, MSG_DONTWAIT)

    cdef void _report(self, int64_t now) noexcept nogil:
        cdef int64_t step = REPORT_EVERY // max(1, self.peers_count)
        while self.report_at + step <= now:
            self.report_at += step
            if self.peers_count:
                self.report_next = (self.report_next + 1) % self.peers_count
                self._report_of(&self.peers[self.report_next], now)

    cdef void _report_of(self, Peer *peer, int64_t now) noexcept nogil:
        """A receiver report once a second (RFC 3550 6.4.2), REMB four times if there is video."""
        cdef uint8_t *out = self.out
        cdef int size = 0
        if not peer.outbound or not peer.media_ssrc or now - peer.heard_ns > FLOWS:
            return
        peer.reports += 1
        if peer.reports % 4 == 1:
            size = receiver_report(peer, out)
        if peer.is_video:
            size += remb(peer, self.remb_bps, out + size)
        if size and not self.protect_rtcp(peer.outbound, out, &size):
            send(peer.fd, out, size, MSG_DONTWAIT)
