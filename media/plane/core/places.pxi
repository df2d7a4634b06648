# A packet's frame among its stream's layers, as its codec tells it. Mirror of the oracle's selection.py.

cdef enum:
    ALL_LAYERS = 7  # ALL in media/plane: three bits in every codec
    NOBODY = 8  # more than any viewer has

cdef struct Place:  # a viewer whose temporal layers reach `needs` may from this picture on have those up to `opens`
    u8 temporal
    u8 spatial
    u8 needs
    u8 opens
    u8 is_key  # the lowest frame of a picture that needs none before it
    u8 ends  # last packet of its frame, where the codec tells


cdef inline void place_only(Place *place) noexcept nogil:
    """Of streams that have no layers."""
    memset(place, 0, sizeof(Place))
    place.needs = NOBODY


cdef inline void place_vp8(Place *place, const Descriptor *read, bint is_key) noexcept nogil:
    """RFC 7741 4.2: TID, and Y, which tells a frame that needs but the lowest layer; those after it need it too."""
    place_only(place)
    if not read.flags & 0x20:
        return
    place.temporal = read.layer_byte >> 6
    if is_key:
        place.needs, place.opens, place.is_key = 0, ALL_LAYERS, 1
    elif read.layer_byte & 0x20 and place.temporal:
        place.needs, place.opens = place.temporal - 1, place.temporal


cdef inline void place_vp9(Place *place, const Vp9 *read) noexcept nogil:
    """RFC 9628 4.2: after a picture with U, those of higher temporal layers need none of these from before it."""
    place.temporal, place.spatial = read.layers >> 5, read.layers >> 1 & 7
    place.needs, place.opens, place.is_key = NOBODY, ALL_LAYERS, 0
    place.ends = (read.first & VP9_ENDS) != 0
    if not read.first & VP9_INTER and not place.spatial:
        place.needs, place.is_key = 0, (read.first & VP9_BEGINS) != 0
    elif read.layers & 0x10:
        place.needs = place.temporal
