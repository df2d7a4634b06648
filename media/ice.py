"""ICE-lite (RFC 8445) of one peer: who may send to us, and where we send.

Only an address from which a check with our password came is proven; DTLS and SRTP of others never reach a library.
A proven address may carry DTLS before it is nominated: Chromium ends its handshake 50 ms before it nominates.
Knows no sockets and no clock. A new pair of credentials (ICE restart) is a new `IceLite`.
"""

import base64
from collections.abc import Callable
from typing import Final

from attrs import define, field, frozen

from media import stun
from media.address import Address

MAX_ADDRESSES: Final = 8  # per peer: a phone has Wi-Fi, mobile and VPN, each IPv4 and IPv6
SILENT_AFTER_S: Final = 15.0  # Firefox checks every 4.4 to 6.2 s; this outlives one lost check
STALE_AFTER_S: Final = (
    8.0  # a chosen address unchecked for longer than Firefox's interval gives way to one just checked
)


@frozen
class IceCredentials:
    """A username fragment and its password (RFC 8445 5.3: at least 24 and 128 bits)."""

    ufrag: str
    password: str = field(repr=False)

    @classmethod
    def generate(cls, random_bytes: Callable[[int], bytes]) -> "IceCredentials":
        """The fragment alone finds the peer on the one port, so it is long enough not to be guessed (96 bits)."""
        return cls(_ice_chars(random_bytes(12)), _ice_chars(random_bytes(24)))


@frozen
class CheckAnswer:
    """What a check did: bytes to send back, whether its address is proven now, and which one lost its place."""

    reply: bytes
    is_admitted: bool
    evicted: Address | None = None


@define
class IceLite:
    """Authenticated checks alone add addresses; the oldest goes when a ninth comes, but never the chosen one."""

    local: IceCredentials
    remote_ufrag: str
    last_check_s: float
    """Set to the time of making, so that a client that never checks is silent too."""
    silent_after_s: float = SILENT_AFTER_S
    selected: Address | None = None
    username: str = field(init=False)
    """What right checks name: "ours:theirs" (RFC 8445 7.2.2)."""
    key: bytes = field(init=False, repr=False)
    """What they are signed with."""
    _checked_s: dict[Address, float] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.username = f"{self.local.ufrag}:{self.remote_ufrag}"
        self.key = self.local.password.encode()

    def answer(self, request: stun.BindingRequest, address: Address, now_s: float) -> CheckAnswer:
        """Judge a check that names our fragment, and answer it (RFC 8445 7.3)."""
        if not request.integrity_at or not request.username:
            return CheckAnswer(stun.error_response(request, 400), is_admitted=False)
        if request.username != self.username or not request.is_authentic(self.key):
            return CheckAnswer(stun.error_response(request, 401), is_admitted=False)
        if request.unknown:
            return CheckAnswer(stun.error_response(request, 420, self.key), is_admitted=False)
        if request.ice_controlled:
            return CheckAnswer(stun.error_response(request, 487, self.key), is_admitted=False)
        evicted = self._admit(address, now_s)
        self._choose(address, now_s, nominated=request.use_candidate)
        return CheckAnswer(stun.success_response(request, address, self.key), is_admitted=True, evicted=evicted)

    def heard(self, at_s: float | None) -> None:
        """A check from the chosen address was answered elsewhere at that time, exactly as `answer` would have done."""
        if at_s is not None and at_s > self.last_check_s and self.selected is not None:
            self._admit(self.selected, at_s)

    @property
    def addresses(self) -> tuple[Address, ...]:
        """All proven addresses, the one checked longest ago first."""
        return tuple(self._checked_s)

    def knows(self, address: Address) -> bool:
        """Whether a check from there was authenticated and still has its place."""
        return address in self._checked_s

    def is_silent(self, now_s: float) -> bool:
        """Whether the client is gone: a closed tab says nothing, its checks just stop."""
        return now_s - self.last_check_s > self.silent_after_s

    def _admit(self, address: Address, now_s: float) -> Address | None:
        self.last_check_s = now_s
        self._checked_s.pop(address, None)  # back in at the end: the dict is in order of last check
        self._checked_s[address] = now_s
        if len(self._checked_s) <= MAX_ADDRESSES:
            return None
        oldest = next(known for known in self._checked_s if known != self.selected)
        del self._checked_s[oldest]
        return oldest

    def _choose(self, address: Address, now_s: float, *, nominated: bool) -> None:
        chosen = self.selected
        if chosen is None or nominated or now_s - self._checked_s[chosen] > STALE_AFTER_S:
            self.selected = address


def _ice_chars(data: bytes) -> str:
    return base64.b64encode(data, b"+/").decode("ascii")
