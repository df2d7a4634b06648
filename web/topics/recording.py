"""Recording over HTTP. It is not built yet, and says so instead of pretending."""

from attrs import frozen
from quart import Response
from quart_trio import QuartTrio

from actors.words import WebinarId
from web.errors import Refused
from web.topics.asker import Asking, add_topic


@frozen
class Recording:
    asking: Asking

    def add_routes(self, app: QuartTrio) -> None:
        add_topic(app, (("recording/start", "POST", self.start), ("recording/stop", "POST", self.stop)))

    async def start(self, webinar: WebinarId) -> Response:
        return self._refuse(webinar)

    async def stop(self, webinar: WebinarId) -> Response:
        return self._refuse(webinar)

    def _refuse(self, webinar: WebinarId) -> Response:
        self.asking(webinar)  # to strangers there is no such webinar
        raise Refused("not_built", "This server cannot record yet.")
