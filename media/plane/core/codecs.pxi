# Which payload begins a key frame, for the codecs forwarded without rewriting. Mirror of media/codecs.py.
# Each gives NO_KEY_FRAME, the picture's height in pixels, or 0 where the packet does not tell it cheaply.

cdef enum:  # codecs by number; those that Python names later follow
    NO_CODEC, VP8, H264, VP9, AV1, RED, OPUS
    MAX_CODECS = 16


cdef int key_frame_height(int codec, const u8 *payload, int size) noexcept nogil:
    if codec == H264:
        return h264_key_frame(payload, size)
    if codec == AV1:  # the N bit: first packet of a coded video sequence (AV1 RTP specification 4.4)
        return 0 if size > 0 and payload[0] & 0x08 else NO_KEY_FRAME
    return NO_KEY_FRAME
