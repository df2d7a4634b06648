"""Plain connectivity checks: right ones, from where the peer's media goes. They are answered, nothing else changes.

Reading and writing are media/stun.py's own; what is more than plain is for media/ice.py to judge.
"""

from media import stun
from media.address import Address
from media.plane import CheckSpec


def answer(checks: CheckSpec, data: bytes, address: Address) -> bytes | None:
    """None: it is not plain."""
    request = stun.parse_request(data)
    if request is None or request.unknown or request.ice_controlled:
        return None
    if request.username.encode() != checks.username or not request.is_authentic(checks.key):
        return None
    return stun.success_response(request, address, checks.key)
