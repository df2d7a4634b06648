# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The compiled packet path: one shared object made of the files in core/, one idea each, in C's terms.

Longer than our files should be, because what Python sees of it is one class.

    extern numbers        what C gives us; numbers that wrap, bytes in network order, arrays of pointers
    rtp vp9 bits h264 codecs red    packets read and built
    places dependency shares    where a packet stands among its stream's layers; what those take
    clock reception keyframes twcc     what is known of one stream: pure arithmetic, time passed in
    congestion            what arrives at a viewer on stage
    tables lookup lives   peers, tracks, streams, packets; where they are found; how they begin and end
    upstream layered selection downtrack cache what arrives, what a seat gets of it and how, what may be sent again
    core rings tape sending    one plane; how it is joined to Trio; how datagrams leave
    forwarder fanout pacing    one datagram; what came of one stream to all who watch it; not too fast for a narrow link
    digests checks        one connectivity check
    control               one RTCP compound
    probing               more than flows, for a moment
    ticking feedback reports  one tick; what is said to publishers, viewers and media
    commands              one change of the tables
    driver                the thread that owns the socket
    spoken                addresses, names, events and what was taped, as Python says them

`PacketPath` is all of it that Python sees. Without a socket it is a function of (datagram, address, now): what it would send
is captured. `run` gives it a socket, a clock and a thread of its own, without the interpreter lock; from then on Python
only puts commands into a ring and takes events and signalling out of two others.
"""

from collections import deque
from socket import AF_INET, AF_INET6, inet_ntop, inet_pton

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize

include "core/extern.pxi"
include "core/numbers.pxi"
include "core/rtp.pxi"
include "core/vp9.pxi"
include "core/bits.pxi"
include "core/h264.pxi"
include "core/codecs.pxi"
include "core/red.pxi"
include "core/places.pxi"
include "core/dependency.pxi"
include "core/shares.pxi"
include "core/clock.pxi"
include "core/reception.pxi"
include "core/keyframes.pxi"
include "core/twcc.pxi"
include "core/congestion.pxi"
include "core/lookup.pxi"
include "core/digests.pxi"
include "core/tables.pxi"
include "core/lives.pxi"
include "core/layered.pxi"
include "core/upstream.pxi"
include "core/rings.pxi"
include "core/tape.pxi"
include "core/sending.pxi"
include "core/core.pxi"
include "core/selection.pxi"
include "core/downtrack.pxi"
include "core/cache.pxi"
include "core/fanout.pxi"
include "core/pacing.pxi"
include "core/forwarder.pxi"
include "core/checks.pxi"
include "core/control.pxi"
include "core/probing.pxi"
include "core/feedback.pxi"
include "core/reports.pxi"
include "core/ticking.pxi"
include "core/commands.pxi"
include "core/driver.pxi"
include "core/spoken.pxi"

COUNTER_NAMES = (
    *("packets_in", "packets_out", "bytes_out", "unverified_source", "malformed", "idle_reports", "unknown_ssrc"),
    *("resent", "probed", "srtp_bad_tag", "srtp_replayed", "srtp_too_long", "srtp_too_many_streams", "srtp_failed"),
    *("srtp_out_replayed", "srtp_out_too_long", "srtp_out_failed"),
    *("send_lost", "unknown_kind", "icmp", "signalling_dropped", "events_dropped", "send_deferred", "sends"),
    *("tape_dropped", "checks"),
)
assert len(COUNTER_NAMES) == COUNTERS


cdef class PacketPath:
    """One plane. Not more than one thread at a time may call it, and none but `stop` and commands while it runs."""

    cdef Plane *plane
    cdef bint runs
    cdef object kept  # commands that found the ring full
    cdef dict peers  # those that the plane has not been told to remove: it frees no others

    def __cinit__(self, calls, double wall_at_zero_s, u64 salt):
        """`calls`: addresses of srtp_protect, _unprotect, _protect_rtcp, _unprotect_rtcp and srtp_dealloc."""
        cdef Plane *plane = <Plane *>zeroed(sizeof(Plane))
        cdef Core *core = &plane.core
        self.plane, self.kept, self.peers = plane, deque(), {}
        core.protect = <SrtpCall><uintptr_t>calls[0]
        core.unprotect = <SrtpCall><uintptr_t>calls[1]
        core.protect_rtcp = <SrtpCall><uintptr_t>calls[2]
        core.unprotect_rtcp = <SrtpCall><uintptr_t>calls[3]
        core.dealloc = <int (*)(void *) noexcept nogil><uintptr_t>calls[4]
        core.wall_at_zero_s, core.salt = wall_at_zero_s, salt
        core.outlet.fd, core.outlet.can_segment = -1, True
        core.tape.bytes = <u8 *>zeroed(TAPE_BYTES)
        ring_start(&core.events, EVENT_RING, sizeof(Event))
        ring_start(&plane.commands, COMMAND_RING, sizeof(Command *))
        ring_start(&plane.signalling, SIGNAL_RING, sizeof(Signal))
        plane.backlog = <Signal *>zeroed(BACKLOG * sizeof(Signal))
        plane.orders_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)
        plane.news_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)
        if plane.orders_fd < 0 or plane.news_fd < 0:
            raise OSError(last_error(), "no eventfd")

    def __dealloc__(self):
        if self.plane == NULL:
            return
        self.obey_rest()  # what they bring is freed with the rest
        core_free(&self.plane.core)
        free(self.plane.commands.items)
        free(self.plane.signalling.items)
        free(self.plane.backlog)
        close(self.plane.orders_fd)
        close(self.plane.news_fd)
        free(self.plane)

    # commands

    cdef void order(self, CommandKind kind, i64 identity, i64 other, int layer, void *item, object address,
                    int temporal=ALL_LAYERS, int spatial=ALL_LAYERS) except *:
        cdef Command *command = <Command *>zeroed(sizeof(Command))
        command.kind, command.id, command.other, command.layer, command.item = kind, identity, other, layer, item
        command.temporal, command.spatial = <u8>smaller(temporal, ALL_LAYERS), <u8>smaller(spatial, ALL_LAYERS)
        if address is not None:
            try:
                read_address(address, &command.address)
            except BaseException:
                free(command)
                raise
        if not self.runs:
            core_obey(&self.plane.core, command, 0.0)
            free(command)
            return
        self.kept.append(<uintptr_t>command)
        self.put_kept()

    cdef void put_kept(self) except *:
        cdef Command *command
        while self.kept:
            command = <Command *><uintptr_t>self.kept[0]
            if not ring_put(&self.plane.commands, &command, 0):
                break
            self.kept.popleft()
        exchange(&self.plane.wants_room, 1 if self.kept else 0)
        wake(self.plane.orders_fd, &self.plane.ordered)

    cdef void obey_rest(self) noexcept:
        """The thread is gone, and so is the socket, whose number may be another's by now."""
        cdef Command *command = NULL
        self.plane.core.outlet.fd, self.runs = -1, False
        while ring_take(&self.plane.commands, &command):
            core_obey(&self.plane.core, command, 0.0)
            free(command)
        while self.kept:
            command = <Command *><uintptr_t>self.kept.popleft()
            core_obey(&self.plane.core, command, 0.0)
            free(command)

    def add_peer(self, i64 identity, inbound, outbound, ids, int feedback, bytes username, bytes secret):
        """`inbound`, `outbound`: addresses of libsrtp's sessions, the plane's from now on. `ids`: of the extensions.

        `username`, `secret` (64 bytes at most): of right connectivity checks; without a name, all are Trio's.
        """
        cdef Peer *peer = <Peer *>zeroed(sizeof(Peer))
        cdef int at
        for at in range(EXTENSIONS):
            peer.ids[at] = ids[at]
        peer.id, peer.feedback = identity, feedback
        peer.inbound, peer.outbound = <void *><uintptr_t>inbound, <void *><uintptr_t>outbound
        peer.publisher_at = peer.switched_at = peer.raised_at = -1
        peer.quiet_reports = QUIET_REPORTS
        peer.checked_at_s = -1.0
        if username:
            peer.checks = checks_new(<const u8 *>PyBytes_AS_STRING(username), <int>len(username),
                                     <const u8 *>PyBytes_AS_STRING(secret), <int>min(len(secret), SHA1_BLOCK_BYTES))
        peer.rtt_s, peer.remb_bps, peer.remote_clock.window_s = -1.0, -1, REMOTE_WINDOW_S
        if feedback == FEEDBACK_TRANSPORT_CC:
            peer.arrivals = <ArrivalLog *>checked(malloc(sizeof(ArrivalLog)))
            arrivals_start(peer.arrivals)
        self.peers[identity] = <uintptr_t>peer
        self.order(ADD_PEER, identity, 0, 0, peer, None)

    def move_peer(self, i64 identity, address):
        self.order(MOVE_PEER, identity, 0, 0, NULL, address)

    def remove_peer(self, i64 identity):
        self.peers.pop(identity, None)
        self.order(REMOVE_PEER, identity, 0, 0, NULL, None)

    def add_up(self, i64 identity, i64 peer, bint is_audio, bint nack, int clock_hz, str mid, rids, ssrcs, rtx_ssrcs,
               codecs, rtx):
        """`codecs`: (payload type, codec's number) pairs; `rtx`: (payload type, repaired one); `rtx_ssrcs` likewise."""
        cdef UpTrack *track
        cdef int at
        if max(len(rids), len(ssrcs), len(rtx_ssrcs)) > MAX_LAYERS:
            raise ValueError("too many layers")
        track = <UpTrack *>zeroed(sizeof(UpTrack))
        try:
            track.id, track.is_audio, track.nack, track.clock_hz = identity, is_audio, nack, clock_hz
            track.rid_count, track.ssrc_count, track.rtx_ssrc_count = len(rids), len(ssrcs), len(rtx_ssrcs)
            track.layer_count = max(1, len(rids), len(ssrcs))
            read_name(mid, &track.mid)
            for at in range(track.rid_count):
                read_name(rids[at], &track.rids[at])
            for at in range(track.ssrc_count):
                track.ssrcs[at] = ssrcs[at]
            for at in range(track.rtx_ssrc_count):
                track.rtx_ssrcs[at][0], track.rtx_ssrcs[at][1] = rtx_ssrcs[at]
            memset(track.rtx, 255, sizeof(track.rtx))
            for payload_type, codec in codecs:
                track.codecs[payload_type & 0x7F] = codec
            for payload_type, repaired in rtx:
                track.rtx[payload_type & 0x7F] = repaired & 0x7F
        except BaseException:
            free(track)
            raise
        key_frames_start(&track.key_frames)
        self.order(ADD_UP, identity, peer, 0, track, None)

    def allow_up(self, i64 identity, bint allowed):
        self.order(ALLOW_UP, identity, allowed, 0, NULL, None)

    def hush_up(self, i64 identity, bint hushed):
        self.order(HUSH_UP, identity, hushed, 0, NULL, None)

    def record_up(self, i64 identity, u32 recording):
        self.order(RECORD_UP, identity, recording, 0, NULL, None)

    def want_key_frame(self, i64 identity, int layer):
        self.order(WANT_KEY_FRAME, identity, 0, layer, NULL, None)

    def remove_up(self, i64 identity):
        self.order(REMOVE_UP, identity, 0, 0, NULL, None)

    def add_down(self, i64 identity, i64 peer, bint is_audio, u32 ssrc, int clock_hz, codecs, extensions,
                 bint has_send_time, bint has_transport, int dependency_id):
        """`codecs`: (codec's number, payload type) pairs.

        `extensions`: without and with MID, then both with a transport-wide number. A send time's place comes first in
        each, if any, then that of the number.
        """
        cdef DownTrack *down
        cdef int form
        if len(extensions) != EXTENSION_FORMS or max(map(len, extensions)) > MAX_EXTENSION_BYTES:
            raise ValueError("extension too long")
        down = <DownTrack *>zeroed(sizeof(DownTrack))
        down.id, down.is_audio, down.ssrc, down.clock_hz = identity, is_audio, ssrc, clock_hz
        down.has_send_time, down.dependency_id = has_send_time, <u8>dependency_id
        memset(down.payload_types, NOT_NEGOTIATED, sizeof(down.payload_types))
        for codec, payload_type in codecs:
            down.payload_types[codec & (MAX_CODECS - 1)] = payload_type & 0x7F
        if down.payload_types[OPUS] == NOT_NEGOTIATED:
            down.payload_types[RED] = NOT_NEGOTIATED
        elif down.payload_types[RED] == NOT_NEGOTIATED:
            down.payload_types[RED], down.strips_red = down.payload_types[OPUS], 1
        for form in range(EXTENSION_FORMS):
            down.extension_size[form] = <u8>len(extensions[form])
            memcpy(down.extension[form], PyBytes_AS_STRING(extensions[form]), len(extensions[form]))
        if has_transport:
            down.transport_at = 4 + 4 * has_send_time + 1
        down_start(down)
        self.order(ADD_DOWN, identity, peer, 0, down, None)

    def feed(self, i64 identity, i64 up, int layer, int temporal, int spatial):
        """`up` below 0: nothing. Of a stream no layers above these."""
        self.order(FEED, identity, up, layer, NULL, None, temporal, spatial)

    def remove_down(self, i64 identity):
        self.order(REMOVE_DOWN, identity, 0, 0, NULL, None)

    def pace(self, i64 peer, i64 link_bps):
        """0: no limit is known."""
        self.order(PACE, peer, link_bps, 0, NULL, None)

    def steer(self, i64 peer, bint closely):
        self.order(STEER_PEER, peer, closely, 0, NULL, None)

    def probe(self, i64 peer, i64 bps, int lasts_ms):
        self.order(PROBE_PEER, peer, bps, lasts_ms, NULL, None)

    def send_remb(self, i64 peer, i64 bps):
        self.order(SEND_REMB, peer, bps, 0, NULL, None)

    # without a socket

    def datagrams(self, arrived, double now_s):
        """Take (bytes, address) pairs as one batch."""
        cdef plane_address address
        cdef bytes data
        cdef int size
        for data, source in arrived:
            size = <int>min(len(data), READ_BYTES)
            memcpy(batch_bytes(&self.plane.batch, 0), PyBytes_AS_STRING(data), size)
            read_address(source, &address)
            core_datagram(&self.plane.core, batch_bytes(&self.plane.batch, 0), size, &address, now_s)
        core_flush(&self.plane.core, now_s)

    def check(self, bytes data, source, double now_s):
        """Whether it was answered."""
        cdef plane_address address
        cdef int size = <int>min(len(data), READ_BYTES)
        memcpy(batch_bytes(&self.plane.batch, 0), PyBytes_AS_STRING(data), size)
        read_address(source, &address)
        return answer_check(&self.plane.core, batch_bytes(&self.plane.batch, 0), size, &address, now_s)

    def tick(self, double now_s):
        core_tick(&self.plane.core, now_s)

    def sent(self):
        """What would have been sent since the last call: (bytes, address) pairs."""
        cdef Pointers *captured = &self.plane.core.outlet.captured
        cdef Captured *datagram
        cdef int at
        found = []
        for at in range(captured.count):
            datagram = <Captured *>captured.at[at]
            data = PyBytes_FromStringAndSize(<const char *>datagram.data, datagram.size)
            found.append((data, show_address(&datagram.to)))
            free(datagram)
        captured.count = 0
        return found

    # with a socket

    def start(self, int fd, double clock_offset_s):
        """From now on commands go through the ring. The caller keeps the socket open until `run` has returned."""
        self.plane.core.outlet.fd, self.plane.clock_offset_s, self.runs = fd, clock_offset_s, True

    def run(self):
        """Move packets until `stop`. For a thread of its own."""
        with nogil:
            plane_run(self.plane)
        self.obey_rest()

    def stop(self):
        store_release(&self.plane.has_stopped, 1)
        exchange(&self.plane.ordered, 0)
        wake(self.plane.orders_fd, &self.plane.ordered)

    def fileno(self):
        """Readable once there is news: events, signalling, or room for commands."""
        return self.plane.news_fd

    def awoken(self):
        """To be called whenever it was readable, before the news are taken."""
        awoken(self.plane.news_fd, &self.plane.told)
        if self.kept:
            self.put_kept()

    def signals(self):
        """STUN and DTLS datagrams that came: (bytes, address) pairs, SIGNALS_AT_ONCE at most. More are news again."""
        cdef Signal *signal = <Signal *>checked(malloc(sizeof(Signal)))
        found = []
        while len(found) < SIGNALS_AT_ONCE and ring_take(&self.plane.signalling, signal):
            data = PyBytes_FromStringAndSize(<const char *>signal.data, signal.size)
            found.append((data, show_address(&signal.address)))
        free(signal)
        if not ring_is_empty(&self.plane.signalling):
            wake(self.plane.news_fd, &self.plane.told)
        return found

    def fail(self, int error, int sends, bint runs_alone):
        """For tests, before `start`: the next so many sends (of runs that the kernel cuts, alone) fail with this errno."""
        cdef Outlet *outlet = &self.plane.core.outlet
        outlet.failure, outlet.failures, outlet.only_runs_fail = error, sends, runs_alone

    # both

    def checked_at_s(self, i64 identity):
        """When the plane last answered a check of this peer; below 0: never."""
        found = self.peers.get(identity)
        return -1.0 if found is None else published_s(&(<Peer *><uintptr_t>found).checked_at_s)

    def events(self):
        """Since the last call: (kind, a, b, c, d, at_s, x, y, z, rates, spatial) tuples; the kinds as in core.pxi."""
        cdef Event event
        found = []
        while ring_take(&self.plane.core.events, &event):
            found.append(show_event(&event))
        return found

    def tape(self):
        """What was taped since the last call, by recording: records in order, as core/tape.pxi has them."""
        return show_tape(&self.plane.core.tape)

    def counters(self):
        """Totals since start, by name; those that are not 0."""
        cdef int at
        return {COUNTER_NAMES[at]: self.plane.core.counters[at] for at in range(COUNTERS) if self.plane.core.counters[at]}
