# RTP packets as bytes: what forwarding needs of them (RFC 3550, RFC 8285). Mirror of media/rtp.py.
# Every length is checked before it is believed.

cdef enum:
    RTP_HEAD_BYTES = 12
    EXTENSION_HEAD_BYTES = 4
    MOST_ONE_BYTE_SIZE = 16
    MAX_EXTENSION_BYTES = 32  # of what a down track has but for a dependency descriptor
    ONE_BYTE_PROFILE = 0xBEDE
    TWO_BYTE_PROFILE = 0x1000

cdef enum:  # the extensions that we read, as places in ExtensionIds and Elements
    EXT_MID, EXT_RID, EXT_REPAIRED_RID, EXT_LEVEL, EXT_SEND_TIME, EXT_TRANSPORT, EXT_DEPENDENCY, EXTENSIONS

cdef struct Header:
    u32 ssrc
    u32 timestamp
    u16 sequence
    u16 profile  # 0 without an extension
    u8 marker
    u8 payload_type
    int extension_start
    int payload_start
    int payload_end  # padding already cut

cdef struct Elements:
    const u8 *value[EXTENSIONS]  # NULL: not there
    int size[EXTENSIONS]


cdef inline bint is_rtcp(const u8 *datagram) noexcept nogil:
    """RFC 5761: packet types 192-223 are RTCP."""
    return 192 <= datagram[1] <= 223


cdef bint read_header(const u8 *packet, int size, Header *header) noexcept nogil:
    """False: malformed."""
    cdef int start, end
    if size < RTP_HEAD_BYTES or packet[0] >> 6 != 2:
        return False
    header.marker = packet[1] >> 7
    header.payload_type = packet[1] & 0x7F
    header.sequence = get16(packet + 2)
    header.timestamp = get32(packet + 4)
    header.ssrc = get32(packet + 8)
    header.profile = 0
    header.extension_start = 0
    start = RTP_HEAD_BYTES + (packet[0] & 0x0F) * 4
    if packet[0] & 0x10:
        if start + 4 > size:
            return False
        header.profile = get16(packet + start)
        header.extension_start = start + 4
        start = start + 4 + get16(packet + start + 2) * 4
    end = size
    if packet[0] & 0x20:
        if not packet[size - 1]:
            return False
        end = size - packet[size - 1]
    if start > end:
        return False
    header.payload_start = start
    header.payload_end = end
    return True


cdef bint read_elements(const u8 *packet, Header *header, const int *ids, Elements *found) noexcept nogil:
    """Those elements that `ids` names; of one id the last. False: malformed."""
    cdef int at = header.extension_start, end = header.payload_start
    memset(found, 0, sizeof(Elements))
    if header.profile == ONE_BYTE_PROFILE:
        while at < end:
            if packet[at] == 0:  # padding
                at += 1
                continue
            if packet[at] >> 4 == 15:  # RFC 8285 4.2: stop reading here
                return True
            if at + 2 + (packet[at] & 0x0F) > end:
                return False
            keep_element(found, ids, packet[at] >> 4, packet + at + 1, (packet[at] & 0x0F) + 1)
            at += 2 + (packet[at] & 0x0F)
    elif header.profile & 0xFFF0 == TWO_BYTE_PROFILE:
        while at < end:
            if packet[at] == 0:
                at += 1
                continue
            if at + 2 > end or at + 2 + packet[at + 1] > end:
                return False
            keep_element(found, ids, packet[at], packet + at + 2, packet[at + 1])
            at += 2 + packet[at + 1]
    return True


cdef inline void keep_element(Elements *found, const int *ids, int identity, const u8 *value, int size) noexcept nogil:
    cdef int place
    for place in range(EXTENSIONS):
        if ids[place] == identity:
            found.value[place] = value
            found.size[place] = size


cdef inline u32 send_time(double now_s) noexcept nogil:
    """abs-send-time: seconds modulo 64 in 6.18 fixed point."""
    return <u32>(<i64>(now_s * 262144.0) & 0xFFFFFF)


# VP8's payload descriptor (RFC 7741 4.2) and the head of a key frame. Mirror of media/vp8.py.

cdef enum:
    PICTURE_ID_BITS = 15
    KEY_FRAME_HEAD_BYTES = 10
    NO_KEY_FRAME = -1

cdef struct Descriptor:
    u8 first  # X R N S R PID
    u8 flags  # I L T K; 0 without X
    u8 has_picture_id
    u8 picture_id_bits
    u8 tl0_index
    u8 layer_byte  # TID, Y, KEYIDX
    u16 picture_id
    int size  # bytes read; 0: no descriptor


cdef bint read_descriptor(const u8 *payload, int size, Descriptor *found) noexcept nogil:
    """False if the payload ends inside its descriptor, or holds nothing after it."""
    cdef int at = 2
    memset(found, 0, sizeof(Descriptor))
    found.picture_id_bits = PICTURE_ID_BITS
    if size < 1:
        return False
    found.first = payload[0]
    if not payload[0] & 0x80:
        found.size = 1
        return size > 1
    if size < 2:
        return False
    found.flags = payload[1]
    if found.flags & 0x80:
        if at >= size:
            return False
        found.has_picture_id = 1
        found.picture_id = payload[at]
        found.picture_id_bits = 7
        at += 1
        if found.picture_id & 0x80:
            if at >= size:
                return False
            found.picture_id = <u16>((found.picture_id & 0x7F) << 8 | payload[at])
            found.picture_id_bits = PICTURE_ID_BITS
            at += 1
    if found.flags & 0x40:
        if at >= size:
            return False
        found.tl0_index = payload[at]
        at += 1
    if found.flags & 0x30:
        if at >= size:
            return False
        found.layer_byte = payload[at]
        at += 1
    found.size = at
    return at < size


cdef inline u8 *write_descriptor(u8 *at, Descriptor *was, i64 picture_id, i64 tl0_index, i64 key_index) noexcept nogil:
    """The same descriptor with other counters where it has them; the picture id with 15 bits."""
    cdef u8 layer = was.layer_byte
    if was.flags & 0x10:
        layer = <u8>(layer & 0xE0 | key_index & 0x1F)
    at = put8(at, was.first)
    if was.first & 0x80:
        at = put8(at, was.flags)
    if was.flags & 0x80:
        at = put16(at, <u32>(picture_id & 0x7FFF | 0x8000))
    if was.flags & 0x40:
        at = put8(at, <u32>(tl0_index & 0xFF))
    if was.flags & 0x30:
        at = put8(at, layer)
    return at


cdef int vp8_key_frame_height(const u8 *payload, int size, Descriptor *was) noexcept nogil:
    """Pixels if this packet begins a key frame, else NO_KEY_FRAME (RFC 6386 9.1)."""
    cdef int at = was.size
    if was.first & 0x17 != 0x10 or size < at + KEY_FRAME_HEAD_BYTES or payload[at] & 0x01:
        return NO_KEY_FRAME
    if payload[at + 3] != 0x9D or payload[at + 4] != 0x01 or payload[at + 5] != 0x2A:
        return NO_KEY_FRAME
    return (payload[at + 9] << 8 | payload[at + 8]) & 0x3FFF
