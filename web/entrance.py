"""A session's hello, judged: whose it is, whether it is their turn, and which actor is theirs.

With a person's token it is a new page of that person, with a resume token it is the page that once got that token. What
a page may do is none of this file's business; that the token is used but once is the webinar's.
"""

from collections.abc import Callable

import trio
from attrs import evolve, frozen

from actors.ports import Answer, Done, Refusal
from actors.runtime import ActorSystem, TrioActorRef
from actors.webinar.messages import Attached, ReadStanding, Standing
from actors.webinar.rights import NOT_IN_ROOM
from actors.webinar.room_ids import home_of, is_room
from actors.words import STAGE, PageId, ParticipantId, Place, RoomId, WebinarId
from web.admission import Admission
from web.asking import NO_SUCH_WEBINAR, TRY_AGAIN, ask_webinar, find_participant, find_room
from web.auth import BadToken, Expired, Identity, PersonToken, ResumeToken, Tokens
from web.limits import RateLimit
from web.wire import Hello

ROOM_TRIES = 40
ROOM_TRY_S = 0.05  # a room's journal has to note who comes
ONE_TOKEN = Refusal("bad_message", "hello has either a token or a resume.")
BAD_TOKEN = Refusal("bad_token", "That token is not valid, or no longer.")
STALE_TOKEN = Refusal("stale_token", "That resume token is too old. Say hello with the person's token.")
TOO_MANY_TRIES = "Too many invalid tokens from your address."
BUSY = "Many people are coming in at once. It will be your turn."


@frozen
class Welcome:
    """Hello's answer. `resume` is for this page's next hello; `server` changes when the server was started anew.

    `video_codecs`: what pictures may be sent in, the best first.
    """

    resume: str
    server: str
    video_codecs: tuple[str, ...]


@frozen
class Page:
    """Who says hello. `number` is the resume token's, None for a new page."""

    webinar: WebinarId
    participant: ParticipantId
    id: PageId
    number: int | None


@frozen
class Entrance:
    system: ActorSystem
    tokens: Tokens
    bad_tokens: RateLimit
    admission: Admission
    stage: Admission  # a door of their own for those for whom all others wait
    new_id: Callable[[], str]
    server: str
    video_codecs: tuple[str, ...]

    async def judge(self, hello: Hello, address: str) -> tuple[Page, TrioActorRef] | Refusal:
        page = self._page(hello, address)
        if isinstance(page, Refusal):
            return page
        refusal = await self._busy(page)
        if refusal is not None:
            return refusal
        found = await self._find(page)
        return found if isinstance(found, Refusal) else (page, found)

    async def _find(self, page: Page) -> TrioActorRef | Refusal:
        """Into a breakout room whom the webinar has there, and perhaps a moment before the room knows."""
        if not is_room(page.webinar):
            return await find_participant(self.system, page.webinar, page.participant)
        home = home_of(page.webinar)
        for _ in range(ROOM_TRIES):
            standing = await ask_webinar(self.system, home, ReadStanding(page.participant))
            if isinstance(standing, Standing) and standing.room != page.webinar:
                return await self._not_in_room(page.webinar)
            if isinstance(standing, Refusal):
                return standing
            found = await find_participant(self.system, page.webinar, page.participant)
            if not isinstance(found, Refusal):
                return found
            await trio.sleep(ROOM_TRY_S)
        return TRY_AGAIN

    async def _not_in_room(self, room: RoomId) -> Refusal:
        found = await find_room(self.system, room)
        return found if isinstance(found, Refusal) else NOT_IN_ROOM

    def welcome(self, page: Page, answer: Answer) -> Answer:
        """What the participant said of the page, as it goes out: with the token for its next hello."""
        match answer:
            case Done(seq, Attached(id_, number)):
                token = ResumeToken(page.webinar, page.participant, id_, number)
                return Done(seq, Welcome(self.tokens.issue(token), self.server, self.video_codecs))
        return answer

    def _page(self, hello: Hello, address: str) -> Page | Refusal:
        shown = hello.token if hello.resume is None else hello.resume
        if shown is None or (hello.token is not None and hello.resume is not None):
            return ONE_TOKEN
        page = self._shown_page(hello, shown, address)
        if isinstance(page, Page) and hello.room is not None:
            return _page_of_room(page, hello.room)
        return page

    def _shown_page(self, hello: Hello, shown: str, address: str) -> Page | Refusal:
        identity: Identity | None = None
        try:
            identity = self.tokens.read(shown)
        except Expired:
            return BAD_TOKEN if hello.resume is None else STALE_TOKEN
        except BadToken:
            pass
        match identity:
            case PersonToken(webinar, participant) if hello.resume is None:
                return Page(webinar, participant, self.new_id(), None)
            case ResumeToken(webinar, participant, id_, number) if hello.resume is not None:
                return Page(webinar, participant, id_, number)
        wait_s = self.bad_tokens.take(address, trio.current_time())
        return Refusal("too_many_tries", TOO_MANY_TRIES, wait_s * 1000) if wait_s else BAD_TOKEN

    async def _busy(self, page: Page) -> Refusal | None:
        who, now_s = (page.webinar, page.participant), trio.current_time()
        wait_ms = self.admission.wait_ms(who, now_s)
        if wait_ms and await self._is_on_stage(page):
            wait_ms = self.stage.wait_ms(who, now_s)
        return Refusal("busy", BUSY, wait_ms) if wait_ms else None

    async def _is_on_stage(self, page: Page) -> bool:
        standing = await ask_webinar(self.system, page.webinar, ReadStanding(page.participant))
        return isinstance(standing, Standing) and standing.role in STAGE and standing.place is Place.IN


def _page_of_room(page: Page, room: RoomId) -> Page | Refusal:
    """With a person's token this page is the room's from now on; a resume token names the room itself."""
    if page.webinar == room:
        return page
    is_theirs = page.number is None and is_room(room) and home_of(room) == page.webinar
    return evolve(page, webinar=room) if is_theirs else NO_SUCH_WEBINAR
