# VP9's payload descriptor (RFC 9628 4.2) and the height of a key frame. Mirror of the oracle's vp9.py.
#
# A picture is one instant; its spatial layers are frames of their own, sent one after the other, the lowest first.

cdef enum:
    VP9_PICTURE_ID = 0x80  # I P L F B E V Z
    VP9_INTER = 0x40
    VP9_LAYERS = 0x20
    VP9_FLEXIBLE = 0x10
    VP9_BEGINS = 0x08
    VP9_ENDS = 0x04
    VP9_STRUCTURE = 0x02
    VP9_MAX_REFERENCES = 3

cdef struct Vp9:
    u8 first
    u8 layers  # TID, U, SID, D; 0 where none are told
    int height  # of the largest spatial layer; 0 where no scalability structure tells it
    int size  # bytes read


cdef bint read_vp9(const u8 *payload, int size, Vp9 *found) noexcept nogil:
    """False if the payload ends inside its descriptor, holds nothing after it, or has too many references."""
    cdef int at = 1, count
    memset(found, 0, sizeof(Vp9))
    if size < 2:
        return False
    found.first = payload[0]
    if found.first & VP9_PICTURE_ID:
        at += 2 if payload[at] & 0x80 else 1
    if found.first & VP9_LAYERS:
        if at >= size:
            return False
        found.layers = payload[at]
        at += 1 if found.first & VP9_FLEXIBLE else 2  # TL0PICIDX
    if found.first & VP9_FLEXIBLE and found.first & VP9_INTER:
        for count in range(VP9_MAX_REFERENCES + 1):
            if count == VP9_MAX_REFERENCES or at >= size:
                return False
            at += 1
            if not payload[at - 1] & 1:
                break
    if found.first & VP9_STRUCTURE and not vp9_structure(payload, size, &at, found):
        return False
    found.size = at
    return at < size


cdef bint vp9_structure(const u8 *payload, int size, int *at, Vp9 *found) noexcept nogil:
    """4.2.1: sizes of the spatial layers, then a description of a group of pictures, which is read over."""
    cdef int head, pictures
    if at[0] >= size:
        return False
    head = payload[at[0]]
    at[0] += 1
    if head & 0x10:
        at[0] += 4 * ((head >> 5) + 1)
        if at[0] > size:
            return False
        found.height = get16(payload + at[0] - 2)
    if head & 0x08:
        if at[0] >= size:
            return False
        pictures = payload[at[0]]
        at[0] += 1
        while pictures:
            if at[0] >= size:
                return False
            at[0] += 1 + (payload[at[0]] >> 2 & 3)
            pictures -= 1
    return True


cdef inline int vp9_key_height(const Vp9 *read) noexcept nogil:
    """The first packet (B) of a frame without inter prediction (P), of the lowest spatial layer."""
    if read.first & VP9_INTER or not read.first & VP9_BEGINS or read.layers >> 1 & 7:
        return NO_KEY_FRAME
    return read.height
