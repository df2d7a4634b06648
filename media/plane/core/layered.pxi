# What a packet tells of its stream's layers, where a payload or an extension has more of them than VP8's descriptor.
# Mirror of the oracle's upstream.py.


cdef void stream_take_vp9(UpStream *stream, Packet *taken) noexcept nogil:
    cdef Vp9 read
    if not read_vp9(taken.body, taken.size, &read):
        return
    taken.counts, taken.counted.id_bytes, taken.counted.tl0_at = 1, read.id_bytes, read.tl0_at
    if read.id_bytes:
        taken.picture_id = stream_picture_id(stream, vp9_picture_id(taken.body, &read), 8 * read.id_bytes - 1)
    if read.tl0_at:
        taken.counted.tl0_index = taken.body[read.tl0_at]
    taken.key_height = vp9_key_height(&read)
    place_vp9(&taken.place, &read)
    if taken.key_height != NO_KEY_FRAME:
        stream.height_count = read.height_count
        memcpy(stream.heights, read.heights, sizeof(stream.heights))


cdef void stream_take_av1(UpStream *stream, Packet *taken, const Elements *elements) noexcept nogil:
    """A structure that comes late is not its stream's newest."""
    cdef Structure structure
    cdef Dependency read
    cdef i64 frame
    if not elements.size[EXT_DEPENDENCY]:
        return
    structure.template_count = structure.target_count = structure.offset = 0
    if stream.structure != NULL:
        structure = stream.structure[0]
    if not read_dependency(elements.value[EXT_DEPENDENCY], elements.size[EXT_DEPENDENCY], &structure, &read):
        return
    place_av1(&taken.place, &read)
    frame = stream_picture_id(stream, read.frame, 16)
    if not read.has_structure:
        return
    if structure.height_count and taken.key_height == 0:
        taken.key_height = structure.heights[structure.height_count - 1]
        stream.height_count = structure.height_count
        memcpy(stream.heights, structure.heights, sizeof(stream.heights))
    if stream.structure == NULL:
        stream.structure = <Structure *>zeroed(sizeof(Structure))
    elif frame < stream.structure.frame:
        return
    stream.structure[0] = structure
    stream.structure.frame = frame
