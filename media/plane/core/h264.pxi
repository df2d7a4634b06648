# H.264 payloads (RFC 6184): which begin a key frame, and the height that its SPS tells. Mirror of the oracle's h264.py.

cdef enum:
    H264_SPS = 7
    H264_STAP_A = 24
    H264_FU_A = 28
    MOST_SPS_BYTES = 128  # what is looked at; the height comes early but behind scaling lists
    MOST_REFERENCES_IN_CYCLE = 255
    MOST_HEIGHT = 16384


cdef int h264_key_frame(const u8 *payload, int size) noexcept nogil:
    """A key frame counts from its SPS: an IDR slice alone is of no use to a decoder that joins."""
    cdef int kind, at = 1, length
    if size < 2:
        return NO_KEY_FRAME
    kind = payload[0] & 0x1F
    if kind == H264_FU_A:  # start bit and type
        return sps_height(payload + 2, size - 2) if payload[1] & 0x9F == 0x80 | H264_SPS else NO_KEY_FRAME
    if kind != H264_STAP_A:
        return sps_height(payload + 1, size - 1) if kind == H264_SPS else NO_KEY_FRAME
    while at + 2 < size:
        length = <int>larger(1, get16(payload + at))
        if payload[at + 2] & 0x1F == H264_SPS:
            return sps_height(payload + at + 3, <int>smaller(length - 1, size - at - 3))
        at += 2 + length
    return NO_KEY_FRAME


cdef int sps_height(const u8 *sps, int size) noexcept nogil:
    """Pixels by 7.3.2.1.1 without the NAL header; 0 if it ends before it tells, or tells nonsense."""
    cdef u8 plain[MOST_SPS_BYTES]
    cdef Bits bits
    cdef int filled = 0, at, zeros = 0
    for at in range(<int>smaller(size, MOST_SPS_BYTES)):
        if zeros >= 2 and sps[at] == 3:  # 7.4.1: emulation prevention
            zeros = 0
            continue
        zeros = 0 if sps[at] else zeros + 1
        plain[filled] = sps[at]
        filled += 1
    bits_start(&bits, plain, filled)
    at = sps_read_height(&bits)
    return 0 if bits.failed or not 0 < at <= MOST_HEIGHT else at


cdef int sps_read_height(Bits *bits) noexcept nogil:
    cdef u32 profile = bits_take(bits, 8), chroma = 1, units, frames_only, top, bottom, count
    bits_pass(bits, 16)
    bits_golomb(bits)
    if has_chroma(profile):
        chroma = bits_golomb(bits)
        if chroma == 3 and bits_take(bits, 1):
            chroma = 0  # separate planes are cropped as if there were one
        bits_golomb(bits)
        bits_golomb(bits)
        bits_pass(bits, 1)
        if bits_take(bits, 1):
            pass_scaling_lists(bits, 12 if chroma == 3 or chroma == 0 and profile == 244 else 8)
    bits_golomb(bits)
    count = bits_golomb(bits)
    if count == 0:
        bits_golomb(bits)
    elif count == 1:
        bits_pass(bits, 1)
        pass_golombs(bits, 2)
        count = bits_golomb(bits)
        if count > MOST_REFERENCES_IN_CYCLE:
            bits.failed = True
        else:
            pass_golombs(bits, <int>count)
    bits_golomb(bits)
    bits_pass(bits, 1)
    bits_golomb(bits)
    units = bits_golomb(bits) + 1
    frames_only = bits_take(bits, 1)
    if not frames_only:
        bits_pass(bits, 1)
    bits_pass(bits, 1)
    top = bottom = 0
    if bits_take(bits, 1):
        pass_golombs(bits, 2)
        top, bottom = bits_golomb(bits), bits_golomb(bits)
    return <int>(((2 - frames_only) * units * 16) - (2 - frames_only) * (2 if chroma == 1 else 1) * (top + bottom))


cdef inline bint has_chroma(u32 profile) noexcept nogil:
    """Profiles that tell more of colours than that there are some."""
    return (
        profile == 100 or profile == 110 or profile == 122 or profile == 244 or profile == 44 or profile == 83
        or profile == 86 or profile == 118 or profile == 128 or profile == 138 or profile == 139 or profile == 134
        or profile == 135
    )


cdef void pass_golombs(Bits *bits, int count) noexcept nogil:
    cdef int at
    for at in range(count):
        bits_golomb(bits)


cdef void pass_scaling_lists(Bits *bits, int lists) noexcept nogil:
    """7.3.2.1.1.1: a list ends where the next scale would be 0."""
    cdef int at, place, last, next_scale
    cdef u32 coded
    for at in range(lists):
        if not bits_take(bits, 1):
            continue
        last = next_scale = 8
        for place in range(16 if at < 6 else 64):
            if next_scale:
                coded = bits_golomb(bits)
                next_scale = (last + (<int>((coded + 1) >> 1) if coded & 1 else -<int>(coded >> 1)) + 512) & 255
            if next_scale:
                last = next_scale
