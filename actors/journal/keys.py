"""The keys under which personal fields lie, one ring per webinar: destroying a key destroys what lies under it.

Sealing is AES-GCM, so that what was changed on the disk is noticed. A destroyed key stays in the ring without its
secret: a key that is not there at all is damage, never taken for a destroyed one.
"""

from collections.abc import Callable, MutableMapping
from functools import cached_property
from typing import Final

from attrs import evolve, frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from actors.ports import LogDamaged
from actors.words import ParticipantId

SECRET_BYTES: Final = 32
NONCE_BYTES: Final = 12  # random: one key seals a few thousand values at most
NOBODY: Final = ""

Chance = Callable[[int], bytes]  # so many random bytes


@frozen
class Key:
    """`owner`: with whom it is destroyed. `secret` is empty once it is."""

    secret: bytes
    owner: ParticipantId = NOBODY

    @cached_property
    def cipher(self) -> AESGCM:
        return AESGCM(self.secret)


Keys = MutableMapping[str, Key]  # by name


def make(keys: Keys, name: str, owner: ParticipantId, chance: Chance) -> None:
    """Unless it has been made before, even if it has been destroyed since."""
    if name not in keys:
        keys[name] = Key(chance(SECRET_BYTES), owner)


def destroy(keys: Keys, name: str) -> None:
    keys[name] = evolve(keys[name], secret=b"")


def seal(keys: Keys, name: str, plain: bytes, place: bytes, chance: Chance) -> bytes:
    """Nothing, once the key is destroyed. What is sealed opens in the same `place` alone."""
    key = keys[name]
    if not key.secret:
        return b""
    nonce = chance(NONCE_BYTES)
    return nonce + key.cipher.encrypt(nonce, plain, place)


def unseal(keys: Keys, name: str, sealed: bytes, place: bytes) -> bytes | None:
    """None, once the key is destroyed. Raises LogDamaged."""
    key = keys.get(name)
    if key is None:
        raise LogDamaged(f"the key {name} is missing")
    if not key.secret or not sealed:
        return None
    try:
        return key.cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
    except (InvalidTag, ValueError):
        raise LogDamaged(f"what lies under the key {name} is not what was written") from None
