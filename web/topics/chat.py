"""The case study's chat over HTTP: write, and read back to the beginning.

POST   /chat                         {"content", "to", "recipient"}; 201, the message
GET    /chat?before=<seq>&limit=50   {"messages": [...]}, oldest first, the last ones before a place in the log
DELETE /chat/<id>
"""

from datetime import UTC, datetime

from attrs import frozen
from quart import Response, request
from quart_trio import QuartTrio

from actors.webinar import commands as c
from actors.webinar.chat_log import Line, Reader, page
from actors.words import STAGE, ChatTo, MessageId, ParticipantId, WebinarId
from web.bodies import answer
from web.errors import Refused
from web.topics.asker import Asking, add_topic, read_body
from web.topics.log_reader import LogReader

PAGE, PAGE_MAX = 50, 100


@frozen
class Write:
    content: str
    to: ChatTo = ChatTo.EVERYONE
    recipient: ParticipantId | None = None


@frozen
class MessageOut:
    """`seq`: its place in the log, for `before`. `recipient`: of a direct message."""

    id: MessageId
    userId: ParticipantId  # noqa: N815 - the API's own spelling
    name: str
    content: str
    to: ChatTo
    recipient: ParticipantId | None
    timestamp: datetime
    seq: int


@frozen
class Chat:
    asking: Asking
    reader: LogReader

    def add_routes(self, app: QuartTrio) -> None:
        rows = (
            ("chat", "POST", self.write),
            ("chat", "GET", self.read),
            ("chat/<message>", "DELETE", self.delete),
        )
        add_topic(app, rows)

    async def write(self, webinar: WebinarId) -> Response:
        body = await read_body(Write)
        asker = self.asking(webinar)
        sent = await asker.say(c.SendMessage(body.content, body.to, body.recipient))
        written = next((each for each in (await asker.sees()).messages if each.id == sent.message), None)
        if written is None:
            return answer({"id": sent.message}, 201)
        out = {
            "id": written.id,
            "userId": written.author,
            "name": written.name,
            "content": written.text,
            "to": written.to,
            "recipient": written.recipient,
            "timestamp": written.sent_at,
        }
        return answer(out, 201)

    async def read(self, webinar: WebinarId) -> Response:
        count, before = _number("limit"), _number("before")
        count = PAGE if count is None else count
        if not 1 <= count <= PAGE_MAX:
            raise Refused("bad_request", f"limit is 1 to {PAGE_MAX}.")
        asker = self.asking(webinar)
        you = (await asker.sees()).you
        reader = Reader(you.id, is_on_stage=you.role in STAGE)
        lines = await self.reader.read(webinar, lambda log: page(log, reader, before, count))
        return answer({"messages": [_out(line) for line in lines]})

    async def delete(self, webinar: WebinarId, message: MessageId) -> Response:
        await self.asking(webinar).say(c.DeleteMessage(message))
        return answer({"deleted": True})


def _number(name: str) -> int | None:
    """Of the query; None: not there. Raises `Refused`."""
    given = request.args.get(name)
    if given is None:
        return None
    if not given.isascii() or not given.isdigit() or len(given) > len(str(2**53)):
        raise Refused("bad_request", f"{name} is a number.")
    return int(given)


def _out(line: Line) -> MessageOut:
    sent_at = datetime.fromtimestamp(line.at_ms / 1000, UTC)
    return MessageOut(line.id, line.author, line.name, line.text, line.to, line.recipient, sent_at, line.seq)
