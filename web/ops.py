"""What the operator sees: liveness, readiness, metrics and the live tree of actors.

/health and /ready answer anybody, /metrics names nobody; everything under /ops/ needs the operator's token.
"""

from collections.abc import Callable

import attrs
from attrs import frozen
from quart import Response, request
from quart_trio import QuartTrio

from actors.directory import ReadTotals, Totals
from actors.runtime import ActorSystem
from actors.tree import ActorRow
from web.asking import ask
from web.auth import CreatorToken
from web.bodies import answer, fill, read_fields
from web.errors import Refused
from web.identity import Door
from web.metrics import CONTENT_TYPE, Metrics

ACTORS_SHOWN = 2_000
HANDLED_STEP = 100  # messages


@frozen
class NewCreator:
    """`note` is the operator's own, to know the token by."""

    note: str = ""


@frozen
class Ops:
    """`unready` says why this node should get no new people, or nothing if it may."""

    system: ActorSystem
    door: Door
    metrics: Metrics
    unready: Callable[[], str]

    def add_routes(self, app: QuartTrio) -> None:
        for rule, method, handler in (
            ("/health", "GET", self.health),
            ("/ready", "GET", self.ready),
            ("/metrics", "GET", self.read_metrics),
            ("/ops/actors", "GET", self.actors),
            ("/ops/creators", "POST", self.make_creator),
        ):
            app.add_url_rule(rule, handler.__name__, handler, methods=[method])

    async def health(self) -> Response:
        """The event loop answers: that is what a supervisor needs to know before it kills us."""
        return answer({"status": "ok"})

    async def ready(self) -> Response:
        why = self.unready()
        if why:
            raise Refused("shutting_down" if why == "stopping" else "try_again", f"Not ready: {why}.", 1)
        return answer({"status": "ready"})

    async def read_metrics(self) -> Response:
        totals = await ask(self.system.find("directory"), ReadTotals())
        return Response(self.metrics.text(_gauges(totals)), content_type=CONTENT_TYPE)

    async def actors(self) -> Response:
        """`?under=<urn>` shows that actor and those below it alone."""
        self.door.operator()
        system = self.system
        rows = [_coarse(row) for row in system.tree(request.args.get("under"), ACTORS_SHOWN)]
        return answer({"actors": rows, "count": len(system), "totals": system.totals, "parked": list(system.parked)})

    async def make_creator(self) -> Response:
        """A token that may create webinars, where not everybody may."""
        self.door.operator()
        wish = fill(NewCreator, await read_fields())
        return answer({"token": self.door.tokens.issue(CreatorToken(sub=wish.note[:80]))}, 201)


def _gauges(totals: object) -> dict[str, float]:
    if not isinstance(totals, Totals):  # it is restarting; the other numbers are still worth having
        return {}
    return {
        "webinars": totals.webinars,
        "webinars_live": totals.live,
        "webinars_damaged": totals.damaged,
        "participants_inside": totals.inside,
    }


def _coarse(row: ActorRow) -> ActorRow:
    """A person's row tells no single message: who saw it move while a ballot came would know whose it was."""
    if row.kind != "participant":
        return row
    return attrs.evolve(row, handled=row.handled - row.handled % HANDLED_STEP, busy_s=float(int(row.busy_s)))
