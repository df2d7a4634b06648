"""Header extensions of what a viewer gets, in the one-byte form (RFC 8285), with places for what the plane fills in."""

from struct import pack
from typing import Final

from media.plane import DownSpec

_SEND_TIME_BYTES, _TRANSPORT_BYTES = 3, 2
_PROFILE: Final = 0xBEDE
_IDS, _SIZES = range(1, 15), range(1, 17)


def header_extensions(spec: DownSpec) -> list[bytes]:
    """Whole: without and with MID, then both with a transport-wide number.

    The send time comes first, then that number. Raises ValueError for an id or a MID that does not fit.
    """
    return [
        _extension(spec, with_mid=with_mid, numbered=numbered)
        for numbered in (False, True)
        for with_mid in (False, True)
    ]


def dependency_id(spec: DownSpec) -> int:
    """Of the element that the plane adds to packets of AV1, 0 without. Raises ValueError where it does not fit."""
    if spec.dependency_ext_id is None:
        return 0
    if spec.dependency_ext_id not in _IDS:
        raise ValueError("does not fit the one-byte form")
    return spec.dependency_ext_id


def _extension(spec: DownSpec, *, with_mid: bool, numbered: bool) -> bytes:
    elements = []
    if spec.abs_send_time_ext_id is not None:
        elements.append((spec.abs_send_time_ext_id, bytes(_SEND_TIME_BYTES)))
    if numbered and spec.transport_cc_ext_id is not None:
        elements.append((spec.transport_cc_ext_id, bytes(_TRANSPORT_BYTES)))
    if with_mid and spec.mid_ext_id is not None:
        elements.append((spec.mid_ext_id, spec.mid.encode("ascii")))
    if not all(identity in _IDS and len(value) in _SIZES for identity, value in elements):
        raise ValueError("does not fit the one-byte form")
    body = b"".join(bytes((identity << 4 | len(value) - 1,)) + value for identity, value in elements)
    body += bytes(-len(body) % 4)
    return pack("!HH", _PROFILE, len(body) // 4) + body if elements else b""
