"""The documents for programs: `/openapi.json` of the HTTP API, `/protocol.json` of the WebSocket's messages."""

from functools import cached_property
from importlib.metadata import PackageNotFoundError, version

from attrs import define
from quart import Response
from quart_trio import QuartTrio

from web.openapi.document import document
from web.openapi.protocol import protocol
from web.strict_json import write


@define(eq=False, slots=False)
class Documents:
    """Each is made when it is first asked for."""

    def add_routes(self, app: QuartTrio) -> None:
        app.add_url_rule("/openapi.json", "openapi", self.openapi, methods=["GET"])
        app.add_url_rule("/protocol.json", "protocol", self.protocol, methods=["GET"])

    async def openapi(self) -> Response:
        return Response(self._openapi, 200, mimetype="application/json")

    async def protocol(self) -> Response:
        return Response(self._protocol, 200, mimetype="application/json")

    @cached_property
    def _openapi(self) -> bytes:
        return write(document(_version()))

    @cached_property
    def _protocol(self) -> bytes:
        return write(protocol())


def _version() -> str:
    try:
        return version("townhall")
    except PackageNotFoundError:  # run from a checkout
        return "0"
