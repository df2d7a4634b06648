"""Connectivity checks of any bytes, sealed ones too, before the compiled plane and the oracle: both answer alike."""

from functools import cache

from media.plane import CheckSpec
from tests.media.plane.twins import Twins, address_of
from tests.media.test_stun import attribute, message

PEER, USERNAME, KEY = 1, b"ours:theirs", b"a key of ours"


def answered_alike(data: bytes) -> None:
    """As it stands; then as attributes of a check that names the peer and is signed, the first byte saying how many
    words of them stand before the signature."""
    twins = joined()
    cut = 1 + 4 * data[0] if data else 0
    for check in (data, message(attribute(6, USERNAME), padded(data[1:cut]), key=KEY, after=padded(data[cut:]))):
        ours = twins.oracle.check(check, address_of(PEER), twins.now_s)
        assert twins.compiled.check(check, address_of(PEER), twins.now_s) == ours
    twins.compare()
    twins.sent.clear()


@cache
def joined() -> Twins:
    """Made once, for it takes longer than a thousand checks; no check changes what comes of the next."""
    twins = Twins()
    twins.join(PEER, checks=CheckSpec(USERNAME, KEY))
    return twins


def padded(attributes: bytes) -> bytes:
    return attributes + bytes(-len(attributes) % 4)
