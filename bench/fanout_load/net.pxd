"""What the two loops need of Linux and of libsrtp."""

from libc.stdint cimport int64_t, uint16_t, uint32_t, uint64_t

ctypedef int (*Crypt)(void *context, void *packet, int *size) noexcept nogil  # libsrtp's four functions

cdef extern from "<time.h>" nogil:
    ctypedef long time_t
    ctypedef int clockid_t
    struct timespec:
        time_t tv_sec
        long tv_nsec
    const int CLOCK_MONOTONIC
    const int CLOCK_PROCESS_CPUTIME_ID
    const int TIMER_ABSTIME
    int clock_gettime(clockid_t clock, timespec *to)
    int clock_nanosleep(clockid_t clock, int flags, const timespec *until, timespec *left)

cdef extern from "<sys/uio.h>" nogil:
    struct iovec:
        void *iov_base
        size_t iov_len

cdef extern from "<sys/socket.h>" nogil:
    ctypedef unsigned int socklen_t
    struct sockaddr:
        pass
    struct msghdr:
        void *msg_name
        socklen_t msg_namelen
        iovec *msg_iov
        size_t msg_iovlen
        void *msg_control
        size_t msg_controllen
        int msg_flags
    struct mmsghdr:
        msghdr msg_hdr
        unsigned int msg_len
    struct cmsghdr:
        size_t cmsg_len
        int cmsg_level
        int cmsg_type
    const int MSG_DONTWAIT
    const int MSG_TRUNC
    int recvmmsg(int fd, mmsghdr *messages, unsigned int count, int flags, timespec *timeout)
    ssize_t send(int fd, const void *data, size_t size, int flags)
    ssize_t sendto(int fd, const void *data, size_t size, int flags, const sockaddr *to, socklen_t to_size)
    ssize_t sendmsg(int fd, const msghdr *message, int flags)
    cmsghdr *CMSG_FIRSTHDR(msghdr *message)
    unsigned char *CMSG_DATA(cmsghdr *header)
    size_t CMSG_LEN(size_t size)
    size_t CMSG_SPACE(size_t size)

cdef extern from "<netinet/in.h>" nogil:
    struct in_addr:
        uint32_t s_addr
    struct sockaddr_in:
        unsigned short sin_family
        uint16_t sin_port
        in_addr sin_addr
    uint16_t htons(uint16_t value)
    uint32_t htonl(uint32_t value)
    uint16_t ntohs(uint16_t value)
    uint32_t ntohl(uint32_t value)
    const int IPPROTO_UDP

cdef extern from "<netinet/udp.h>" nogil:
    const int UDP_SEGMENT

cdef extern from "<sys/epoll.h>" nogil:
    ctypedef union epoll_data_t:
        uint64_t u64
    struct epoll_event:
        uint32_t events
        epoll_data_t data
    const int EPOLLIN
    const int EPOLL_CTL_ADD
    int epoll_create1(int flags)
    int epoll_ctl(int epoll, int what, int fd, epoll_event *event)
    int epoll_pwait2(int epoll, epoll_event *events, int most, const timespec *timeout, const void *signals)


cdef inline int64_t now_ns() noexcept nogil:
    cdef timespec at
    clock_gettime(CLOCK_MONOTONIC, &at)
    return <int64_t>at.tv_sec * 1000000000 + at.tv_nsec
