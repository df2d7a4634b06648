"""One webhook on its way: as JSON, signed (Standard Webhooks), with the links that a mailer needs. One try."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import httpx
import orjson
import trio
from attrs import frozen
from standardwebhooks import Webhook

from actors.news import Event
from actors.words import Role
from web.auth import InviteToken, RegistrationToken, Tokens

TIMEOUT_S: Final = 10


@frozen
class Sender:
    """Signs and posts. `origin` is what links begin with."""

    client: httpx.AsyncClient
    signer: Webhook
    tokens: Tokens
    origin: str
    now_s: Callable[[], float]

    async def post(self, url: str, event: Event) -> bool:
        """Whether the receiver has taken it."""
        message_id, moment = f"{event.stream}.{event.seq}", datetime.fromtimestamp(self.now_s(), UTC)
        body = orjson.dumps(self.body(event)).decode()
        headers = {
            "content-type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": self.signer.sign(message_id, moment, body),
        }
        try:
            with trio.fail_after(TIMEOUT_S):  # also for one that sends its answer drop by drop
                async with self.client.stream("POST", url, content=body, headers=headers) as answer:
                    return answer.is_success
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, trio.TooSlowError):
            return False

    def body(self, event: Event) -> dict[str, object]:
        at = datetime.fromtimestamp(event.at_ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {
            "type": event.kind,
            "timestamp": at,
            "data": {"webinar": event.webinar} | event.data | self._link(event),
        }

    def _link(self, event: Event) -> dict[str, str]:
        """What the operator's mailer sends to whoever registered."""
        match event.kind:
            case "registration.created":
                token = self.tokens.issue(RegistrationToken(event.webinar, event.data["registration"]))
                return {"link": f"{self.origin}/w/{event.webinar}#registration={token}"}
            case "registration.approved":
                invite = InviteToken(event.webinar, Role.ATTENDEE, inv=event.data["registration"])
                return {"link": f"{self.origin}/w/{event.webinar}#invite={self.tokens.issue(invite)}"}
            case "film.made":
                film = f"recordings/{event.data['recording']}/{event.data['film']}"
                return {"link": f"{self.origin}/w/{event.webinar}/{film}"}
        return {}
