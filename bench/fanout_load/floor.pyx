# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""What sending costs if nothing is decided: for each receiver a copy, srtp_protect and the socket call, paced.

Singly each packet is one sendto; in bursts the packets of one time are padded to one size and leave by one sendmsg with
UDP_SEGMENT, so that the kernel cuts them. One socket, a session for each receiver, as in a server. When a packet was due
stands in its tail, as traffic.pyx writes and reads it, so that a receiver can tell how late it came.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint64_t
from libc.stdlib cimport calloc, free
from libc.string cimport memcpy, memset

from bench.fanout_load.net cimport (
    CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CMSG_DATA, CMSG_FIRSTHDR, CMSG_LEN, CMSG_SPACE, IPPROTO_UDP, MSG_DONTWAIT,
    TIMER_ABSTIME, UDP_SEGMENT, Crypt, clock_gettime, clock_nanosleep, cmsghdr, htonl, htons, iovec, msghdr, now_ns,
    sendmsg, sendto, sockaddr, sockaddr_in, timespec,
)

cdef enum:
    AF_INET = 2
    HEAD = 12
    ROOM = 2048  # a packet and its tag
    MOST = 32  # packets in a burst
    TAIL = 20  # of a payload: when it was due, its number, its timestamp

cdef int64_t SECOND = 1000000000
cdef int64_t LATE = 2000000000  # a core that cannot keep pace has shown what it can


cdef class Floor:
    cdef Crypt protect
    cdef int fd, count
    cdef void **contexts
    cdef sockaddr_in *addresses
    cdef uint8_t out[ROOM * MOST]
    cdef uint8_t control[64]
    cdef uint64_t number
    cdef bint in_bursts
    cdef int64_t sent

    def __cinit__(self, int fd, size_t protect, contexts, ports, bint in_bursts):
        """`contexts`: addresses of libsrtp's sessions, one for each receiver; `ports` are those of 127.0.0.1."""
        self.fd, self.protect, self.count, self.in_bursts = fd, <Crypt>protect, len(ports), in_bursts
        self.contexts = <void **>calloc(self.count, sizeof(void *))
        self.addresses = <sockaddr_in *>calloc(self.count, sizeof(sockaddr_in))
        if not self.contexts or not self.addresses:
            raise MemoryError
        cdef size_t context
        for each in range(self.count):
            context = contexts[each]
            self.contexts[each] = <void *>context
            self.addresses[each].sin_family = AF_INET
            self.addresses[each].sin_port = htons(ports[each])
            self.addresses[each].sin_addr.s_addr = htonl(0x7F000001)

    def __dealloc__(self):
        free(self.contexts)
        free(self.addresses)

    def run(self, const int64_t[::1] due_ns, const int32_t[::1] sizes, const int32_t[::1] counts, int64_t cycle_ns,
            int64_t warm_ns, int64_t for_ns):
        """Bursts of `counts` packets of `sizes` at those times. Without the warm-up: packets sent, CPU ns used, its end."""
        cdef int64_t base = now_ns(), warm_until = base + warm_ns, until = warm_until + for_ns
        cdef int64_t due, used = -1, sent = 0
        cdef int at = 0
        with nogil:
            while True:
                due = base + due_ns[at]
                if due >= until or now_ns() >= until + LATE:
                    break
                if due >= warm_until and used < 0:
                    used, sent = self._used_ns(), self.sent
                self._sleep_until(due)
                self._burst(due, sizes[at], min(<int>counts[at], <int>MOST))
                at += 1
                if at == due_ns.shape[0]:
                    at = 0
                    base += cycle_ns
        return self.sent - sent, self._used_ns() - used, warm_until

    cdef int64_t _used_ns(self) noexcept nogil:
        cdef timespec at
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at)
        return <int64_t>at.tv_sec * SECOND + at.tv_nsec

    cdef void _sleep_until(self, int64_t due) noexcept nogil:
        cdef timespec at
        at.tv_sec, at.tv_nsec = due // SECOND, due % SECOND
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL)

    cdef void _burst(self, int64_t due, int size, int count) noexcept nogil:
        cdef uint8_t packet[ROOM]
        cdef int receiver
        memset(packet, 0, size)
        packet[0], packet[1], packet[11] = 0x80, 96, 1
        memcpy(packet + size - TAIL, &due, 8)
        for receiver in range(self.count):
            if self.in_bursts and count > 1:
                self._together(receiver, packet, size, count)
            else:
                self._singly(receiver, packet, size, count)
        self.number += count

    cdef int _protected(self, int receiver, uint8_t *to, const uint8_t *packet, int size, int nth) noexcept nogil:
        cdef uint64_t number = self.number + nth
        cdef uint16_t sequence = htons(<uint16_t>number)
        memcpy(to, packet, size)
        memcpy(to + 2, &sequence, 2)
        memcpy(to + size - TAIL + 8, &number, 8)
        self.protect(self.contexts[receiver], to, &size)
        return size

    cdef void _singly(self, int receiver, const uint8_t *packet, int size, int count) noexcept nogil:
        cdef int nth, whole
        for nth in range(count):
            whole = self._protected(receiver, self.out, packet, size, nth)
            self.sent += sendto(
                self.fd, self.out, whole, MSG_DONTWAIT, <sockaddr *>&self.addresses[receiver], sizeof(sockaddr_in)
            ) > 0

    cdef void _together(self, int receiver, const uint8_t *packet, int size, int count) noexcept nogil:
        cdef int nth, whole = 0
        cdef uint8_t *to = self.out
        cdef iovec part
        cdef msghdr message
        cdef cmsghdr *control
        cdef uint16_t segment
        for nth in range(count):
            whole = self._protected(receiver, to, packet, size, nth)
            to += whole
        memset(&message, 0, sizeof(message))
        part.iov_base, part.iov_len = self.out, to - self.out
        message.msg_name, message.msg_namelen = &self.addresses[receiver], sizeof(sockaddr_in)
        message.msg_iov, message.msg_iovlen = &part, 1
        message.msg_control, message.msg_controllen = self.control, CMSG_SPACE(sizeof(uint16_t))
        control = CMSG_FIRSTHDR(&message)
        control.cmsg_level, control.cmsg_type, control.cmsg_len = IPPROTO_UDP, UDP_SEGMENT, CMSG_LEN(sizeof(uint16_t))
        segment = whole
        memcpy(CMSG_DATA(control), &segment, 2)
        if sendmsg(self.fd, &message, MSG_DONTWAIT) > 0:
            self.sent += count
