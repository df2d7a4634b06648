# The dependency descriptor, the header extension that tells AV1's layers (AV1 RTP specification, appendix A). Mirror of
# the oracle's dependency.py. A structure of templates comes with a key frame; three bytes name one of them later.

cdef enum:
    MOST_SPATIAL_AV1 = 4
    MOST_TEMPORAL_AV1 = 8
    MOST_TEMPLATES = 64
    MOST_TARGETS = 32
    LEAST_DEPENDENCY_BYTES = 3
    SWITCH = 2  # what a frame is to a decode target (table A.2)

cdef struct Structure:
    u8 offset
    u8 template_count
    u8 target_count
    u8 spatial[MOST_TEMPLATES]
    u8 temporal[MOST_TEMPLATES]
    u8 indications[MOST_TEMPLATES][MOST_TARGETS]
    u8 target_spatial[MOST_TARGETS]  # the highest layers among the frames that a decode target has
    u8 target_temporal[MOST_TARGETS]
    u8 height_count
    u16 heights[MOST_SPATIAL]
    i64 frame  # that brought it

cdef struct Dependency:  # one packet's
    bint ends
    bint has_structure
    u8 spatial
    u8 temporal
    int opens  # the highest temporal layer of the targets for which this frame is a switch; -1: of none


cdef bint read_dependency(const u8 *element, int size, Structure *structure, Dependency *found) noexcept nogil:
    """`structure`: the newest of its stream, without templates before the first; replaced by one that the element brings.

    False: malformed, or of a template that is not there. Then `structure` may hold anything.
    """
    cdef Bits bits
    cdef int template, target
    cdef bint has_active, has_indications
    cdef u8 indication
    if size < LEAST_DEPENDENCY_BYTES:
        return False
    memset(found, 0, sizeof(Dependency))
    found.opens = -1
    bits_start(&bits, element, size)
    bits_pass(&bits, 1)
    found.ends = bits_take(&bits, 1)
    template = <int>bits_take(&bits, 6)
    bits_pass(&bits, 16)
    has_indications = False
    if size > LEAST_DEPENDENCY_BYTES:
        found.has_structure = bits_take(&bits, 1)
        has_active = bits_take(&bits, 1)
        has_indications = bits_take(&bits, 1)
        bits_pass(&bits, 2)
        if found.has_structure and not read_structure(&bits, structure):
            return False
        if has_active and structure.template_count:
            bits_take(&bits, structure.target_count)
    template = (template - structure.offset) & (MOST_TEMPLATES - 1)
    if bits.failed or template >= structure.template_count:
        return False
    found.spatial, found.temporal = structure.spatial[template], structure.temporal[template]
    for target in range(structure.target_count):
        indication = structure.indications[template][target]
        if has_indications:
            indication = <u8>bits_take(&bits, 2)
        if indication == SWITCH and structure.target_spatial[target] >= found.spatial:
            found.opens = <int>larger(found.opens, structure.target_temporal[target])
    return not bits.failed


cdef bint read_structure(Bits *bits, Structure *into) noexcept nogil:
    cdef int at, target
    into.offset, into.target_count = <u8>bits_take(bits, 6), <u8>(bits_take(bits, 5) + 1)
    if not read_layers(bits, into):
        return False
    for at in range(into.template_count):
        for target in range(into.target_count):
            into.indications[at][target] = <u8>bits_take(bits, 2)
    for at in range(into.template_count):  # differences between frames: nothing that we need
        while not bits.failed and bits_take(bits, 1):
            bits_pass(bits, 4)
    pass_chains(bits, into.target_count, into.template_count)
    into.height_count = <u8>(into.spatial[into.template_count - 1] + 1 if bits_take(bits, 1) else 0)
    for at in range(into.height_count):
        into.heights[at] = <u16>smaller((bits_take(bits, 32) & 0xFFFF) + 1, 0xFFFF)
    for target in range(into.target_count):
        into.target_spatial[target] = into.target_temporal[target] = 0
        for at in range(into.template_count):
            if into.indications[at][target]:
                into.target_spatial[target] = <u8>larger(into.target_spatial[target], into.spatial[at])
                into.target_temporal[target] = <u8>larger(into.target_temporal[target], into.temporal[at])
    return not bits.failed


cdef bint read_layers(Bits *bits, Structure *into) noexcept nogil:
    """The layers of each template (table A.3)."""
    cdef int count = 1, spatial = 0, temporal = 0
    cdef u32 step
    into.spatial[0] = into.temporal[0] = 0
    while True:
        step = bits_take(bits, 2)
        if bits.failed:
            return False
        if step == 3:
            into.template_count = <u8>count
            return True
        if step == 1:
            temporal += 1
        elif step == 2:
            spatial, temporal = spatial + 1, 0
        if spatial >= MOST_SPATIAL_AV1 or temporal >= MOST_TEMPORAL_AV1 or count >= MOST_TEMPLATES:
            return False
        into.spatial[count], into.temporal[count] = <u8>spatial, <u8>temporal
        count += 1


cdef void pass_chains(Bits *bits, int targets, int templates) noexcept nogil:
    cdef int chains = <int>bits_below(bits, targets + 1), at
    if chains:
        for at in range(targets):
            bits_below(bits, chains)
        bits_pass(bits, 4 * templates * chains)


cdef inline void place_av1(Place *place, const Dependency *read) noexcept nogil:
    """A frame that is a switch for decode targets opens their temporal layers (A.4.4)."""
    place_only(place)
    place.temporal, place.spatial, place.ends = read.temporal, read.spatial, read.ends
    if read.opens >= 0:
        place.needs, place.opens, place.is_key = read.temporal, <u8>read.opens, read.has_structure


cdef u8 *put_dependency(
    u8 *extension, u8 *end, int identity, const u8 *element, int size, u16 frame
) noexcept nogil:
    """Add a descriptor, of another frame number, to the header extension from `extension` to `end`; where it ends now.

    That has the one-byte form, or nothing at all. A descriptor with a structure fits the two-byte form alone, which
    then all elements have (RFC 8285 4.3).
    """
    cdef u8 *at = end if end > extension else extension + EXTENSION_HEAD_BYTES
    if size <= MOST_ONE_BYTE_SIZE:
        put16(extension, ONE_BYTE_PROFILE)
        at = put8(at, <u32>(identity << 4 | size - 1))
    else:
        at = widen_elements(extension, at)
        put16(extension, TWO_BYTE_PROFILE)
        at = put8(put8(at, identity), size)
    memcpy(at, element, size)
    put16(at + 1, frame)
    at += size
    while (at - extension) & 3:
        at = put8(at, 0)
    put16(extension + 2, <u32>((at - extension) // 4 - 1))
    return at


cdef u8 *widen_elements(u8 *extension, const u8 *end) noexcept nogil:
    """From the one-byte form to the two-byte form, without padding; where they end now."""
    cdef u8 narrow[MAX_EXTENSION_BYTES]
    cdef u8 *into = extension + EXTENSION_HEAD_BYTES
    cdef int at = EXTENSION_HEAD_BYTES, stop = <int>(end - extension), size
    memcpy(narrow, extension, stop)
    while at < stop:
        if not narrow[at]:
            at += 1
            continue
        size = (narrow[at] & 0x0F) + 1
        into = put8(put8(into, narrow[at] >> 4), size)
        memcpy(into, narrow + at + 1, size)
        into += size
        at += 1 + size
    return into
