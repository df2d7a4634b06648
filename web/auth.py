"""Who somebody is: signed tokens, one fixed algorithm. Nothing else in the program makes or reads one.

A token is a JWT (HS256) with `iss`, `kind`, `iat`, `exp` and the fields of its class below. It travels in the
Authorization header, a WebSocket's hello or a link's fragment, never in a URL that reaches a server or in a log.
It proves who somebody is, not what they may do: bans, roles and rotated links are the webinar's to judge. One that was
made later than it is now is good: nobody else can make one, so it is our clock that has been set back.
"""

import hmac
from collections.abc import Callable

import attrs
from attrs import frozen
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from actors.words import InviteId, PageId, ParticipantId, Role, WebinarId
from web.strict_json import Unreadable, structure

ALGORITHM = "HS256"
ISSUER = "townhall"
SKEW_S = 30  # clocks of two servers may differ
TOKEN_LIMIT_CHARS = 2048  # ours have about 300


class BadToken(Exception):
    """Not a token of ours, or no longer. The text says nothing about which check failed."""


class Expired(BadToken):
    """It was one of ours, and nobody's guess; its time is over."""


@frozen
class PersonToken:
    """Somebody who joined: `sub` in webinar `wid`."""

    wid: WebinarId
    sub: ParticipantId


@frozen
class InviteToken:
    """A door: personal (`inv`), or a link for everyone whom it reaches (`epoch`; a rotated link has an older one)."""

    wid: WebinarId
    role: Role
    inv: InviteId | None = None
    epoch: int | None = None


@frozen
class CreatorToken:
    """May create webinars where not everybody may. `sub` is the operator's note."""

    sub: str


@frozen
class ResumeToken:
    """One page of a person who has said hello, and how often it has come back: good once, for its next hello."""

    wid: WebinarId
    sub: ParticipantId
    page: PageId
    number: int


@frozen
class RegistrationToken:
    """Whose registration it is; what became of it is the webinar's to say."""

    wid: WebinarId
    reg: InviteId


@frozen
class FilmPass:
    """A film's page, let in as a person (`sub`), by a personal invite or registration (`inv`), or by a share link (its
    id); in a cookie for that film alone.
    """

    recording: str
    film: str
    sub: ParticipantId | None = None
    inv: InviteId | None = None
    share: str | None = None


Identity = PersonToken | InviteToken | CreatorToken | ResumeToken | RegistrationToken | FilmPass

KINDS: dict[str, type[Identity]] = {
    "person": PersonToken,
    "invite": InviteToken,
    "creator": CreatorToken,
    "resume": ResumeToken,
    "registration": RegistrationToken,
    "film": FilmPass,
}
NAMES = {kind: name for name, kind in KINDS.items()}


class Tokens:
    """`now_s` is the wall clock. Lifetimes in seconds."""

    def __init__(self, signing_key: str, lifetimes_s: dict[type[Identity], int], now_s: Callable[[], float]) -> None:
        self._key = OctKey.import_key(signing_key)
        self._lifetimes_s = lifetimes_s
        self._now_s = now_s

    def issue(self, identity: Identity) -> str:
        issued = int(self._now_s())
        fields = {key: value for key, value in attrs.asdict(identity).items() if value is not None}
        standing = {
            "iss": ISSUER,
            "kind": NAMES[type(identity)],
            "iat": issued,
            "exp": issued + self._lifetimes_s[type(identity)],
        }
        return jwt.encode({"alg": ALGORITHM}, standing | fields, self._key, algorithms=[ALGORITHM])

    def read(self, token: str) -> Identity:
        """Raises `BadToken`, `Expired`."""
        if not token.isascii() or len(token) > TOKEN_LIMIT_CHARS:
            raise BadToken
        try:
            decoded = jwt.decode(token, self._key, algorithms=[ALGORITHM])
            return self._identity(dict(decoded.claims))
        except (JoseError, Unreadable, ValueError, KeyError, TypeError):
            raise BadToken from None

    def _identity(self, claims: dict[str, object]) -> Identity:
        issuer, kind, issued, expires = (claims.pop(name) for name in ("iss", "kind", "iat", "exp"))
        if type(issued) is not int or type(expires) is not int or issuer != ISSUER:
            raise BadToken
        identity = structure(claims, KINDS[str(kind)])
        if self._now_s() >= expires + SKEW_S:
            raise Expired
        return identity


def same_secret(given: str, wanted: str) -> bool:
    """In time that tells nothing about where they differ."""
    return hmac.compare_digest(given.encode(errors="replace"), wanted.encode())
