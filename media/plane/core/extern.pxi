# What C gives us: fixed-width integers, memory, sockets, and atomics of GCC and Clang. Nothing else is linked.

from libc.math cimport fabs, rint
from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t, uintptr_t
from libc.stdlib cimport calloc, free, malloc, realloc
from libc.string cimport memcmp, memcpy, memmove, memset

ctypedef int64_t i64
ctypedef uint8_t u8
ctypedef uint16_t u16
ctypedef uint32_t u32
ctypedef uint64_t u64

cdef extern from *:
    """
    #ifndef _GNU_SOURCE
    #define _GNU_SOURCE
    #endif
    #include <errno.h>
    #include <netinet/in.h>
    #include <netinet/udp.h>
    #include <poll.h>
    #include <pthread.h>
    #include <stdint.h>
    #include <string.h>
    #include <sys/eventfd.h>
    #include <sys/socket.h>
    #include <time.h>
    #include <unistd.h>
    #ifndef UDP_SEGMENT
    #define UDP_SEGMENT 103
    #endif
    #define load_acquire(p) __atomic_load_n(p, __ATOMIC_ACQUIRE)
    #define store_release(p, v) __atomic_store_n(p, v, __ATOMIC_RELEASE)
    #define load_seq(p) __atomic_load_n(p, __ATOMIC_SEQ_CST)
    #define exchange(p, v) __atomic_exchange_n(p, v, __ATOMIC_SEQ_CST)
    static inline void publish_s(double *place, double value) { __atomic_store(place, &value, __ATOMIC_RELAXED); }
    static inline double published_s(double *place) {
        double value;
        __atomic_load(place, &value, __ATOMIC_RELAXED);
        return value;
    }
    #define prefetch(p) __builtin_prefetch(p)
    #define count_ones(x) __builtin_popcountll(x)
    static inline double monotonic_s(void) {
        struct timespec at;
        clock_gettime(CLOCK_MONOTONIC, &at);
        return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
    }
    static inline int last_error(void) { return errno; }
    typedef union { struct sockaddr_in v4; struct sockaddr_in6 v6; struct sockaddr any; } plane_address;
    static inline int is_v6(const plane_address *a) { return a->any.sa_family == AF_INET6; }
    static inline socklen_t address_size(const plane_address *a) {
        return is_v6(a) ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
    }
    static inline int same_address(const plane_address *a, const plane_address *b) {
        if (a->any.sa_family != b->any.sa_family) return 0;
        if (!is_v6(a)) return a->v4.sin_port == b->v4.sin_port && a->v4.sin_addr.s_addr == b->v4.sin_addr.s_addr;
        return a->v6.sin6_port == b->v6.sin6_port && a->v6.sin6_scope_id == b->v6.sin6_scope_id
            && !memcmp(&a->v6.sin6_addr, &b->v6.sin6_addr, 16);
    }
    static inline uint64_t mixed(uint64_t x) {  /* the finaliser of splitmix64 */
        x ^= x >> 30; x *= 0xbf58476d1ce4e5b9ULL; x ^= x >> 27; x *= 0x94d049bb133111ebULL; return x ^ x >> 31;
    }
    static inline uint64_t address_hash(const plane_address *a, uint64_t salt) {
        uint64_t halves[2];
        if (!is_v6(a)) return mixed(salt ^ ((uint64_t)a->v4.sin_addr.s_addr << 16 | a->v4.sin_port));
        memcpy(halves, &a->v6.sin6_addr, 16);
        return mixed(mixed(salt ^ halves[0]) ^ halves[1] ^ (uint64_t)a->v6.sin6_port << 32 ^ a->v6.sin6_scope_id);
    }
    static inline void write_ipv4(plane_address *a, uint32_t host, uint16_t port) {
        memset(a, 0, sizeof *a);
        a->v4.sin_family = AF_INET; a->v4.sin_addr.s_addr = htonl(host); a->v4.sin_port = htons(port);
    }
    static inline void write_ipv6(plane_address *a, const void *host, uint16_t port, uint32_t scope) {
        memset(a, 0, sizeof *a);
        a->v6.sin6_family = AF_INET6; memcpy(&a->v6.sin6_addr, host, 16);
        a->v6.sin6_port = htons(port); a->v6.sin6_scope_id = scope;
    }
    static inline uint16_t address_port(const plane_address *a) {
        return ntohs(is_v6(a) ? a->v6.sin6_port : a->v4.sin_port);
    }
    static inline const void *address_host(const plane_address *a) {
        return is_v6(a) ? (const void *)&a->v6.sin6_addr : (const void *)&a->v4.sin_addr;
    }
    static inline uint32_t address_scope(const plane_address *a) { return is_v6(a) ? a->v6.sin6_scope_id : 0; }

    /* One sendmsg; with `segment` the kernel cuts the bytes into datagrams of that size (UDP_SEGMENT). */
    static inline int send_bytes(int fd, const void *bytes, size_t size, int segment, const plane_address *to) {
        struct iovec part = {(void *)bytes, size};
        union { char bytes[CMSG_SPACE(sizeof(uint16_t))]; struct cmsghdr align; } control;
        struct msghdr message = {0};
        message.msg_name = (void *)to; message.msg_namelen = address_size(to);
        message.msg_iov = &part; message.msg_iovlen = 1;
        if (segment) {
            struct cmsghdr *head;
            uint16_t value = (uint16_t)segment;
            memset(&control, 0, sizeof control);
            message.msg_control = control.bytes; message.msg_controllen = sizeof control.bytes;
            head = CMSG_FIRSTHDR(&message);
            head->cmsg_level = IPPROTO_UDP; head->cmsg_type = UDP_SEGMENT; head->cmsg_len = CMSG_LEN(sizeof value);
            memcpy(CMSG_DATA(head), &value, sizeof value);
        }
        return sendmsg(fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 ? errno : 0;
    }

    /* One sendmmsg of datagrams that lie behind one another; how many of them, of the first on, have left. */
    #define SEND_BATCH 64
    static inline int send_many(int fd, const uint8_t *bytes, const int *sizes, int count, const plane_address *to) {
        struct mmsghdr heads[SEND_BATCH];
        struct iovec parts[SEND_BATCH];
        int at;
        if (count > SEND_BATCH) count = SEND_BATCH;
        memset(heads, 0, (size_t)count * sizeof heads[0]);
        for (at = 0; at < count; at++) {
            parts[at].iov_base = (void *)bytes; parts[at].iov_len = (size_t)sizes[at];
            heads[at].msg_hdr.msg_name = (void *)to; heads[at].msg_hdr.msg_namelen = address_size(to);
            heads[at].msg_hdr.msg_iov = &parts[at]; heads[at].msg_hdr.msg_iovlen = 1;
            bytes += sizes[at];
        }
        at = sendmmsg(fd, heads, (unsigned)count, MSG_DONTWAIT | MSG_NOSIGNAL);
        return at < 0 ? 0 : at;
    }

    static inline int poll_for(struct pollfd *places, int count, double seconds) {
        struct timespec wait = {0, 0};
        if (seconds > 0) { wait.tv_sec = (time_t)seconds; wait.tv_nsec = (long)((seconds - (double)wait.tv_sec) * 1e9); }
        return ppoll(places, (nfds_t)count, &wait, NULL);
    }

    #define READ_BATCH 64
    #define READ_BYTES 2048
    typedef struct {
        struct mmsghdr heads[READ_BATCH];
        struct iovec parts[READ_BATCH];
        plane_address from[READ_BATCH];
        _Alignas(16) uint8_t bytes[READ_BATCH][READ_BYTES];
    } plane_batch;
    static inline int read_batch(int fd, plane_batch *batch) {
        int at;
        for (at = 0; at < READ_BATCH; at++) {
            batch->parts[at].iov_base = batch->bytes[at]; batch->parts[at].iov_len = READ_BYTES;
            memset(&batch->heads[at], 0, sizeof batch->heads[at]);
            batch->heads[at].msg_hdr.msg_name = &batch->from[at];
            batch->heads[at].msg_hdr.msg_namelen = sizeof batch->from[at];
            batch->heads[at].msg_hdr.msg_iov = &batch->parts[at]; batch->heads[at].msg_hdr.msg_iovlen = 1;
        }
        at = recvmmsg(fd, batch->heads, READ_BATCH, MSG_DONTWAIT, NULL);
        return at < 0 ? -errno : at;
    }
    #define batch_size(batch, at) ((int)(batch)->heads[at].msg_len)
    #define batch_bytes(batch, at) ((batch)->bytes[at])
    #define batch_from(batch, at) (&(batch)->from[at])
    """
    ctypedef struct plane_address:
        pass
    ctypedef struct plane_batch:
        pass
    u32 load_acquire(u32 *place) noexcept nogil
    void store_release(u32 *place, u32 value) noexcept nogil
    u32 load_seq(u32 *place) noexcept nogil
    u32 exchange(u32 *place, u32 value) noexcept nogil
    void publish_s(double *place, double value) noexcept nogil
    double published_s(double *place) noexcept nogil
    void prefetch(const void *place) noexcept nogil
    int count_ones(u64 value) noexcept nogil
    double monotonic_s() noexcept nogil
    int last_error() noexcept nogil
    int is_v6(const plane_address *address) noexcept nogil
    bint same_address(const plane_address *one, const plane_address *two) noexcept nogil
    u64 mixed(u64 value) noexcept nogil
    u64 address_hash(const plane_address *address, u64 salt) noexcept nogil
    void write_ipv4(plane_address *address, u32 host, u16 port) noexcept nogil
    void write_ipv6(plane_address *address, const void *host, u16 port, u32 scope) noexcept nogil
    u16 address_port(const plane_address *address) noexcept nogil
    const void *address_host(const plane_address *address) noexcept nogil
    u32 address_scope(const plane_address *address) noexcept nogil
    int send_bytes(int fd, const void *data, size_t size, int segment, const plane_address *to) noexcept nogil
    int send_many(int fd, const u8 *data, const int *sizes, int count, const plane_address *to) noexcept nogil
    int read_batch(int fd, plane_batch *batch) noexcept nogil
    int batch_size(plane_batch *batch, int at) noexcept nogil
    u8 *batch_bytes(plane_batch *batch, int at) noexcept nogil
    plane_address *batch_from(plane_batch *batch, int at) noexcept nogil
    int READ_BATCH
    int READ_BYTES

    struct pollfd:
        int fd
        short events
        short revents
    int POLLIN
    int POLLOUT
    int poll_for(pollfd *places, int count, double seconds) noexcept nogil
    int EFD_NONBLOCK
    int EFD_CLOEXEC
    int eventfd(unsigned int value, int flags) noexcept nogil
    int close(int fd) noexcept nogil
    ssize_t read(int fd, void *into, size_t size) noexcept nogil
    ssize_t write(int fd, const void *data, size_t size) noexcept nogil
    int EAGAIN
    int ENOBUFS
    int ENOMEM
    int EINVAL
    int EIO
    int EMSGSIZE
    int ENOPROTOOPT
    int EINTR
