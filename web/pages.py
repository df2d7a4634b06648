"""The browser client's files, with headers under which a page can load nothing but what we serve.

Files are read from the folder at each request, kept while they do not change, and revalidated by the browser each time
(ETag), so that a new version is seen at once and an old one is not downloaded again.
"""

import hashlib
import mimetypes
from pathlib import Path

from attrs import frozen
from quart import Response, request
from quart_trio import QuartTrio

from web.errors import Refused

CLIENT = Path(__file__).parent / "client"
PAGES = {
    "/": "index.html",
    "/w/<webinar>": "webinar.html",
    "/w/<webinar>/recordings": "recordings.html",
    "/w/<webinar>/recordings/<recording>/<film>": "film.html",
    "/ops": "ops.html",
}
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
}

PERMISSIONS = "camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), geolocation=(), payment=()"


@frozen
class Page:
    modified_ns: int
    body: bytes
    etag: str
    content_type: str


class Pages:
    """Serves only files below `folder` that exist there, whatever the path says."""

    def __init__(self, folder: Path = CLIENT) -> None:
        self._folder = folder.resolve()
        self._held: dict[Path, Page] = {}

    def find(self, name: str) -> Page:
        """Raises `Refused`."""
        try:
            path = (self._folder / name).resolve()
            if path.is_relative_to(self._folder) and path.is_file():
                return self._held_or_read(path)
        except (OSError, ValueError):  # too long, a NUL inside
            pass
        raise Refused("not_found", "There is no such page.")

    def _held_or_read(self, path: Path) -> Page:
        held = self._held.get(path)
        if held is None or held.modified_ns != path.stat().st_mtime_ns:
            held = self._held[path] = _read(path)
        return held


def _read(path: Path) -> Page:
    body = path.read_bytes()
    guessed = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    etag = hashlib.sha256(body).hexdigest()[:32]
    return Page(path.stat().st_mtime_ns, body, etag, TYPES.get(path.suffix, guessed))


def policy(host: str) -> str:
    """The content security policy. `host` was vetted with the head; some browsers do not count ws as 'self'."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"connect-src 'self' ws://{host} wss://{host}",
            "img-src 'self' data: blob:",
            "media-src 'self' blob: mediastream:",
            "font-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def answer(page: Page) -> Response:
    known = request.if_none_match.contains(page.etag)
    response = Response(b"" if known else page.body, 304 if known else 200, content_type=page.content_type)
    response.set_etag(page.etag)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Security-Policy"] = policy(request.headers.get("Host", ""))
    response.headers["Permissions-Policy"] = PERMISSIONS
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    return response


def add_routes(app: QuartTrio, pages: Pages) -> None:
    async def file(name: str) -> Response:
        return answer(pages.find(name))

    async def page(**_: str) -> Response:
        """The page itself asks for what the path names."""
        return answer(pages.find(PAGES[request.url_rule.rule if request.url_rule else "/"]))

    app.add_url_rule("/client/<path:name>", "client_file", file)
    for rule in PAGES:
        app.add_url_rule(rule, f"page {rule}", page)
