"""Live captions over HTTP: written by a captioner's tool or beside a WHIP source, read by players.

POST /captions?language=en    {"text", "language", "ago_ms", "for_ms"}, or a text/vtt file whose last cue ends now
GET  /captions.vtt?language=en   all so far, in time with the webinar from its start
GET  /captions/languages         {"languages": ["de", "en"]}
"""

from datetime import datetime
from typing import Final

from attrs import frozen
from quart import Response, request
from quart_trio import QuartTrio

from actors.webinar import commands as c
from actors.webinar.captions_log import cues, languages
from actors.webinar.snapshots import WebinarView
from actors.words import CaptionId, WebinarId
from web import captions_file
from web.bodies import answer
from web.errors import Refused
from web.topics.asker import Asker, Asking, add_topic, read_body
from web.topics.log_reader import LogReader

DAY_MS: Final = 86_400_000


@frozen
class CaptionsSaid:
    """In the order of the file."""

    captions: tuple[CaptionId, ...]


@frozen
class LanguagesOut:
    languages: tuple[str, ...]


@frozen
class Captions:
    asking: Asking
    reader: LogReader

    def add_routes(self, app: QuartTrio) -> None:
        rows = (
            ("captions", "POST", self.say),
            ("captions.vtt", "GET", self.file),
            ("captions/languages", "GET", self.languages),
        )
        add_topic(app, rows)

    async def say(self, webinar: WebinarId) -> Response:
        asker = self.asking(webinar)
        if request.mimetype == captions_file.MIMETYPE:
            return await self._say_file(asker)
        said = await asker.say(await read_body(c.SayCaption))
        return answer(CaptionsSaid((said.caption,)), 201)

    async def _say_file(self, asker: Asker) -> Response:
        body = await request.get_data(as_text=False)
        assert isinstance(body, bytes)
        try:
            lines = captions_file.read(body.decode())
        except (UnicodeDecodeError, captions_file.BadFile) as fault:
            raise Refused("bad_captions", str(fault)) from None
        language = request.args.get("language", "")
        commands = [c.SayCaption(line.text, language, line.ago_ms, line.for_ms) for line in lines]
        said = [(await asker.say(command, str(number))).caption for number, command in enumerate(commands)]
        return answer(CaptionsSaid(tuple(said)), 201)

    async def file(self, webinar: WebinarId) -> Response:
        seen = (await self.asking(webinar).sees()).webinar
        language = request.args.get("language")
        found = await self.reader.read(webinar, lambda log: cues(log, language))
        started_at = seen.started_at if isinstance(seen, WebinarView) else None
        zero_ms = _ms(started_at) if started_at else found[0].from_ms if found else 0
        headers = {"Cache-Control": "no-store"}
        return Response(captions_file.written(found, zero_ms), 200, headers, mimetype=captions_file.MIMETYPE)

    async def languages(self, webinar: WebinarId) -> Response:
        await self.asking(webinar).sees()
        found = await self.reader.read(webinar, languages)
        return answer(LanguagesOut(tuple(found)))


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
