"""What the loop knows of each peer, tester and source."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t

cdef enum:
    MOST_STREAMS = 64

cdef struct Peer:
    int fd
    uint8_t *checks  # STUN requests, one after another
    int check_size
    int checks_count
    int next_check
    void *outbound
    uint32_t ssrc
    uint32_t media_ssrc  # of what arrives
    uint32_t highest  # sequence number with cycles
    bint is_video
    int64_t heard_ns
    int reports
    int tester  # or -1
    int source  # the first of its two, or -1

cdef struct Stream:  # one SSRC that a tester gets, and what it expects of it
    uint32_t ssrc
    bint begun
    uint64_t number
    uint16_t sequence
    uint32_t shift  # of the timestamp

cdef struct Found:
    uint64_t packets
    uint64_t gaps
    uint64_t disordered
    uint64_t shifted
    uint64_t refused

cdef struct Tester:
    void *inbound
    int streams_count
    Stream streams[MOST_STREAMS]
    Found found

cdef struct Source:
    int peer
    void *inbound
    uint32_t ssrc
    uint8_t payload_type
    uint8_t mid
    bint is_video
    int64_t begin_ns  # 0: silent
    int64_t until_ns
    int64_t base_ns  # when the schedule's present round began
    int64_t cycle_ns
    const int64_t *due_ns
    const int32_t *sizes
    const uint8_t *ends
    int count
    int at
    uint16_t sequence
    uint64_t number
    uint32_t timestamp
    uint16_t picture
    uint8_t tl0
    uint8_t key_index
    bint in_frame
    bint wants_key
    uint64_t key_frames
