# SHA-1 and HMAC of it (FIPS 180-4, RFC 2104), CRC-32 (ISO 3309): what a connectivity check is signed and marked with.
#
# Written here because no crypto headers are built against, and libsrtp gives neither. A key is kept as the two states
# that its blocks lead to, so that each digest begins behind them.

cdef enum:
    SHA1_BYTES = 20
    SHA1_WORDS = 5
    SHA1_BLOCK_BYTES = 64

cdef struct HmacKey:
    u32 inner[SHA1_WORDS]
    u32 outer[SHA1_WORDS]

cdef u32[256] CRC_OF_BYTE


cdef inline u32 turned(u32 value, int bits) noexcept nogil:
    return value << bits | value >> (32 - bits)


cdef inline void sha1_step(u32 *state, u32 added) noexcept nogil:
    cdef u32 first = turned(state[0], 5) + state[4] + added
    state[4], state[3], state[2], state[1], state[0] = state[3], state[2], turned(state[1], 30), state[0], first


cdef inline u32 sha1_parity(const u32 *state) noexcept nogil:
    return state[1] ^ state[2] ^ state[3]


cdef void sha1_block(u32 *state, const u8 *block) noexcept nogil:
    cdef u32 words[80]
    cdef u32 now[SHA1_WORDS]
    cdef int at
    for at in range(16):
        words[at] = get32(block + 4 * at)
    for at in range(16, 80):
        words[at] = turned(words[at - 3] ^ words[at - 8] ^ words[at - 14] ^ words[at - 16], 1)
    memcpy(now, state, sizeof(now))
    for at in range(20):
        sha1_step(now, words[at] + 0x5A827999 + (now[3] ^ (now[1] & (now[2] ^ now[3]))))
    for at in range(20, 40):
        sha1_step(now, words[at] + 0x6ED9EBA1 + sha1_parity(now))
    for at in range(40, 60):
        sha1_step(now, words[at] + <u32>0x8F1BBCDC + ((now[1] & now[2]) | (now[3] & (now[1] | now[2]))))
    for at in range(60, 80):
        sha1_step(now, words[at] + <u32>0xCA62C1D6 + sha1_parity(now))
    for at in range(SHA1_WORDS):
        state[at] += now[at]


cdef void sha1_end(u32 *state, const u8 *data, int size, u8 *digest) noexcept nogil:
    """Take the rest, behind one block that the state has taken already. `digest` may be `data`."""
    cdef u8 last[2 * SHA1_BLOCK_BYTES]
    cdef int at = 0, left, padded
    while size - at >= SHA1_BLOCK_BYTES:
        sha1_block(state, data + at)
        at += SHA1_BLOCK_BYTES
    left = size - at
    padded = SHA1_BLOCK_BYTES if left < SHA1_BLOCK_BYTES - 8 else 2 * SHA1_BLOCK_BYTES
    memset(last, 0, sizeof(last))
    memcpy(last, data + at, left)
    last[left] = 0x80
    put64(last + padded - 8, <u64>(SHA1_BLOCK_BYTES + size) * 8)
    sha1_block(state, last)
    if padded > SHA1_BLOCK_BYTES:
        sha1_block(state, last + SHA1_BLOCK_BYTES)
    for at in range(SHA1_WORDS):
        put32(digest + 4 * at, state[at])


cdef void hmac_start(HmacKey *key, const u8 *secret, int size) noexcept nogil:
    """`size`: one block at most."""
    hmac_half(key.inner, secret, size, 0x36)
    hmac_half(key.outer, secret, size, 0x5C)


cdef void hmac_half(u32 *state, const u8 *secret, int size, u8 mask) noexcept nogil:
    cdef u8 block[SHA1_BLOCK_BYTES]
    cdef int at
    state[0], state[1], state[2] = 0x67452301, <u32>0xEFCDAB89, <u32>0x98BADCFE
    state[3], state[4] = 0x10325476, <u32>0xC3D2E1F0
    for at in range(SHA1_BLOCK_BYTES):
        block[at] = mask ^ secret[at] if at < size else mask
    sha1_block(state, block)


cdef void hmac_sha1(const HmacKey *key, const u8 *data, int size, u8 *digest) noexcept nogil:
    cdef u32 state[SHA1_WORDS]
    memcpy(state, key.inner, sizeof(state))
    sha1_end(state, data, size, digest)
    memcpy(state, key.outer, sizeof(state))
    sha1_end(state, digest, SHA1_BYTES, digest)


cdef inline bint same_digest(const u8 *one, const u8 *two) noexcept nogil:
    """In the same time wherever they differ."""
    cdef u8 difference = 0
    cdef int at
    for at in range(SHA1_BYTES):
        difference |= one[at] ^ two[at]
    return difference == 0


cdef inline u32 crc32(const u8 *data, int size) noexcept nogil:
    cdef u32 crc = <u32>0xFFFFFFFF
    cdef int at
    for at in range(size):
        crc = CRC_OF_BYTE[(crc ^ data[at]) & 0xFF] ^ crc >> 8
    return ~crc


cdef void crc32_prepare() noexcept nogil:
    cdef u32 crc
    cdef int value, bit
    for value in range(256):
        crc = <u32>value
        for bit in range(8):
            crc = crc >> 1 ^ (<u32>0xEDB88320 if crc & 1 else 0)
        CRC_OF_BYTE[value] = crc


crc32_prepare()
