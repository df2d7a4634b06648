"""What hosts take home, while a webinar runs and when it is over, as long as the journal has it.

GET /api/webinars/<id>/exports/{attendance,questions,polls,chat}.{csv,json}
"""

from attrs import frozen
from quart import Response
from quart_trio import QuartTrio

from actors.words import WebinarId
from web.api import ROOT
from web.errors import Refused
from web.exports import REPORTS
from web.records_api import RecordsApi

FORMATS = {"csv": "text/csv", "json": "application/json"}


@frozen
class ExportsApi:
    records: RecordsApi

    def add_routes(self, app: QuartTrio) -> None:
        app.add_url_rule(f"{ROOT}/<webinar>/exports/<name>", "export", self.export, methods=["GET"])

    async def export(self, webinar: WebinarId, name: str) -> Response:
        report, _, kind = name.partition(".")
        if report not in REPORTS or kind not in FORMATS:
            raise Refused("not_found", "There is no such export.")
        await self.records.host_asks(webinar)
        body = await self.records.read(lambda: [self._written(webinar, report, kind)])
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(body, 200, headers, mimetype=FORMATS[kind])

    def _written(self, webinar: WebinarId, report: str, kind: str) -> bytes:
        """In a thread of its own."""
        table = REPORTS[report](webinar, list(self.records.archive.history(webinar)))
        return table.csv() if kind == "csv" else table.json(report)
