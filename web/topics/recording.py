"""The case study's recording over HTTP, as three commands instead of a toggle; GET changes nothing.

POST /recording/start    {"room": "main"}, or nothing; a paused one goes on
POST /recording/pause    the same
POST /recording/stop     the same
"""

from attrs import frozen
from quart import Response
from quart_trio import QuartTrio

from actors.webinar import commands as c
from actors.words import MAIN, RecordingId, WebinarId
from web.bodies import answer
from web.topics.asker import Asking, add_topic, read_body


@frozen
class Where:
    """`room`: a breakout room's id, or "main"."""

    room: str = MAIN


@frozen
class RecordingOut:
    """`recording`: whether it is recorded now. `id` is null where it is not."""

    recording: bool
    paused: bool
    room: str
    id: RecordingId | None


@frozen
class Recording:
    asking: Asking

    def add_routes(self, app: QuartTrio) -> None:
        rows = (("start", self.start), ("pause", self.pause), ("stop", self.stop))
        add_topic(app, tuple((f"recording/{verb}", "POST", handler) for verb, handler in rows))

    async def start(self, webinar: WebinarId) -> Response:
        where = await read_body(Where)
        done = await self.asking(webinar).say(c.StartRecording(where.room))
        return answer(RecordingOut(recording=True, paused=False, room=where.room, id=done.recording))

    async def pause(self, webinar: WebinarId) -> Response:
        where = await read_body(Where)
        done = await self.asking(webinar).say(c.PauseRecording(where.room))
        return answer(RecordingOut(recording=False, paused=True, room=where.room, id=done.recording))

    async def stop(self, webinar: WebinarId) -> Response:
        where = await read_body(Where)
        await self.asking(webinar).say(c.StopRecording(where.room))
        return answer(RecordingOut(recording=False, paused=False, room=where.room, id=None))
