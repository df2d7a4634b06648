"""Share links of a film: a secret that only the link holds (we keep its digest), with an end, and revoked at will."""

import hashlib
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from attrs import frozen

from web.recordings import files

MOST: Final = 50  # of one film, those whose time is over not counted
SECRET_BYTES: Final = 32
FILE: Final = "shares.json"


@frozen
class Share:
    """`chat`: whether chat, questions and polls are shown beside the film. Times are Unix seconds."""

    id: str
    digest: str
    chat: bool
    made_s: float
    until_s: float


@frozen
class Shares:
    shares: tuple[Share, ...] = ()


def of(folder: Path, now_s: float) -> tuple[Share, ...]:
    """The good ones of a film."""
    kept = files.read(folder / FILE, Shares) or Shares()
    return tuple(share for share in kept.shares if now_s < share.until_s)


def make(folder: Path, new_id: str, *, chat: bool, now_s: float, lifetime_s: float) -> tuple[Share, str] | None:
    """The share and its secret, told this once. None: there are too many."""
    good = of(folder, now_s)
    if len(good) >= MOST:
        return None
    secret = secrets.token_urlsafe(SECRET_BYTES)
    share = Share(new_id, digest_of(secret), chat, now_s, now_s + lifetime_s)
    files.write(folder / FILE, Shares((*good, share)))
    return share, secret


def revoke(folder: Path, share: str, now_s: float) -> bool:
    """Whether there was one."""
    good = of(folder, now_s)
    kept = tuple(each for each in good if each.id != share)
    if len(kept) == len(good):
        return False
    files.write(folder / FILE, Shares(kept))
    return True


def by_secret(good: Sequence[Share], secret: str) -> Share | None:
    wanted = digest_of(secret)
    return next((share for share in good if secrets.compare_digest(share.digest, wanted)), None)


def digest_of(secret: str) -> str:
    """Of 256 random bits: nobody needs salt, nor slowness."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
