# Connectivity checks (RFC 8445 7.3, RFC 8489) of peers that are here, from the address where their media goes: answered
# in place. Such a check changes nothing but when its peer was last heard, which Trio reads when it wants to know.
#
# Whatever else comes (from other addresses, wrong, malformed, of the other role) is Trio's, which judges it anew. What
# is answered here, media/stun.py and media/ice.py would answer with the same bytes. Mirror of the oracle's checks.py.

cdef enum:
    STUN_HEADER_BYTES = 20
    MAX_CHECK_BYTES = 1280
    MAX_ATTRIBUTES = 32
    MAX_USERNAME_BYTES = 512
    MAX_ANSWER_BYTES = 76  # of an IPv6 address
    BINDING_REQUEST = 0x0001
    BINDING_SUCCESS = 0x0101
    STUN_USERNAME = 0x0006
    STUN_INTEGRITY = 0x0008
    STUN_INTEGRITY_SHA256 = 0x001C
    STUN_XOR_MAPPED_ADDRESS = 0x0020
    STUN_PRIORITY = 0x0024
    STUN_USE_CANDIDATE = 0x0025
    STUN_FINGERPRINT = 0x8028
    STUN_ICE_CONTROLLED = 0x8029
    STUN_ICE_CONTROLLING = 0x802A

cdef u32 STUN_COOKIE = 0x2112A442, FINGERPRINT_XOR = 0x5354554E


cdef Checks *checks_new(const u8 *username, int username_size, const u8 *secret, int secret_size) noexcept nogil:
    cdef Checks *checks = <Checks *>checked(malloc(sizeof(Checks) + username_size))
    hmac_start(&checks.key, secret, secret_size)
    checks.username_size = username_size
    memcpy(checks.username, username, username_size)
    return checks


cdef bint answer_check(Core *core, u8 *data, int size, const plane_address *source, double now_s) noexcept nogil:
    """False: it is Trio's."""
    cdef Peer *peer = core_peer_at(core, source)
    cdef u8 answer[MAX_ANSWER_BYTES]
    if peer == NULL or peer.checks == NULL or not check_is_plain(peer.checks, data, size):
        return False
    publish_s(&peer.checked_at_s, now_s)
    core.counters[CHECKS] += 1
    send_one(core, peer, answer, write_success(peer.checks, data, source, answer), True)
    return True


cdef bint check_is_plain(Checks *checks, u8 *data, int size) noexcept nogil:
    """Well-formed as media/stun.py has it, of this peer, and right."""
    cdef int at = STUN_HEADER_BYTES, after, kind, length, turn, integrity_at = 0, name_at = 0, name_size = 0
    if not STUN_HEADER_BYTES <= size <= MAX_CHECK_BYTES or size % 4 or get16(data + 2) != size - STUN_HEADER_BYTES:
        return False
    if get16(data) != BINDING_REQUEST or get32(data + 4) != STUN_COOKIE:
        return False
    for turn in range(MAX_ATTRIBUTES):
        if at == size:
            break
        kind, length = get16(data + at), get16(data + at + 2)  # multiples of four: the head always fits
        after = at + 4 + ((length + 3) & ~3)
        if after > size or not attribute_fits(kind, length):
            return False
        if kind == STUN_FINGERPRINT:
            if after != size or get32(data + at + 4) != (crc32(data, at) ^ FINGERPRINT_XOR):
                return False
        elif integrity_at:
            pass  # anyone on the path could have added it
        elif kind == STUN_INTEGRITY:
            integrity_at = at
        elif kind == STUN_USERNAME:
            if length > MAX_USERNAME_BYTES or not is_ascii(data + at + 4, length):
                return False
            if not name_size:  # the first of several counts
                name_at, name_size = at + 4, length
        elif kind == STUN_ICE_CONTROLLED or not attribute_is_understood(kind):
            return False
        at = after
    if at != size or not integrity_at or name_size != checks.username_size:
        return False
    return memcmp(data + name_at, checks.username, name_size) == 0 and integrity_is_right(checks, data, integrity_at)


cdef inline bint attribute_fits(int kind, int length) noexcept nogil:
    if kind == STUN_INTEGRITY:
        return length == SHA1_BYTES
    if kind == STUN_PRIORITY or kind == STUN_FINGERPRINT:
        return length == 4
    if kind == STUN_USE_CANDIDATE:
        return length == 0
    return length == 8 or (kind != STUN_ICE_CONTROLLED and kind != STUN_ICE_CONTROLLING)


cdef inline bint attribute_is_understood(int kind) noexcept nogil:
    """Or need not be; those that are read have been told apart before."""
    return kind >= 0x8000 or kind in (STUN_PRIORITY, STUN_USE_CANDIDATE, STUN_INTEGRITY_SHA256)


cdef inline bint is_ascii(const u8 *text, int size) noexcept nogil:
    cdef int at
    for at in range(size):
        if text[at] >= 0x80:
            return False
    return True


cdef bint integrity_is_right(Checks *checks, u8 *data, int at) noexcept nogil:
    """For its digest the head's length ends with MESSAGE-INTEGRITY (RFC 8489 14.5)."""
    cdef u8 digest[SHA1_BYTES]
    cdef u16 length = get16(data + 2)
    put16(data + 2, at + 4 + SHA1_BYTES - STUN_HEADER_BYTES)
    hmac_sha1(&checks.key, data, at, digest)
    put16(data + 2, length)
    return same_digest(digest, data + at + 4)


cdef int write_success(const Checks *checks, const u8 *request, const plane_address *to, u8 *answer) noexcept nogil:
    """Its size."""
    cdef u8 *end
    memcpy(answer + 4, request + 4, STUN_HEADER_BYTES - 4)
    put16(answer, BINDING_SUCCESS)
    end = put_mapped_address(answer, to)
    put_length(answer, end + 4 + SHA1_BYTES)
    hmac_sha1(&checks.key, answer, <int>(end - answer), end + 4)
    put16(put16(end, STUN_INTEGRITY), SHA1_BYTES)
    end += 4 + SHA1_BYTES
    put_length(answer, end + 8)
    put32(put16(put16(end, STUN_FINGERPRINT), 4), crc32(answer, <int>(end - answer)) ^ FINGERPRINT_XOR)
    return <int>(end + 8 - answer)


cdef inline void put_length(u8 *message, const u8 *end) noexcept nogil:
    put16(message + 2, <u32>(end - message) - STUN_HEADER_BYTES)


cdef u8 *put_mapped_address(u8 *message, const plane_address *address) noexcept nogil:
    """Hidden under the cookie and the transaction (RFC 8489 14.2). IPv4 that comes as ::ffff:192.0.2.1 is told as IPv4."""
    cdef const u8 *host = <const u8 *>address_host(address)
    cdef u8 *into = message + STUN_HEADER_BYTES
    cdef int at, size = 16 if is_v6(address) else 4
    if size == 16 and get64(host) == 0 and get32(host + 8) == 0xFFFF:
        host, size = host + 12, 4
    into = put16(put16(into, STUN_XOR_MAPPED_ADDRESS), 4 + size)
    into = put16(put16(into, 1 if size == 4 else 2), address_port(address) ^ STUN_COOKIE >> 16)
    for at in range(size):
        into[at] = host[at] ^ message[4 + at]
    return into + size
