# What part of a stream's rate its temporal or spatial layers take. Mirror of the oracle's shares.py.

cdef enum:
    MOST_LAYERS_OF_A_KIND = 8

cdef double SHARE_SMOOTH = 0.5

cdef struct Shares:
    i64 octets[MOST_LAYERS_OF_A_KIND]
    double shares[MOST_LAYERS_OF_A_KIND]  # of the layers up to each
    int count


cdef inline void shares_came(Shares *shares, int layer, int size) noexcept nogil:
    shares.octets[layer] += size


cdef int shares_rates(Shares *shares, i64 bps, u32 *rates) noexcept nogil:
    """Of `bps`, what the layers up to each take, since the last call and before; how many, 0 if there is but one."""
    cdef i64 total = 0, below = 0
    cdef int at, count = 0
    cdef double now
    for at in range(MOST_LAYERS_OF_A_KIND):
        total += shares.octets[at]
        if shares.octets[at]:
            count = at + 1
    if total:
        for at in range(count):
            below += shares.octets[at]
            now = <double>below / <double>total
            if shares.count == count:
                shares.shares[at] += SHARE_SMOOTH * (now - shares.shares[at])
            else:
                shares.shares[at] = now
        shares.count = count
        memset(shares.octets, 0, sizeof(shares.octets))
    if shares.count < 2:
        return 0
    for at in range(shares.count):
        rates[at] = <u32>rounded(shares.shares[at] * <double>bps)
    return shares.count
