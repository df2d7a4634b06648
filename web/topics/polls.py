"""The case study's polls over HTTP: make, vote, read, close. Results are in an answer as far as the asker may see them.

GET  /polls  GET /polls/<id>
POST /polls                     201; opened at once, unless `draft`
POST /polls/<id>/vote           {"optionIndex": 1} or {"options": [0, 2]}; the poll, and the ballot's receipt
POST /polls/<id>/open|close|reveal   DELETE /polls/<id>
"""

from datetime import datetime

import attrs
from attrs import frozen
from quart import Response
from quart_trio import QuartTrio

from actors.shown import PollView
from actors.webinar import commands as c
from actors.webinar.rights import NOT_ALLOWED
from actors.words import HOSTS, Ballots, PollId, PollStatus, Reveal, WebinarId
from web.bodies import answer
from web.errors import Refused
from web.topics.asker import Asker, Asking, add_topic, read_body

NO_SUCH_POLL = ("no_such_poll", "There is no such poll.")


@frozen
class MakePoll:
    """`draft`: prepared, to be opened later. `right`: positions of a quiz's right options."""

    question: str
    options: tuple[str, ...]
    draft: bool = False
    multiple: bool = False
    ballots: Ballots = Ballots.ANONYMOUS
    may_change: bool = True
    reveal: Reveal = Reveal.LIVE
    right: tuple[int, ...] = ()


@frozen
class Ballot:
    """One of both."""

    optionIndex: int | None = None  # noqa: N815 - the API's own spelling
    options: tuple[int, ...] | None = None


@frozen
class OpenFor:
    for_s: int | None = None


@frozen
class PollOut:
    """`votes` by option's position, and `totalVotes`: null to whom results are not shown, or not yet."""

    id: PollId
    question: str
    options: tuple[str, ...]
    votes: dict[str, int] | None
    totalVotes: int | None  # noqa: N815
    isOpen: bool  # noqa: N815
    status: PollStatus
    round: int
    multiple: bool
    ballots: Ballots
    right: tuple[int, ...]
    createdAt: datetime | None  # noqa: N815


@frozen
class VotedOut(PollOut):
    """`receipt`: shows the voter their ballot in the webinar's record."""

    receipt: str


@frozen
class Polls:
    asking: Asking

    def add_routes(self, app: QuartTrio) -> None:
        one = "polls/<poll>"
        add_topic(
            app,
            (
                ("polls", "GET", self.all),
                ("polls", "POST", self.make),
                (one, "GET", self.read),
                (one, "DELETE", self.delete),
                (f"{one}/vote", "POST", self.vote),
                (f"{one}/open", "POST", self.open),
                (f"{one}/close", "POST", self.close),
                (f"{one}/reveal", "POST", self.reveal),
            ),
        )

    async def all(self, webinar: WebinarId) -> Response:
        seen = await self.asking(webinar).sees()
        return answer({"polls": [out(poll) for poll in seen.polls]})

    async def make(self, webinar: WebinarId) -> Response:
        body = await read_body(MakePoll)
        asker = self.asking(webinar)
        if (await asker.sees()).you.role not in HOSTS:
            raise Refused.by(NOT_ALLOWED)  # before a draft is made that would not be opened
        wish = c.CreatePoll(
            body.question, body.options, body.multiple, body.ballots, body.may_change, body.reveal, body.right
        )
        made = await asker.say(wish)
        if not body.draft:
            await asker.say(c.OpenPoll(made.poll), step=":open")
        return answer(await _read(asker, made.poll), 201)

    async def read(self, webinar: WebinarId, poll: PollId) -> Response:
        return answer(await _read(self.asking(webinar), poll))

    async def delete(self, webinar: WebinarId, poll: PollId) -> Response:
        await self.asking(webinar).say(c.DeletePoll(poll))
        return answer({"deleted": True})

    async def vote(self, webinar: WebinarId, poll: PollId) -> Response:
        body = await read_body(Ballot)
        if (body.optionIndex is None) == (body.options is None):
            raise Refused("bad_option", "A ballot has an optionIndex, or options.")
        chosen = body.options if body.optionIndex is None else (body.optionIndex,)
        asker = self.asking(webinar)
        voted = await asker.say(c.Vote(poll, chosen or ()))
        shown = attrs.asdict(await _read(asker, poll), recurse=False)
        return answer(VotedOut(**shown, receipt=voted.receipt))

    async def open(self, webinar: WebinarId, poll: PollId) -> Response:
        body = await read_body(OpenFor)
        asker = self.asking(webinar)
        await asker.say(c.OpenPoll(poll, body.for_s))
        return answer(await _read(asker, poll))

    async def close(self, webinar: WebinarId, poll: PollId) -> Response:
        asker = self.asking(webinar)
        await asker.say(c.ClosePoll(poll))
        return answer(await _read(asker, poll))

    async def reveal(self, webinar: WebinarId, poll: PollId) -> Response:
        asker = self.asking(webinar)
        await asker.say(c.RevealPoll(poll))
        return answer(await _read(asker, poll))


async def _read(asker: Asker, poll: PollId) -> PollOut:
    found = next((each for each in (await asker.sees()).polls if each.id == poll), None)
    if found is None:
        raise Refused(*NO_SUCH_POLL)
    return out(found)


def out(poll: PollView) -> PollOut:
    results = poll.results
    return PollOut(
        id=poll.id,
        question=poll.question,
        options=poll.options,
        votes=None if results is None else {str(position): votes for position, votes in enumerate(results.tally)},
        totalVotes=None if results is None else results.voters,
        isOpen=poll.status is PollStatus.OPEN,
        status=poll.status,
        round=poll.round,
        multiple=poll.multiple,
        ballots=poll.ballots,
        right=poll.right,
        createdAt=poll.opened_at,
    )
