"""The one UDP port, and what comes to it beside media: STUN and DTLS are told apart (RFC 7983) and answered.

The plane's thread reads the port; what is media stays there. Only an address that passed an authenticated STUN check
gets as far as OpenSSL or libsrtp; everything else is counted and dropped. Decides nothing about peers: it asks the
`Switchboard` whose address or fragment this is.
"""

import errno
import socket
from collections import Counter
from typing import Protocol

import structlog

from media import stun
from media.address import Address
from media.ice import CheckAnswer
from media.stun import BindingRequest

# First bytes by protocol (RFC 7983 section 7).
STUN_FIRST, DTLS_FIRST, NOTHING = range(4), range(20, 64), 255
SOCKET_BUFFER_BYTES = 4 * 1024 * 1024  # a key frame to a thousand viewers leaves in one go
ERRORS_PER_SOURCE_PER_S = 10  # answers to checks that prove nothing
MAX_ERROR_SOURCES = 1024
# What a send may fail with although nothing is wrong with us: the queue is full, or the far end is gone.
LOST_ON_SEND = frozenset(
    {
        errno.EAGAIN,
        errno.ENOBUFS,
        errno.ECONNREFUSED,
        errno.EHOSTUNREACH,
        errno.ENETUNREACH,
        errno.EPERM,
        errno.EACCES,
        errno.EINVAL,
    }
)


log = structlog.get_logger("media")


class Owner(Protocol):
    """The peer behind a fragment or an address."""

    def check(self, request: BindingRequest, address: Address, now_s: float) -> CheckAnswer: ...

    def handshake(self, datagram: bytes, address: Address) -> None: ...


class Switchboard(Protocol):
    def by_ufrag(self, ufrag: str) -> Owner | None: ...

    def by_address(self, address: Address) -> Owner | None: ...


class Endpoint:
    """Owns the socket. `counters` holds totals since start, by name."""

    def __init__(self, host: str, port: int) -> None:
        """Bind. `port` 0 takes any free one. Raises OSError when the port is taken."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.counters: Counter[str] = Counter()
        self._errors: Counter[str] = Counter()
        self._errors_since_s = 0.0
        self._socket = socket.socket(family, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            self._socket.setsockopt(socket.SOL_SOCKET, option, SOCKET_BUFFER_BYTES)
        self._socket.bind((host, port))

    def fileno(self) -> int:
        """For the plane's thread, which reads it and sends media."""
        return self._socket.fileno()

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    def send(self, datagram: bytes, address: Address) -> None:
        """Send or lose: UDP promises no more. Neither blocks nor raises for what a network does."""
        try:
            self._socket.sendto(datagram, address)
        except OSError as error:
            if error.errno not in LOST_ON_SEND:
                raise
            self.counters["send_lost"] += 1

    def close(self) -> None:
        """Give the port back."""
        self._socket.close()

    def take(self, switchboard: Switchboard, datagram: bytes, address: Address, now_s: float) -> None:
        """`datagram`, whatever happens: one peer's bug must not take the port from all the others."""
        try:
            self.datagram(switchboard, datagram, address, now_s)
        except Exception:
            self.counters["crashed"] += 1
            log.exception("datagram_crashed", first_byte=datagram[:1].hex(), size_bytes=len(datagram))

    def datagram(self, switchboard: Switchboard, datagram: bytes, address: Address, now_s: float) -> None:
        """Send one datagram where its first byte says."""
        first = datagram[0] if datagram else NOTHING
        if first in STUN_FIRST:
            self._stun(switchboard, datagram, address, now_s)
        elif first in DTLS_FIRST:
            self._dtls(switchboard, datagram, address)
        else:
            self.counters["unknown_kind"] += 1

    def _stun(self, switchboard: Switchboard, datagram: bytes, address: Address, now_s: float) -> None:
        request = stun.parse_request(datagram)
        if request is None:
            self.counters["malformed_stun"] += 1
            return
        owner = switchboard.by_ufrag(request.ufrag)
        if owner is None:
            self.counters["unknown_ufrag"] += 1
            return
        answer = owner.check(request, address, now_s)
        if answer.reply and (answer.is_admitted or self._may_tell_error(address, now_s)):
            self.send(answer.reply, address)

    def _dtls(self, switchboard: Switchboard, datagram: bytes, address: Address) -> None:
        owner = switchboard.by_address(address)
        if owner is None:
            self.counters["unverified_source"] += 1
        else:
            owner.handshake(datagram, address)

    def _may_tell_error(self, address: Address, now_s: float) -> bool:
        if now_s - self._errors_since_s >= 1 or len(self._errors) > MAX_ERROR_SOURCES:
            self._errors.clear()
            self._errors_since_s = now_s
        self._errors[address[0]] += 1
        self.counters["refused_check"] += 1
        return self._errors[address[0]] <= ERRORS_PER_SOURCE_PER_S
