"""Invitations as people pass them on: what the webinar decided (a role, an epoch, an id) becomes a signed link.

https://hall.example/w/<webinar>#invite=<token>     the fragment never reaches a server, a log or a Referer
"""

from attrs import frozen
from quart import request

from actors.ports import Answer, Done
from actors.webinar.results import Issued, Rotated
from actors.words import Role, WebinarId
from web.auth import InviteToken, Tokens
from web.exchange import Peer
from web.head import Head


@frozen
class Invitation:
    """What a host hands out."""

    role: Role
    token: str
    link: str


@frozen
class Links:
    """`public_url` is the origin that people type, if a proxy stands in front of us."""

    tokens: Tokens
    public_url: str = ""

    def base(self, head: Head, peer: Peer) -> str:
        return self.public_url or f"{peer.scheme}://{head.header(b'host').decode()}"

    def make(self, base: str, invite: InviteToken) -> Invitation:
        token = self.tokens.issue(invite)
        return Invitation(invite.role, token, f"{base}/w/{invite.wid}#invite={token}")

    def signed(self, base: str, webinar: WebinarId, answer: Answer) -> Answer:
        """The answer as it goes out: whatever grants entry is signed, everything else is as it was."""
        match answer:
            case Done(seq, Issued(invite, role)):
                return Done(seq, self.make(base, InviteToken(webinar, role, inv=invite)))
            case Done(seq, Rotated(role, epoch)):
                return Done(seq, self.make(base, InviteToken(webinar, role, epoch=epoch)))
        return answer


def base_of_request(links: Links) -> str:
    return links.public_url or f"{request.scheme}://{request.headers.get('Host', '')}"
