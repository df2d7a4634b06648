# Redundant audio (RFC 2198): a packet repeats those before it, so that a loss of one is none. Mirror of the oracle's
# red.py. Who negotiated it gets it whole, all others the newest block alone.

cdef enum:
    MAX_RED_BLOCKS = 8  # browsers send two or three
    RED_HEAD_BYTES = 4  # of each block but the newest, which has one byte


cdef bint read_red(const u8 *payload, int size, const u8 *codecs, int *blocks, int *newest_at) noexcept nogil:
    """How many blocks, and where the newest begins. False where a length lies, or something is not Opus."""
    cdef int at = 0, count = 0, older = 0
    while True:
        if at >= size or count == MAX_RED_BLOCKS or codecs[payload[at] & 0x7F] != OPUS:
            return False
        if not payload[at] & 0x80:
            break
        if at + RED_HEAD_BYTES > size:
            return False
        older += get16(payload + at + 2) & 0x3FF
        count += 1
        at += RED_HEAD_BYTES
    blocks[0], newest_at[0] = count + 1, at + 1 + older
    return newest_at[0] < size


cdef inline void red_rename(u8 *payload, int blocks, int payload_type) noexcept nogil:
    """The same blocks, all under another payload type."""
    cdef int block
    for block in range(blocks):
        payload[block * RED_HEAD_BYTES] = <u8>(payload[block * RED_HEAD_BYTES] & 0x80 | payload_type)
