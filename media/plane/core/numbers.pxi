# Numbers that wrap, and numbers as bytes in network order. Mirror of media/wrap.py.


cdef inline i64 unwrap(i64 value, i64 near, int bits) noexcept nogil:
    """The integer congruent to `value` modulo 2**bits nearest to `near`; half a turn away counts as behind."""
    cdef i64 half = (<i64>1) << (bits - 1)
    return near + ((value - near + half) & (((<i64>1) << bits) - 1)) - half


cdef inline i64 rounded(double value) noexcept nogil:
    """As Python's round: half to even."""
    return <i64>rint(value)


cdef inline i64 larger(i64 one, i64 two) noexcept nogil:
    return one if one >= two else two


cdef inline i64 smaller(i64 one, i64 two) noexcept nogil:
    return one if one <= two else two


cdef inline double least(double one, double two) noexcept nogil:
    return two if two < one else one


cdef inline double most(double one, double two) noexcept nogil:
    return two if two > one else one


cdef inline u16 get16(const u8 *at) noexcept nogil:
    return <u16>(at[0] << 8 | at[1])


cdef inline u32 get24(const u8 *at) noexcept nogil:
    return <u32>at[0] << 16 | <u32>at[1] << 8 | at[2]


cdef inline u32 get32(const u8 *at) noexcept nogil:
    return <u32>at[0] << 24 | get24(at + 1)


cdef inline u64 get64(const u8 *at) noexcept nogil:
    return <u64>get32(at) << 32 | get32(at + 4)


cdef inline u8 *put8(u8 *at, u32 value) noexcept nogil:
    at[0] = <u8>value
    return at + 1


cdef inline u8 *put16(u8 *at, u32 value) noexcept nogil:
    at[0], at[1] = <u8>(value >> 8), <u8>value
    return at + 2


cdef inline u8 *put24(u8 *at, u32 value) noexcept nogil:
    at[0], at[1], at[2] = <u8>(value >> 16), <u8>(value >> 8), <u8>value
    return at + 3


cdef inline u8 *put32(u8 *at, u32 value) noexcept nogil:
    put16(at, value >> 16)
    return put16(at + 2, value)


cdef inline u8 *put64(u8 *at, u64 value) noexcept nogil:
    put32(at, <u32>(value >> 32))
    return put32(at + 4, <u32>value)


# A growing array of pointers; what is taken out leaves its place to the last one. Order means nothing.

cdef struct Pointers:
    void **at
    int count
    int room


cdef inline int pointers_add(Pointers *table, void *item) noexcept nogil:
    """Where it is now. Memory that cannot be had ends the process, as in the rest of CPython's small allocations."""
    if table.count == table.room:
        table.room = 2 * table.room if table.room else 4
        table.at = <void **>checked(realloc(table.at, table.room * sizeof(void *)))
    table.at[table.count] = item
    table.count += 1
    return table.count - 1


cdef inline void *pointers_drop(Pointers *table, int place) noexcept nogil:
    """The item that took the freed place, whose index must be corrected; NULL if none did."""
    table.count -= 1
    if place == table.count:
        return NULL
    table.at[place] = table.at[table.count]
    return table.at[place]


cdef inline int pointers_find(Pointers *table, void *item) noexcept nogil:
    cdef int place
    for place in range(table.count):
        if table.at[place] == item:
            return place
    return -1


cdef inline void pointers_free(Pointers *table) noexcept nogil:
    free(table.at)
    memset(table, 0, sizeof(Pointers))


cdef inline void *checked(void *memory) noexcept nogil:
    if memory == NULL:
        abort()
    return memory


cdef extern from "stdlib.h" nogil:
    void abort() noexcept


cdef inline void *zeroed(size_t size) noexcept nogil:
    return checked(calloc(1, size))
