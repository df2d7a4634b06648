# Tables by id, and peers by address: open addressing, linear probing, at most half full.

cdef struct Table:
    void **at  # NULL: free
    u64 *keys  # a hash or an id, by place
    int count
    int room  # a power of two


cdef inline int table_place(Table *table, u64 key, void *item) noexcept nogil:
    """Where this item of this key is (item NULL: any item), or the first free place behind where it should be."""
    cdef int place = <int>(mixed(key) & (table.room - 1))
    while table.at[place] != NULL and (table.keys[place] != key or (item != NULL and table.at[place] != item)):
        place = (place + 1) & (table.room - 1)
    return place


cdef inline void *table_get(Table *table, u64 key) noexcept nogil:
    return table.at[table_place(table, key, NULL)] if table.room else NULL


cdef void table_put(Table *table, u64 key, void *item) noexcept nogil:
    cdef Table old = table[0]
    cdef int place
    if 2 * (table.count + 1) > table.room:
        table.room = 2 * old.room if old.room else 16
        table.at = <void **>zeroed(table.room * sizeof(void *))
        table.keys = <u64 *>zeroed(table.room * sizeof(u64))
        for place in range(old.room):
            if old.at[place] != NULL:
                table_set(table, old.keys[place], old.at[place])
        free(old.at)
        free(old.keys)
    table_set(table, key, item)
    table.count += 1


cdef inline void table_set(Table *table, u64 key, void *item) noexcept nogil:
    cdef int place = table_place(table, key, item)
    table.at[place], table.keys[place] = item, key


cdef void table_drop(Table *table, u64 key, void *item) noexcept nogil:
    """What stands behind moves up, so that no place is wasted."""
    cdef int mask = table.room - 1, hole, place, home
    if not table.room:
        return
    hole = table_place(table, key, item)
    if table.at[hole] == NULL:
        return
    table.count -= 1
    place = hole
    while True:
        place = (place + 1) & mask
        if table.at[place] == NULL:
            break
        home = <int>(mixed(table.keys[place]) & mask)
        if ((place - home) & mask) >= ((place - hole) & mask):
            table.at[hole], table.keys[hole] = table.at[place], table.keys[place]
            hole = place
    table.at[hole] = NULL


cdef void table_free(Table *table) noexcept nogil:
    free(table.at)
    free(table.keys)
    memset(table, 0, sizeof(Table))
