"""The HTTP application: routes from the other files, and what holds for every one of them.

Every answer that is not a page is JSON; every error has a stable code; nobody is told about our insides. A request that
would change something and comes from a foreign page is refused, before any token is looked at.
"""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

import structlog
import trio
from quart import Response, g, request
from quart_trio import QuartTrio
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from web.errors import Refused, error_body, status_of
from web.origins import Origins

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
HTTP_CODES = {404: "not_found", 405: "wrong_method", 413: "body_too_large", 415: "wrong_content_type"}

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}

log = structlog.get_logger(__name__)


def make_app(origins: Origins, new_id: Callable[[], str]) -> QuartTrio:
    app = QuartTrio(__name__, static_folder=None)
    app.url_map.merge_slashes = False  # "//host" must never become a redirect to another host
    app.url_map.strict_slashes = False
    app.before_request(_begin(origins, new_id))
    app.after_request(_finish)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _failed)
    return app


def _begin(origins: Origins, new_id: Callable[[], str]) -> Callable[[], Awaitable[None]]:
    async def begin() -> None:
        g.id, g.began_s = new_id(), trio.current_time()
        structlog.contextvars.bind_contextvars(request=g.id)
        if request.method not in SAFE_METHODS:
            origins.check(request.headers.get("Origin"), request.headers.get("Host", ""))

    return begin


async def _finish(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule else None  # the path itself may name people and webinars
    duration_ms = round((trio.current_time() - g.began_s) * 1000, 1)
    is_plain = request.method in SAFE_METHODS and response.status_code < HTTPStatus.BAD_REQUEST
    tell = log.debug if is_plain else log.info  # a page is thirty files
    tell("request", method=request.method, route=route, status=response.status_code, duration_ms=duration_ms)
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Request-Id"] = g.id
    return response


def error(code: str, message: str, status: int | None = None) -> Response:
    return Response(error_body(code, message), status=status or status_of(code), mimetype="application/json")


async def _refused(refused: Refused) -> Response:
    response = error(refused.code, refused.message)
    if response.status_code == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    if refused.retry_after_s is not None:
        response.headers["Retry-After"] = str(max(1, refused.retry_after_s))
    return response


async def _http_error(failed: HTTPException) -> Response:
    status = failed.code or 500
    response = error(HTTP_CODES.get(status, "bad_request"), failed.name, status)
    if isinstance(failed, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(sorted(failed.valid_methods or ()))
    return response


async def _failed(failure: Exception) -> Response:
    log.error("request_failed", exc_info=failure)
    return error("internal_error", "Something went wrong on our side.")
