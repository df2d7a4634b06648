"""The case study's breakout rooms over HTTP.

POST   /breakout-rooms    as the command open_rooms; nothing: four rooms. 201 {"rooms": [...]}
GET    /breakout-rooms    {"rooms": [...], "assign", "closesAt"}
DELETE /breakout-rooms    {"closed": true}
"""

from datetime import datetime

from attrs import evolve, frozen
from quart import Response
from quart_trio import QuartTrio

from actors.shown import RoomView
from actors.webinar import commands as c
from actors.words import Assign, ParticipantId, RoomId, WebinarId
from web.bodies import answer
from web.topics.asker import Asker, Asking, add_topic, read_body

ROOMS = 4  # where no number is given, as in the case study


@frozen
class RoomOut:
    """`participants`: to hosts alone."""

    id: RoomId
    name: str
    participantCount: int  # noqa: N815 - the API's own spelling
    participants: tuple[ParticipantId, ...]
    help: bool


@frozen
class RoomsOut:
    """No rooms: none are open."""

    rooms: tuple[RoomOut, ...]
    assign: Assign | None
    closesAt: datetime | None  # noqa: N815


@frozen
class Rooms:
    asking: Asking

    def add_routes(self, app: QuartTrio) -> None:
        path = "breakout-rooms"
        add_topic(app, ((path, "POST", self.open), (path, "GET", self.read), (path, "DELETE", self.close)))

    async def open(self, webinar: WebinarId) -> Response:
        wish = await read_body(c.OpenRooms)
        asker = self.asking(webinar)
        await asker.say(wish if wish.names or wish.count is not None else evolve(wish, count=ROOMS))
        return answer(await _told(asker), 201)

    async def read(self, webinar: WebinarId) -> Response:
        return answer(await _told(self.asking(webinar)))

    async def close(self, webinar: WebinarId) -> Response:
        await self.asking(webinar).say(c.CloseRooms())
        return answer({"closed": True})


async def _told(asker: Asker) -> RoomsOut:
    rooms = (await asker.sees()).rooms
    if rooms is None:
        return RoomsOut((), None, None)
    return RoomsOut(tuple(_out(room) for room in rooms.rooms), rooms.assign, rooms.closes_at)


def _out(room: RoomView) -> RoomOut:
    return RoomOut(room.id, room.name, room.count, room.people, room.help)
