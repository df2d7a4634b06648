# When to ask a publisher for key frames. Mirror of media/keyframes.py, where the reasons stand.

cdef enum:
    MAX_LAYERS = 64
    HASTY_ASKS = 3

cdef double QUIET_S = 0.5, ANSWERED_S = 1.0, PATIENT_S = 1.0, NEVER_S = -1e9

cdef struct KeyFrames:
    double wish_s[MAX_LAYERS]  # the time before which the layer need not be asked for; below 0: nobody wishes
    double quiet_until_s
    double asked_s  # when last
    int asks  # since the last key frame


cdef inline void key_frames_start(KeyFrames *wishes) noexcept nogil:
    cdef int layer
    wishes.quiet_until_s, wishes.asked_s, wishes.asks = 0.0, NEVER_S, 0
    for layer in range(MAX_LAYERS):
        wishes.wish_s[layer] = -1.0


cdef inline void key_frame_wanted(KeyFrames *wishes, int layer, double not_before_s) noexcept nogil:
    if wishes.wish_s[layer] < 0.0 or not_before_s < wishes.wish_s[layer]:
        wishes.wish_s[layer] = not_before_s


cdef inline bint key_frame_is_wanted(KeyFrames *wishes, int layer, double now_s) noexcept nogil:
    return 0.0 <= wishes.wish_s[layer] <= now_s


cdef inline void key_frame_unwanted(KeyFrames *wishes, int layer) noexcept nogil:
    wishes.wish_s[layer] = -1.0


cdef inline void key_frame_seen(KeyFrames *wishes, int layer, double now_s) noexcept nogil:
    wishes.wish_s[layer] = -1.0
    wishes.asks = 0
    wishes.quiet_until_s = most(wishes.quiet_until_s, most(now_s + QUIET_S, wishes.asked_s + ANSWERED_S))


cdef bint key_frames_due(KeyFrames *wishes, int layers, double now_s, u8 *asked) noexcept nogil:
    """Marks in `asked` the layers to ask for now; False: none. They stay wished for until seen."""
    cdef int layer
    cdef bint any_due = False
    for layer in range(layers):
        asked[layer] = key_frame_is_wanted(wishes, layer, now_s)
        any_due = any_due or asked[layer]
    if not any_due or now_s < wishes.quiet_until_s:
        return False
    wishes.asks += 1
    wishes.asked_s = now_s
    wishes.quiet_until_s = now_s + (QUIET_S if wishes.asks < HASTY_ASKS else PATIENT_S)
    return True
