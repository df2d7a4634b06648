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


cdef void stream_take_av1(UpStream *stream, Packet *taken) noexcept nogil:
    """Viewers get the descriptor too, though we know no structure for it. One that comes late is not its stream's newest."""
    cdef const u8 *element = taken.body + taken.size
    cdef Structure structure
    cdef Dependency read
    taken.counts, taken.picture_id = 1, stream_picture_id(stream, get16(element + 1), 16)
    structure.template_count = structure.target_count = structure.offset = 0
    if stream.structure != NULL:
        structure = stream.structure[0]
    if not read_dependency(element, taken.element_size, &structure, &read):
        return
    place_av1(&taken.place, &read)
    if not read.has_structure:
        return
    if structure.height_count and taken.key_height == 0:
        taken.key_height = structure.heights[structure.height_count - 1]
        stream.height_count = structure.height_count
        memcpy(stream.heights, structure.heights, sizeof(stream.heights))
    if stream.structure == NULL:
        stream.structure = <Structure *>zeroed(sizeof(Structure))
    elif taken.picture_id < stream.structure.frame:
        return
    stream.structure[0] = structure
    stream.structure.frame = taken.picture_id
