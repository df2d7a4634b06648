# Which payload begins a key frame, for the codecs forwarded without rewriting. Mirror of media/codecs.py.
# Each gives NO_KEY_FRAME, the picture's height in pixels, or 0 where the packet does not tell it cheaply.

cdef enum:  # codecs by number; those that Python names later follow
    NO_CODEC, VP8, H264, VP9, AV1
    MAX_CODECS = 16
    H264_SPS = 7
    H264_STAP_A = 24
    H264_FU_A = 28


cdef int key_frame_height(int codec, const u8 *payload, int size) noexcept nogil:
    if codec == H264:
        return h264_key_frame(payload, size)
    if codec == VP9:
        return vp9_key_frame(payload, size)
    if codec == AV1:  # the N bit: first packet of a coded video sequence (AV1 RTP specification 4.4)
        return 0 if size > 0 and payload[0] & 0x08 else NO_KEY_FRAME
    return NO_KEY_FRAME


cdef int h264_key_frame(const u8 *payload, int size) noexcept nogil:
    """RFC 6184. A key frame counts from its SPS: an IDR slice alone is of no use to a decoder that joins."""
    cdef int kind, at = 1
    if size < 2:
        return NO_KEY_FRAME
    kind = payload[0] & 0x1F
    if kind == H264_FU_A:
        return 0 if payload[1] & 0x9F == 0x80 | H264_SPS else NO_KEY_FRAME  # start bit and type
    if kind != H264_STAP_A:
        return 0 if kind == H264_SPS else NO_KEY_FRAME
    while at + 2 < size:
        if payload[at + 2] & 0x1F == H264_SPS:
            return 0
        at += 2 + <int>larger(1, get16(payload + at))
    return NO_KEY_FRAME


cdef int vp9_key_frame(const u8 *payload, int size) noexcept nogil:
    """RFC 9628 4.2: the start (B) of a frame without inter prediction (P), of the lowest spatial layer."""
    cdef int first, at = 1, last
    if size < 1:
        return NO_KEY_FRAME
    first = payload[0]
    if first & 0x40 or not first & 0x08:
        return NO_KEY_FRAME
    if first & 0x80:
        if at >= size:
            return NO_KEY_FRAME
        at += 2 if payload[at] & 0x80 else 1
    if first & 0x20:
        if at >= size or payload[at] & 0x0E:
            return NO_KEY_FRAME
        at += 1 if first & 0x10 else 2
    if not first & 0x02:
        return 0
    if at >= size:
        return NO_KEY_FRAME
    if not payload[at] & 0x10:
        return 0
    last = at + 1 + (payload[at] >> 5) * 4  # the largest layer's size in the scalability structure
    if last + 3 >= size:
        return NO_KEY_FRAME
    return payload[last + 2] << 8 | payload[last + 3]
