"""STUN (RFC 8489) as far as an ICE-lite server needs it: reads Binding requests, writes their answers.

Bytes in, bytes out, no state. `parse_request` never raises; what it cannot read is not worth an answer. An answer to
somebody who has not proven the password is never longer than the question; `error_response` then may give nothing.
"""

import hmac
import socket
import struct
import zlib

from attrs import define

from media.address import Address

HEADER_BYTES = 20
MAX_REQUEST_BYTES = 1280  # browsers send about 100; RFC 8489 6.1 asks to stay below the path's MTU
MAX_ATTRIBUTES = 32

_COOKIE = 0x2112A442
_COOKIE_BYTES = struct.pack("!I", _COOKIE)
_FINGERPRINT_XOR = 0x5354554E

_BINDING_REQUEST = 0x0001
_BINDING_SUCCESS = 0x0101
_BINDING_ERROR = 0x0111

_USERNAME = 0x0006
_MESSAGE_INTEGRITY = 0x0008
_ERROR_CODE = 0x0009
_UNKNOWN_ATTRIBUTES = 0x000A
_MESSAGE_INTEGRITY_SHA256 = 0x001C
_XOR_MAPPED_ADDRESS = 0x0020
_PRIORITY = 0x0024
_USE_CANDIDATE = 0x0025
_FINGERPRINT = 0x8028
_ICE_CONTROLLED = 0x8029
_ICE_CONTROLLING = 0x802A

# Types below 0x8000 must be understood (RFC 8489 14). These are, or say nothing that matters to a lite server.
_UNDERSTOOD = frozenset({_USERNAME, _MESSAGE_INTEGRITY, _MESSAGE_INTEGRITY_SHA256, _PRIORITY, _USE_CANDIDATE})
_EXACT_BYTES = {
    _MESSAGE_INTEGRITY: 20,
    _PRIORITY: 4,
    _USE_CANDIDATE: 0,
    _FINGERPRINT: 4,
    _ICE_CONTROLLED: 8,
    _ICE_CONTROLLING: 8,
}
_MAX_USERNAME_BYTES = 512  # RFC 8489 14.3: fewer than 509, rounded up to a multiple of four

_HEADER = struct.Struct("!HHI12s")
_ATTRIBUTE = struct.Struct("!HH")
_MAPPED_IPV4 = struct.Struct("!HHBBHI")
_MAPPED_IPV6 = struct.Struct("!HHBBH16s")


@define
class BindingRequest:
    """A well-formed Binding request. Nothing in it is proven until `is_authentic` says so."""

    raw: bytes
    transaction_id: bytes
    integrity_at: int = 0
    """Where MESSAGE-INTEGRITY begins in `raw`; 0: there is none."""
    username: str = ""
    priority: int | None = None
    use_candidate: bool = False
    ice_controlled: bool = False
    """The client takes the controlled role, which is ours: a conflict (RFC 8445 7.3.1.1)."""
    unknown: tuple[int, ...] = ()
    """Attributes that must be understood and are not: answered with 420."""

    @property
    def ufrag(self) -> str:
        """The fragment of the one who is asked: ours, if the check is meant for us (RFC 8445 7.2.2)."""
        return self.username.partition(":")[0]

    def is_authentic(self, key: bytes) -> bool:
        """Whether MESSAGE-INTEGRITY was made with this short-term password (RFC 8489 14.5)."""
        if not self.integrity_at:
            return False
        length = self.integrity_at - HEADER_BYTES + 24
        signed = self.raw[:2] + length.to_bytes(2, "big") + self.raw[4 : self.integrity_at]
        sent = self.raw[self.integrity_at + 4 : self.integrity_at + 24]
        return hmac.compare_digest(hmac.digest(key, signed, "sha1"), sent)


def looks_like_stun(data: bytes) -> bool:
    """RFC 7983: first byte 0..3; the cookie tells STUN from what else begins so."""
    return len(data) >= HEADER_BYTES and data[0] < 4 and data[4:8] == _COOKIE_BYTES  # noqa: PLR2004 - RFC 7983


def parse_request(data: bytes) -> BindingRequest | None:
    """Read a Binding request; None for anything else, for every length that lies and for a wrong FINGERPRINT.

    What stands after MESSAGE-INTEGRITY is ignored, but for FINGERPRINT (RFC 8489 14.5): anyone on the path could have
    added it.
    """
    if len(data) > MAX_REQUEST_BYTES or not looks_like_stun(data):
        return None
    kind, length, _, transaction_id = _HEADER.unpack_from(data)
    if kind != _BINDING_REQUEST or length != len(data) - HEADER_BYTES or length % 4:
        return None
    request = BindingRequest(data, transaction_id)
    return request if _read_attributes(request, data) else None


def _read_attributes(request: BindingRequest, data: bytes) -> bool:
    at, end = HEADER_BYTES, len(data)
    for _ in range(MAX_ATTRIBUTES):
        if at == end:
            return True
        kind, length = _ATTRIBUTE.unpack_from(data, at)  # multiples of four: the head always fits
        after = at + 4 + (length + 3 & ~3)
        if after > end or _EXACT_BYTES.get(kind, length) != length:
            return False
        if kind == _FINGERPRINT:
            return after == end and _fingerprint_fits(data, at)
        if not request.integrity_at and not _take(request, kind, at, data[at + 4 : at + 4 + length]):
            return False
        at = after
    return at == end


def _take(request: BindingRequest, kind: int, at: int, value: bytes) -> bool:
    """Put one attribute into the request; False if its value cannot be."""
    if kind == _USERNAME:
        if len(value) > _MAX_USERNAME_BYTES or not value.isascii():
            return False
        request.username = request.username or value.decode("ascii")  # the first of several counts (RFC 8489 14)
    elif kind == _MESSAGE_INTEGRITY:
        request.integrity_at = at
    elif kind == _PRIORITY:
        request.priority = int.from_bytes(value, "big")
    elif kind == _USE_CANDIDATE:
        request.use_candidate = True
    elif kind == _ICE_CONTROLLED:
        request.ice_controlled = True
    elif kind < 0x8000 and kind not in _UNDERSTOOD:  # noqa: PLR2004 - RFC 8489 14
        request.unknown += (kind,)
    return True


def _fingerprint_fits(data: bytes, at: int) -> bool:
    return zlib.crc32(data[:at]) ^ _FINGERPRINT_XOR == int.from_bytes(data[at + 4 : at + 8], "big")


def success_response(request: BindingRequest, address: Address, key: bytes) -> bytes:
    """Tell the client the address that we see, signed with our password."""
    return _signed(_BINDING_SUCCESS, request.transaction_id, _xor_mapped_address(address, request.transaction_id), key)


def error_response(request: BindingRequest, code: int, key: bytes | None = None) -> bytes:
    """400, 401, 420 or 487 without a reason phrase; signed if the asker has proven the key.

    Unsigned ones must not amplify: empty if the answer would be longer than the question. How often they
    are given is the caller's to bound.
    """
    body = struct.pack("!HHHBB", _ERROR_CODE, 4, 0, code // 100, code % 100)
    if request.unknown:
        kinds = request.unknown
        body += struct.pack(f"!HH{len(kinds)}H", _UNKNOWN_ATTRIBUTES, 2 * len(kinds), *kinds) + bytes(
            len(kinds) % 2 * 2
        )
    if key is not None:
        return _signed(_BINDING_ERROR, request.transaction_id, body, key)
    response = _with_fingerprint(_header(_BINDING_ERROR, len(body) + 8, request.transaction_id) + body)
    return response if len(response) <= len(request.raw) else b""


def _xor_mapped_address(address: Address, transaction_id: bytes) -> bytes:
    host, port = address[0], address[1] ^ _COOKIE >> 16
    if "." in host:  # a socket for both families writes IPv4 as ::ffff:192.0.2.1
        number = int.from_bytes(socket.inet_aton(host.rpartition(":")[2]), "big")
        return _MAPPED_IPV4.pack(_XOR_MAPPED_ADDRESS, 8, 0, 1, port, number ^ _COOKIE)
    mask = int.from_bytes(_COOKIE_BYTES + transaction_id, "big")
    packed = int.from_bytes(socket.inet_pton(socket.AF_INET6, host.partition("%")[0]), "big") ^ mask
    return _MAPPED_IPV6.pack(_XOR_MAPPED_ADDRESS, 20, 0, 2, port, packed.to_bytes(16, "big"))


def _signed(kind: int, transaction_id: bytes, body: bytes, key: bytes) -> bytes:
    """The head's length ends with MESSAGE-INTEGRITY for its digest, with FINGERPRINT in the end (RFC 8489 14.5)."""
    length = len(body) + 24
    digest = hmac.digest(key, _header(kind, length, transaction_id) + body, "sha1")
    whole = _header(kind, length + 8, transaction_id) + body + _ATTRIBUTE.pack(_MESSAGE_INTEGRITY, 20) + digest
    return _with_fingerprint(whole)


def _header(kind: int, length: int, transaction_id: bytes) -> bytes:
    return _HEADER.pack(kind, length, _COOKIE, transaction_id)


def _with_fingerprint(message: bytes) -> bytes:
    return message + struct.pack("!HHI", _FINGERPRINT, 4, zlib.crc32(message) ^ _FINGERPRINT_XOR)
