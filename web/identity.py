"""Who sends an HTTP request: the Authorization header, read here alone. Nothing in a body can claim to be somebody."""

from typing import TypeVar

import trio
from attrs import evolve, frozen
from quart import request

from actors.webinar.room_ids import home_of
from actors.words import WebinarId
from web.asking import NO_SUCH_WEBINAR
from web.auth import BadToken, CreatorToken, Identity, InviteToken, PersonToken, RegistrationToken, Tokens, same_secret
from web.errors import Refused
from web.limits import RateLimit

SCHEME = "bearer "

Token = TypeVar("Token", bound=PersonToken | InviteToken | RegistrationToken)


@frozen
class Door:
    """`bad_tries` counts what nobody honest does often: invalid tokens, unknown webinars."""

    tokens: Tokens
    operator_token: str
    bad_tries: RateLimit

    def identity(self, token: str | None) -> Identity | None:
        """None without a token. Raises `Refused`."""
        if token is None:
            return None
        try:
            return self.tokens.read(token)
        except BadToken:
            raise self.bad_try("bad_token", "That token is not valid, or no longer.") from None

    def bad_try(self, code: str, message: str) -> Refused:
        """What to raise: the refusal, or 429 if this address has tried too often."""
        wait_s = self.bad_tries.take(address(), trio.current_time())
        if wait_s:
            return Refused("too_many_tries", "Too many invalid tries from your address.", wait_s)
        return Refused(code, message)

    def person(self, webinar: WebinarId) -> PersonToken:
        """Somebody who joined this webinar. A token of another is told what nobody's is: there is no such webinar."""
        identity = self.identity(bearer())
        if identity is None:
            raise Refused("no_token", "This needs a token: Authorization: Bearer ...")
        if not isinstance(identity, PersonToken):
            raise self.bad_try("bad_token", "That token is not a participant's.")
        return _of(identity, webinar)

    def visitor(self, webinar: WebinarId) -> PersonToken | InviteToken:
        """Somebody who joined this webinar or may."""
        identity = self.identity(bearer())
        if identity is None:
            raise Refused("no_token", "This needs a token: Authorization: Bearer ...")
        if not isinstance(identity, PersonToken | InviteToken):
            raise self.bad_try("bad_token", "That token is not of this webinar.")
        return _of(identity, webinar)

    def registrant(self, webinar: WebinarId) -> RegistrationToken:
        identity = self._shown()
        if not isinstance(identity, RegistrationToken):
            raise self.bad_try("bad_token", "That token is not a registration's.")
        return _of(identity, webinar)

    def holder(self, webinar: WebinarId) -> PersonToken | InviteToken | RegistrationToken:
        """Whoever has anything of this webinar in hand."""
        identity = self._shown()
        if not isinstance(identity, PersonToken | InviteToken | RegistrationToken):
            raise self.bad_try("bad_token", "That token is not of this webinar.")
        return _of(identity, webinar)

    def _shown(self) -> Identity:
        identity = self.identity(bearer())
        if identity is None:
            raise Refused("no_token", "This needs a token: Authorization: Bearer ...")
        return identity

    def returning(self, webinar: WebinarId) -> PersonToken | None:
        return self.person(webinar) if bearer() is not None else None

    def invite(self, token: str | None, webinar: WebinarId) -> InviteToken | None:
        identity = self.identity(token)
        if identity is None:
            return None
        if not isinstance(identity, InviteToken):
            raise self.bad_try("bad_token", "That is not an invitation.")
        return _of(identity, webinar)

    def creator(self) -> CreatorToken:
        identity = self.identity(bearer())
        if identity is None:
            raise Refused("no_token", "Creating a webinar needs a creator's token here.")
        if not isinstance(identity, CreatorToken):
            raise self.bad_try("bad_token", "That token is not a creator's.")
        return identity

    def operator(self) -> None:
        given = bearer()
        if given is None:
            raise Refused("no_token", "This needs the operator's token: Authorization: Bearer ...")
        if not same_secret(given, self.operator_token):
            raise self.bad_try("bad_token", "That is not the operator's token.")


def _of(token: Token, webinar: WebinarId) -> Token:
    """As it is good for this webinar. A person's is for breakout rooms too: whether they are in one, the room says."""
    is_persons: bool = isinstance(token, PersonToken)
    if token.wid not in (webinar, home_of(webinar) if is_persons else webinar):
        raise Refused.by(NO_SUCH_WEBINAR)
    return evolve(token, wid=webinar)


def bearer() -> str | None:
    """The request's token, if it has one."""
    header = request.headers.get("Authorization")
    if header is None:
        return None
    if not header.lower().startswith(SCHEME):
        raise Refused("no_token", "This needs a token: Authorization: Bearer ...")
    return header[len(SCHEME) :].strip()


def address() -> str:
    return request.remote_addr or ""
