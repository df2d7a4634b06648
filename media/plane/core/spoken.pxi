# Addresses, names, events and what was taped: as Python says them, and as the plane has them.


cdef void read_address(object address, plane_address *into) except *:
    cdef bytes host
    if ":" in address[0]:
        host = inet_pton(AF_INET6, address[0].partition("%")[0])
        write_ipv6(into, PyBytes_AS_STRING(host), address[1], address[3] if len(address) > 3 else 0)
    else:
        host = inet_pton(AF_INET, address[0])
        write_ipv4(into, get32(<const u8 *>PyBytes_AS_STRING(host)), address[1])


cdef object show_address(const plane_address *address):
    cdef bytes host = PyBytes_FromStringAndSize(<const char *>address_host(address), 16 if is_v6(address) else 4)
    if is_v6(address):
        return inet_ntop(AF_INET6, host), address_port(address), 0, address_scope(address)
    return inet_ntop(AF_INET, host), address_port(address)


cdef void read_name(str text, Name *into) except *:
    cdef bytes name = text.encode()
    if len(name) > MAX_NAME:
        raise ValueError("name too long")
    into.size = <int>len(name)
    memcpy(into.text, PyBytes_AS_STRING(name), into.size)


cdef object show_event(const Event *event):
    cdef int at
    rates = tuple([event.rates[at] for at in range(event.rate_count)]) if event.rate_count else ()
    spatial = tuple([event.spatial[at] for at in range(event.spatial_count)]) if event.spatial_count else ()
    numbers = event.kind, event.a, event.b, event.c, event.d, event.at_s, event.x, event.y, event.z
    return (*numbers, rates, spatial)


cdef object show_tape(Tape *tape):
    """Takes it: by recording, records in order."""
    cdef u32 at = tape.tail, head = load_acquire(&tape.head)
    cdef Taped taped
    cdef bytes record
    found = {}
    while at != head:
        tape_read(tape, at, &taped, sizeof(Taped))
        record = PyBytes_FromStringAndSize(NULL, sizeof(Taped) + taped.size)
        tape_read(tape, at, PyBytes_AS_STRING(record), <u32>len(record))
        found.setdefault(taped.recording, []).append(record)
        at += <u32>len(record)
    store_release(&tape.tail, at)
    return {recording: b"".join(records) for recording, records in found.items()}
