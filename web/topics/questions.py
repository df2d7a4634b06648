"""The case study's questions over HTTP: list, ask, upvote, and what hosts do with them.

GET    /questions?sort=votes|newest          {"questions": [...]}
POST   /questions                            201, the question
POST   /questions/<id>/upvote                {"upvoted": true}; DELETE takes it back
PATCH  /questions/<id>  DELETE /questions/<id>    one's own: edit, withdraw
POST   /questions/<id>/publish|dismiss|restore|take|answer|assign|show
"""

from datetime import datetime
from functools import partial

from attrs import frozen
from quart import Response, request
from quart_trio import QuartTrio

from actors.shown import QuestionView
from actors.webinar import commands as c
from actors.webinar.snapshots import Snapshot
from actors.words import ParticipantId, QuestionId, QuestionStatus, WebinarId
from web.bodies import answer
from web.errors import Refused
from web.topics.asker import Asker, Asking, add_topic, read_body


@frozen
class Ask:
    content: str
    anonymous: bool = False


@frozen
class Edit:
    content: str


@frozen
class AnswerText:
    """None: it was answered live."""

    text: str | None = None


@frozen
class AssignTo:
    to: ParticipantId | None = None


@frozen
class QuestionOut:
    """`authorId` null: anonymous, to everybody."""

    id: QuestionId
    authorId: ParticipantId | None  # noqa: N815 - the API's own spelling
    authorName: str  # noqa: N815
    content: str
    votes: int
    status: QuestionStatus
    isAnswered: bool  # noqa: N815
    answer: str | None
    mine: bool
    upvoted: bool
    createdAt: datetime  # noqa: N815


Handled = c.PublishQuestion | c.DismissQuestion | c.RestoreQuestion | c.TakeQuestion | c.ShowQuestion
PLAIN: dict[str, type[Handled]] = {
    "publish": c.PublishQuestion,
    "dismiss": c.DismissQuestion,
    "restore": c.RestoreQuestion,
    "take": c.TakeQuestion,
    "show": c.ShowQuestion,
}


@frozen
class Questions:
    asking: Asking

    def add_routes(self, app: QuartTrio) -> None:
        one = "questions/<question>"
        add_topic(
            app,
            (
                ("questions", "GET", self.all),
                ("questions", "POST", self.ask),
                (one, "PATCH", self.edit),
                (one, "DELETE", self.withdraw),
                (f"{one}/upvote", "POST", self.upvote),
                (f"{one}/upvote", "DELETE", self.take_back),
                (f"{one}/answer", "POST", self.answered),
                (f"{one}/assign", "POST", self.assign),
                *((f"{one}/{verb}", "POST", partial(self.handle, kind)) for verb, kind in PLAIN.items()),
            ),
        )

    async def all(self, webinar: WebinarId) -> Response:
        seen = await self.asking(webinar).sees()
        order = request.args.get("sort", "votes")
        if order not in ORDERS:
            raise Refused("bad_request", "sort is votes or newest.")
        shown = sorted(seen.questions, key=partial(ORDERS[order], seen))
        return answer({"questions": [_out(seen, question) for question in shown]})

    async def ask(self, webinar: WebinarId) -> Response:
        body = await read_body(Ask)
        asker = self.asking(webinar)
        made = await asker.say(c.AskQuestion(body.content, body.anonymous))
        return await _told(asker, made.question, 201)

    async def edit(self, webinar: WebinarId, question: QuestionId) -> Response:
        body = await read_body(Edit)
        asker = self.asking(webinar)
        await asker.say(c.EditQuestion(question, body.content))
        return await _told(asker, question)

    async def withdraw(self, webinar: WebinarId, question: QuestionId) -> Response:
        await self.asking(webinar).say(c.WithdrawQuestion(question))
        return answer({"withdrawn": True})

    async def upvote(self, webinar: WebinarId, question: QuestionId) -> Response:
        await self.asking(webinar).say(c.Upvote(question))
        return answer({"upvoted": True})

    async def take_back(self, webinar: WebinarId, question: QuestionId) -> Response:
        await self.asking(webinar).say(c.TakeBackUpvote(question))
        return answer({"upvoted": False})

    async def answered(self, webinar: WebinarId, question: QuestionId) -> Response:
        body = await read_body(AnswerText)
        asker = self.asking(webinar)
        await asker.say(c.AnswerQuestion(question, body.text))
        return await _told(asker, question)

    async def assign(self, webinar: WebinarId, question: QuestionId) -> Response:
        body = await read_body(AssignTo)
        asker = self.asking(webinar)
        await asker.say(c.AssignQuestion(question, body.to))
        return await _told(asker, question)

    async def handle(self, kind: type[Handled], webinar: WebinarId, question: QuestionId) -> Response:
        asker = self.asking(webinar)
        await asker.say(kind(question))
        return await _told(asker, question)


ORDERS = {
    "votes": lambda seen, question: (-seen.votes.get(question.id, 0), question.asked),
    "newest": lambda _, question: -question.asked,
}


async def _told(asker: Asker, question: QuestionId, status: int = 200) -> Response:
    seen = await asker.sees()
    found = next((each for each in seen.questions if each.id == question), None)
    return answer({"id": question} if found is None else _out(seen, found), status)


def _out(seen: Snapshot, question: QuestionView) -> QuestionOut:
    return QuestionOut(
        id=question.id,
        authorId=question.author,
        authorName=question.name,
        content=question.text,
        votes=seen.votes.get(question.id, 0),
        status=question.status,
        isAnswered=question.status is QuestionStatus.ANSWERED,
        answer=question.answer,
        mine=question.id in seen.you.questions,
        upvoted=question.id in seen.you.upvoted,
        createdAt=question.asked_at,
    )
