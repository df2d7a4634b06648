"""What a webinar allows, as everybody inside may read it; PATCH on the same path changes it.

GET /settings
"""

from attrs import frozen
from quart import Response
from quart_trio import QuartTrio

from actors.webinar.snapshots import WebinarView
from actors.words import WebinarId
from web.bodies import answer
from web.topics.asker import Asking, add_topic


@frozen
class SettingsTopic:
    asking: Asking

    def add_routes(self, app: QuartTrio) -> None:
        add_topic(app, (("settings", "GET", self.read),))

    async def read(self, webinar: WebinarId) -> Response:
        seen = (await self.asking(webinar).sees()).webinar
        assert isinstance(seen, WebinarView), "who waits is refused before"
        return answer(seen.settings)
