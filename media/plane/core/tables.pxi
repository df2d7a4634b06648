# The tables: peers, up tracks and their streams, down tracks, packets. Only the plane's thread touches them once they
# are linked; media's commands make them, link them and unlink them, between two bursts (commands.pxi).

cdef enum:
    MAX_SSRCS = 64  # per peer
    MAX_PENDING = 64  # packets of one stream in one batch
    RECENT = 256
    MID_AFTER_SWITCH = 20
    MAX_PICTURE_LOSSES = 3
    EXTENSION_FORMS = 4
    MAX_NAME = 64  # bytes of a MID or RID
    NOT_NEGOTIATED = 255
    TAG_BYTES = 16  # the end of a datagram, which no other datagram shares
    FEEDBACK_NONE = 0
    FEEDBACK_TRANSPORT_CC = 1
    FEEDBACK_REMB = 2

ctypedef int (*SrtpCall)(void *session, void *packet, int *size) noexcept nogil

cdef struct Name:
    int size
    u8 text[MAX_NAME]

cdef struct Packet:  # one media packet, read once for all viewers; index, timestamp and picture id without wrap
    int refs
    int size
    i64 index
    i64 timestamp
    i64 picture_id
    int key_height
    u8 marker
    u8 codec
    u8 is_filler
    u8 blocks  # of redundant audio
    u8 counts  # its pictures, and viewers are told other numbers
    u8 element_size  # AV1's dependency descriptor, which stands behind `size` bytes of `body`
    int newest_at  # in `body`: its newest block
    Place place  # among the stream's layers
    Descriptor descriptor  # of size 0 without one
    Counted counted  # VP9's
    u8 body[1]  # `size` bytes, then `element_size`

cdef struct UpStream:  # one media SSRC
    UpTrack *track
    int layer
    u32 ssrc
    Pointers downs  # fed by this stream now
    Packet *pending[MAX_PENDING]  # taken, not fanned out yet
    int pending_count
    double pending_since_s
    Reception reception
    NackList nacks  # without `missing` where the track has no NACK
    StreamClock clock
    DenseNumbers numbers
    Packet **recent  # video alone
    i64 newest_index
    double last_packet_s
    i64 octets  # of payload since the last UpReport
    double bps
    Shares shares  # of temporal layers
    Shares spatial_shares
    u16 heights[MOST_SPATIAL]  # of the spatial layers, as the key frame at hand tells them
    int height_count
    Structure *structure  # AV1's newest; NULL before the first
    int codec
    i64 reported_expected
    i64 reported_arrived
    i64 picture_id
    bint has_picture_id

cdef struct UpTrack:
    i64 id
    Peer *peer
    bint is_audio
    bint allowed
    bint nack
    bint hushed  # audio: nothing is forwarded, as if nothing were said
    u32 recording  # whose tape its packets are for; 0: nobody's
    int clock_hz
    Name mid
    Name rids[MAX_LAYERS]
    int rid_count
    u32 ssrcs[MAX_SSRCS]
    int ssrc_count
    u32 rtx_ssrcs[MAX_SSRCS][2]  # RTX SSRC, media SSRC
    int rtx_ssrc_count
    u8 codecs[128]  # payload type -> codec
    u8 rtx[128]  # RTX payload type -> the payload type it repairs; 255: none
    int layer_count
    UpStream *layers[MAX_LAYERS]
    Pointers streams  # those of `layers`, and SSRCs that were replaced
    Pointers waiting[MAX_LAYERS]  # down tracks that switch to this layer as soon as they can
    KeyFrames key_frames

cdef struct Sent:  # what is needed to make a datagram once more
    Packet *packet  # NULL: a free place
    i64 number
    double at_s
    double last_s
    u32 stamp
    u16 picture_id
    u8 tl0_index
    u8 key_index
    u8 with_mid
    u8 is_numbered  # across all of the viewer's tracks
    u16 transport  # that number
    u8 resends
    u8 padding  # bytes
    u16 size
    u8 tag[TAG_BYTES]
    u8 marker
    u8 is_filler

cdef struct DownTrack:
    # what each packet touches, first
    Peer *peer
    UpStream *source
    u32 ssrc
    int mid_left
    bint confirmed
    i64 number  # newest given, without wrap
    i64 sent_number  # newest sent
    i64 number_offset
    i64 floor
    i64 newest_stamp
    i64 stamp_offset
    i64 catch_from
    i64 catch_start
    i64 catch_span
    i64 picture_id
    i64 picture_id_offset
    i64 tl0_index
    i64 tl0_offset
    i64 key_index
    i64 key_offset
    i64 packets
    i64 octets
    Selection *selection  # NULL: the viewer gets everything of its source
    Sent *sent  # by number; video alone
    int sent_room
    double credit_bytes
    u8 payload_types[MAX_CODECS]  # by codec, or NOT_NEGOTIATED
    u8 extension[EXTENSION_FORMS][MAX_EXTENSION_BYTES]  # without and with MID, then with a transport-wide number too
    u8 extension_size[EXTENSION_FORMS]
    u8 transport_at  # where that number goes; 0: not negotiated
    u8 dependency_id  # of the extension that tells AV1's layers; 0: the viewer does not know it
    u8 strips_red  # the viewer did not negotiate redundant audio: it gets the newest block alone
    bint has_send_time
    Window used  # numbers that were protected
    # the rest
    i64 id
    bint is_audio
    bint has_line
    int clock_hz
    i64 line_stamp
    double line_at_s
    UpTrack *waiting_for
    int waiting_layer
    int waiting_at  # its place in the track's list
    int source_at
    u8 temporal  # the highest layers that are wanted of what feeds the track
    u8 spatial
    i64 nacked
    i64 reported_nacked
    i64 reported_packets
    i64 reported_octets
    i64 reported_number
    i64 heard_expected
    i64 heard_lost
    i64 heard_highest
    bint has_heard
    i64 heard_total_lost
    double asked_s[MAX_PICTURE_LOSSES]  # oldest first
    int asked_count

cdef struct Route:  # where an SSRC's packets go
    u32 ssrc
    UpTrack *track
    int layer
    UpStream *stream  # NULL: an RTX SSRC

cdef struct Retired:  # a down track that is gone
    u32 ssrc
    i64 number

cdef struct Checks:  # what a right check of a peer has
    HmacKey key
    int username_size
    u8 username[1]

cdef struct Peer:
    i64 id
    plane_address address
    bint has_address
    Pacing *pacing  # NULL: its link is not known to be narrow
    Probe *probe  # NULL: its link is not being probed
    Congestion *congestion  # NULL: not steered by transport-cc feedback ...
    i64 next_transport  # ... and then its next packet's number
    void *outbound  # libsrtp's sessions, which the peer owns
    void *inbound
    u32 proven[MAX_SSRCS]  # SSRCs of which a packet was proven
    int proven_count
    int ids[EXTENSIONS]
    int feedback
    ArrivalLog *arrivals  # with transport-cc
    Earliest remote_clock
    Pointers ups  # in the order they were added
    Pointers downs
    Retired *retired  # SSRCs whose numbers are used up to there, for as long as the keys live
    int retired_count
    Route routes[MAX_SSRCS]
    int route_count
    Checks *checks  # NULL: Trio answers them
    double checked_at_s  # when one was last answered here, for Trio to read at any time; below 0: never
    double heard_at_s
    double rtt_s  # below 0: unknown
    i64 remb_bps  # below 0: never told
    double feedback_due_s
    double reported_s
    i64 reports_made
    double report_due_s
    int place  # in the heap of reports
    int publisher_at  # in the list of publishers; -1: publishes nothing
    int switched_at  # in the list of those whose clocks are told anew; -1: not there
    int raised_at  # in the list of those that get more layers of what feeds them; -1: not there
    int hasty_reports  # still to be made sooner than usual
    int quiet_reports  # in a row that had nothing to tell
    bint has_news  # of how its media arrives, since its last report


cdef inline bint same_name(const Name *name, const u8 *text, int size) noexcept nogil:
    return name.size == size and memcmp(name.text, text, size) == 0


cdef inline Peer *peer_at(Pointers *table, int place) noexcept nogil:
    return <Peer *>table.at[place]


cdef inline UpTrack *up_at(Pointers *table, int place) noexcept nogil:
    return <UpTrack *>table.at[place]


cdef inline UpStream *stream_at(Pointers *table, int place) noexcept nogil:
    return <UpStream *>table.at[place]


cdef inline DownTrack *down_at(Pointers *table, int place) noexcept nogil:
    return <DownTrack *>table.at[place]
