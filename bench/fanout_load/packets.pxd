"""How things stand in RTP and RTCP, as far as the bench writes them."""

from libc.stdint cimport uint8_t, uint16_t, uint32_t
from libc.string cimport memcpy, memset

from bench.fanout_load.net cimport htonl, htons, ntohl, ntohs
from bench.fanout_load.state cimport Peer, Source


cdef inline void put32(uint8_t *at, uint32_t value) noexcept nogil:
    cdef uint32_t ordered = htonl(value)
    memcpy(at, &ordered, 4)

cdef inline void put16(uint8_t *at, uint16_t value) noexcept nogil:
    cdef uint16_t ordered = htons(value)
    memcpy(at, &ordered, 2)

cdef inline uint32_t get32(const uint8_t *at) noexcept nogil:
    cdef uint32_t value
    memcpy(&value, at, 4)
    return ntohl(value)

cdef inline uint16_t get16(const uint8_t *at) noexcept nogil:
    cdef uint16_t value
    memcpy(&value, at, 2)
    return ntohs(value)

cdef inline int describe(Source *source, uint8_t *out, int at) noexcept nogil:
    """VP8's descriptor (RFC 7741 4.2), and the head of a frame (RFC 6386 9.1)."""
    cdef bint begins = not source.in_frame, is_key = source.wants_key and begins
    if begins:
        source.picture += 1
        source.tl0 += 1
        source.key_index += is_key
    out[at] = 0x90 if begins else 0x80
    out[at + 1] = 0xF0
    put16(out + at + 2, source.picture | 0x8000)
    out[at + 4] = source.tl0
    out[at + 5] = source.key_index & 0x1F
    at += 6
    if is_key:
        memcpy(out + at, b"\x10\x02\x00\x9d\x01\x2a\x80\x02\x68\x01", 10)  # 640 x 360
        source.wants_key = False
        source.key_frames += 1
    elif begins:
        memcpy(out + at, b"\x31\x02\x00", 3)
    return at

cdef inline int receiver_report(const Peer *peer, uint8_t *out) noexcept nogil:
    """One block, and nothing lost (RFC 3550 6.4.2)."""
    memset(out, 0, 32)
    put32(out, 0x81C90007)
    put32(out + 4, peer.ssrc)
    put32(out + 8, peer.media_ssrc)
    put32(out + 16, peer.highest)
    return 32

cdef inline int remb(const Peer *peer, uint32_t bps, uint8_t *out) noexcept nogil:
    cdef uint32_t exponent = 0
    while bps >> exponent >= 1 << 18:
        exponent += 1
    put32(out, 0x8FCE0005)
    put32(out + 4, peer.ssrc)
    put32(out + 8, 0)
    memcpy(out + 12, b"REMB", 4)
    put32(out + 16, 1 << 24 | exponent << 18 | bps >> exponent)
    put32(out + 20, peer.media_ssrc)
    return 24
