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
    MOST_SPATIAL = 8

cdef struct Counted:  # where a payload's counters stand, for what is renumbered in place
    u8 id_bytes
    u8 tl0_at
    u8 tl0_index

cdef struct Vp9:
    u8 first
    u8 layers  # TID, U, SID, D; 0 where none are told
    u8 id_bytes  # of the picture id, which follows the first byte
    u8 tl0_at  # 0: no TL0PICIDX
    u8 height_count
    u16 heights[MOST_SPATIAL]  # of the spatial layers, where a scalability structure tells them
    int size  # bytes read


cdef bint read_vp9(const u8 *payload, int size, Vp9 *found) noexcept nogil:
    """False if the payload ends inside its descriptor, holds nothing after it, or has too many references."""
    cdef int at = 1, count
    memset(found, 0, sizeof(Vp9))
    if size < 2:
        return False
    found.first = payload[0]
    if found.first & VP9_PICTURE_ID:
        found.id_bytes = 2 if payload[at] & 0x80 else 1
        at += found.id_bytes
    if found.first & VP9_LAYERS:
        if at >= size:
            return False
        found.layers = payload[at]
        at += 1
        if not found.first & VP9_FLEXIBLE:
            found.tl0_at = <u8>at
            at += 1
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
    cdef int head, pictures, layer
    if at[0] >= size:
        return False
    head = payload[at[0]]
    at[0] += 1
    if head & 0x10:
        at[0] += 4 * ((head >> 5) + 1)
        if at[0] > size:
            return False
        found.height_count = <u8>((head >> 5) + 1)
        for layer in range(found.height_count):
            found.heights[layer] = get16(payload + at[0] - 4 * (found.height_count - layer) + 2)
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
    return read.heights[read.height_count - 1] if read.height_count else 0


cdef inline int vp9_picture_id(const u8 *payload, const Vp9 *read) noexcept nogil:
    return get16(payload + 1) & 0x7FFF if read.id_bytes == 2 else payload[1] & 0x7F


cdef inline void vp9_renumber(u8 *payload, const Counted *was, u16 picture_id, u8 tl0_index) noexcept nogil:
    """Other counters in their old places, modulo their size."""
    if was.id_bytes == 2:
        put16(payload + 1, 0x8000 | picture_id)
    elif was.id_bytes:
        put8(payload + 1, picture_id & 0x7F)
    if was.tl0_at:
        put8(payload + was.tl0_at, tl0_index)
