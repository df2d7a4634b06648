"""WHIP (RFC 9725) to publish, WHEP to watch: one POST with an offer, one answer, one DELETE. For encoders and players.

The bearer token is a participant's; what they may send or see is theirs. No trickle: our answer holds every candidate
there is, so PATCH is 405.
"""

import re
from typing import Literal

from attrs import frozen
from quart import Response, request
from quart_trio import QuartTrio

from actors.media_commands import HangUp, MediaCommand, Opened, Publish, Watch
from actors.participant import Do
from actors.ports import Done, Refusal
from actors.runtime import TrioActorRef
from actors.webinar.commands import TurnOff, TurnOn
from actors.words import Source
from web.api import ROOT, Api, refused
from web.asking import ask, find_participant
from web.bodies import answer
from web.errors import Refused

SDP = "application/sdp"
CAPTIONS = "urn:townhall:whip:captions"  # where a source sends what is said, as RFC 9725 4.9 links extensions
ENCODERS_SOURCES = {"audio": Source.MICROPHONE, "video": Source.CAMERA}
TAKEN_SECTION = re.compile(r"^m=(audio|video) [1-9]", re.MULTILINE)  # port 0 is a rejected one

Protocol = Literal["whip", "whep"]


@frozen
class Whip:
    api: Api

    def add_routes(self, app: QuartTrio) -> None:
        for protocol in ("whip", "whep"):
            open_, end = (self.publish, self.unpublish) if protocol == "whip" else (self.watch, self.end)
            app.add_url_rule(f"{ROOT}/<webinar>/{protocol}", f"open {protocol}", open_, methods=["POST"])
            app.add_url_rule(f"{ROOT}/<webinar>/{protocol}/<resource>", f"end {protocol}", end, methods=["DELETE"])

    async def publish(self, webinar: str) -> Response:
        ref = await self._participant(webinar)
        opened = await self._open(ref, Publish(await read_offer(), {}))
        for kind in TAKEN_SECTION.findall(opened.sdp):  # an encoder has no button: what it sends is on, if it may be
            await ask(ref, Do(self.api.new_id(), TurnOn(ENCODERS_SOURCES[kind])))
        return created(webinar, "whip", opened)

    async def watch(self, webinar: str) -> Response:
        ref = await self._participant(webinar)
        return created(webinar, "whep", await self._open(ref, Watch(await read_offer(), (), ())))

    async def unpublish(self, webinar: str, resource: str) -> Response:
        ended = await self.end(webinar, resource)
        for source in ENCODERS_SOURCES.values():
            await ask(await self._participant(webinar), Do(self.api.new_id(), TurnOff(source)))
        return ended

    async def end(self, webinar: str, resource: str) -> Response:
        done = await ask(await self._participant(webinar), HangUp(resource))
        if not isinstance(done, Done):
            raise refused(done)
        return answer({"ended": True})

    async def _participant(self, webinar: str) -> TrioActorRef:
        person = self.api.door.person(webinar)
        found = await find_participant(self.api.system, webinar, person.sub)
        if isinstance(found, Refusal):
            raise Refused.by(found)
        return found

    async def _open(self, ref: TrioActorRef, command: MediaCommand) -> Opened:
        done = await ask(ref, command)
        if not isinstance(done, Done) or not isinstance(done.result, Opened):
            raise refused(done)
        return done.result


async def read_offer() -> str:
    if request.mimetype != SDP:
        raise Refused("wrong_content_type", f"The offer must be {SDP}.")
    body = await request.get_data(as_text=False)
    assert isinstance(body, bytes)
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise Refused("bad_offer", "The offer is not UTF-8.") from None


def created(webinar: str, protocol: Protocol, opened: Opened) -> Response:
    location = f"{ROOT}/{webinar}/{protocol}/{opened.connection}"
    links = {"Link": f'<{ROOT}/{webinar}/captions>; rel="{CAPTIONS}"'} if protocol == "whip" else {}
    return Response(opened.sdp, 201, {"Location": location, **links}, content_type=SDP)
