# The tape: packets of recorded tracks as they were taken, for Trio to carry to who writes them (media/recording/tape.py).
#
# A ring of bytes with one writer, the plane's thread, and one reader, as those of rings.pxi. Nobody waits for it: when it
# is full a packet is dropped and counted, and whoever reads on sees the hole in its numbers. It is of no use to know here
# what becomes of a packet: what is allowed and forwarded is taped, whoever watches, all layers of it.

cdef enum:
    TAPE_BYTES = 1 << 23  # a second of 60 Mbit/s; memory that is touched only once something is recorded
    TAPED_MARKER = 1
    TAPED_KEY = 2
    TAPED_FILLER = 4
    TAPED_REPORTED = 8  # `wall_us` is by sender reports, not by arrival
    NO_LEVEL = 255

cdef double LONGEST_WAY_S = 10.0  # from a capture to its packet's arrival: more is a clock that lies, and would be hours of film

cdef packed struct Taped:  # the head of a record; `size` bytes of payload follow
    u32 size
    u32 recording
    u32 up
    u32 ssrc
    i64 index
    i64 timestamp
    i64 wall_us  # Unix time of the capture, by our clock
    u8 layer
    u8 codec
    u8 flags
    u8 level  # RFC 6464

cdef struct Tape:
    u8 *bytes
    u32 head
    u8 apart[64]  # writer and reader do not share a cache line
    u32 tail


cdef inline void tape_write(Tape *tape, u32 at, const void *data, u32 size) noexcept nogil:
    cdef u32 place = at & (TAPE_BYTES - 1)
    cdef u32 first = <u32>smaller(size, TAPE_BYTES - place)
    memcpy(tape.bytes + place, data, first)
    memcpy(tape.bytes, <const u8 *>data + first, size - first)


cdef inline void tape_read(Tape *tape, u32 at, void *into, u32 size) noexcept nogil:
    cdef u32 place = at & (TAPE_BYTES - 1)
    cdef u32 first = <u32>smaller(size, TAPE_BYTES - place)
    memcpy(into, tape.bytes + place, first)
    memcpy(<u8 *>into + first, tape.bytes, size - first)


cdef bint tape_put(
    Tape *tape, UpStream *stream, Packet *packet, int level, double wall_at_zero_s, double now_s
) noexcept nogil:
    """False: full. Of VP8's descriptor one byte remains, the shortest there is: numbers without holes tell the rest."""
    cdef Taped taped
    cdef bint has_descriptor = packet.descriptor.size > 0
    cdef u8 descriptor = packet.descriptor.first & 0x37
    cdef u32 head = tape.head
    cdef double captured_s = <double>packet.timestamp / stream.clock.clock_hz - stream.clock.lead_s
    cdef u32 body = 0 if packet.is_filler else <u32>packet.size
    taped.size = body + has_descriptor
    if head - load_acquire(&tape.tail) + sizeof(Taped) + taped.size > TAPE_BYTES:
        return False
    taped.recording, taped.up, taped.ssrc = stream.track.recording, <u32>stream.track.id, stream.ssrc
    taped.index, taped.timestamp = packet.index, packet.timestamp
    taped.wall_us = rounded((most(captured_s, now_s - LONGEST_WAY_S) + wall_at_zero_s) * 1e6)
    taped.layer, taped.codec, taped.level = <u8>stream.layer, packet.codec, <u8>level
    taped.flags = TAPED_MARKER if packet.marker else 0
    taped.flags |= TAPED_KEY if packet.key_height != NO_KEY_FRAME else 0
    taped.flags |= TAPED_FILLER if packet.is_filler else 0
    taped.flags |= TAPED_REPORTED if stream.clock.reported.is_set and stream.clock.remote.is_set else 0
    tape_write(tape, head, &taped, sizeof(Taped))
    head += sizeof(Taped)
    tape_write(tape, head, &descriptor, has_descriptor)
    tape_write(tape, head + has_descriptor, packet.body, body)
    store_release(&tape.head, head + taped.size)
    return True
