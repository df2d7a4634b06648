"""The case study's queue of hands over HTTP. Hosts and the stage see all of it, others their own place.

POST /hand-raise    {} raises, {"action": "lower"} lowers one's own
GET  /hands         {"queue": [...], "place": 3}
"""

from datetime import datetime

from attrs import frozen
from quart import Response
from quart_trio import QuartTrio

from actors.webinar import commands as c
from actors.words import ParticipantId, WebinarId
from web.bodies import answer
from web.errors import Refused
from web.topics.asker import Asker, Asking, add_topic, read_body

ACTIONS = {"raise": c.RaiseHand, "lower": c.LowerHand}


@frozen
class Hand:
    action: str = "raise"


@frozen
class HandOut:
    id: ParticipantId
    name: str
    raisedAt: datetime  # noqa: N815 - the API's own spelling


@frozen
class QueueOut:
    """`place`: one's own, from 1; null: not in it."""

    queue: tuple[HandOut, ...]
    place: int | None


@frozen
class Hands:
    asking: Asking

    def add_routes(self, app: QuartTrio) -> None:
        add_topic(app, (("hand-raise", "POST", self.act), ("hands", "GET", self.queue)))

    async def act(self, webinar: WebinarId) -> Response:
        body = await read_body(Hand)
        if body.action not in ACTIONS:
            raise Refused("bad_request", "action is raise or lower.")
        asker = self.asking(webinar)
        await asker.say(ACTIONS[body.action]())
        return await _told(asker)

    async def queue(self, webinar: WebinarId) -> Response:
        return await _told(self.asking(webinar))


async def _told(asker: Asker) -> Response:
    seen = await asker.sees()
    queue = tuple(HandOut(hand.participant, hand.name, hand.raised_at) for hand in seen.hands)
    return answer(QueueOut(queue, seen.you.hand))
