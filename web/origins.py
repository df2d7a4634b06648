"""Which web pages may use us with a visitor's browser (CSWSH, CSRF): our own, and those the operator trusts.

A client without an Origin header is not a browser's page, so nobody's page can be abusing its visitor.
"""

from collections.abc import Collection

from web.errors import Refused


class Origins:
    """`trusted` and `public` are origins such as https://hall.example."""

    def __init__(self, trusted: Collection[str], public: str = "") -> None:
        self._trusted = frozenset(trusted) | ({public} if public else set())

    def allows(self, origin: str | None, host: str) -> bool:
        """`host` is the request's Host header. Schemes may differ: a proxy may have ended TLS."""
        if origin is None:
            return True
        origin = origin.lower()
        return origin in self._trusted or origin in (f"http://{host.lower()}", f"https://{host.lower()}")

    def check(self, origin: str | None, host: str) -> None:
        """Raises `Refused`."""
        if not self.allows(origin, host):
            raise Refused("bad_origin", "Pages of that origin may not use this server.")
