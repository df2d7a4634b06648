# Whole numbers of any width, most significant bit first. Mirror of the oracle's bits.py.

cdef struct Bits:
    const u8 *data
    int at  # in bits
    int end
    bint failed  # read beyond the end, or a number that nothing sane has; all that follows is 0


cdef inline void bits_start(Bits *bits, const u8 *data, int size) noexcept nogil:
    bits.data, bits.at, bits.end, bits.failed = data, 0, 8 * size, False


cdef u32 bits_take(Bits *bits, int count) noexcept nogil:
    """At most 32 at once."""
    cdef u32 value = 0
    cdef int at
    if bits.failed or count > bits.end - bits.at:
        bits.failed = True
        return 0
    for at in range(bits.at, bits.at + count):
        value = value << 1 | (bits.data[at >> 3] >> (7 - (at & 7)) & 1)
    bits.at += count
    return value


cdef inline void bits_pass(Bits *bits, int count) noexcept nogil:
    if bits.failed or count > bits.end - bits.at:
        bits.failed = True
    else:
        bits.at += count


cdef inline u32 bits_below(Bits *bits, int limit) noexcept nogil:
    """ns(n) of the AV1 specification (4.10.7): numbers below `limit`, the first of them a bit shorter."""
    cdef int width = 0, value, short_ones
    while limit >> width:
        width += 1
    short_ones = (1 << width) - limit
    value = <int>bits_take(bits, width - 1)
    return value if value < short_ones else (value << 1) - short_ones + bits_take(bits, 1)


cdef u32 bits_golomb(Bits *bits) noexcept nogil:
    """ue(v) of H.264 (9.1), of at most 16 bits: nothing that we ask for is larger."""
    cdef int zeros = 0
    while not bits.failed and not bits_take(bits, 1):
        zeros += 1
        if zeros > 16:
            bits.failed = True
    return (<u32>1 << zeros) - 1 + bits_take(bits, zeros)
