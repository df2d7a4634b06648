# Which payload begins a key frame, for the codecs forwarded without rewriting. Mirror of media/codecs.py.
# Each gives NO_KEY_FRAME, the picture's height in pixels, or 0 where the packet does not tell it cheaply.

cdef enum:  # codecs by number; those that Python names later follow
    NO_CODEC, VP8, H264, VP9, AV1, RED, OPUS
    MAX_CODECS = 16
    H264_SPS = 7
    H264_STAP_A = 24
    H264_FU_A = 28


cdef int key_frame_height(int codec, const u8 *payload, int size) noexcept nogil:
    if codec == H264:
        return h264_key_frame(payload, size)
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
