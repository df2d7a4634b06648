"""Bodies of HTTP requests: strict JSON to classes, and answers back.

The case study's identity fields (`userId`, `hostId`, `name`) are accepted wherever it had them and mean nothing where
the token says who it is; every other unknown field is refused.
"""

from collections.abc import Collection
from typing import TypeVar

from attrs import frozen
from quart import Response, request

from actors.words import Registering
from web.errors import Refused
from web.strict_json import Unreadable, parse_object, structure, write

T = TypeVar("T")

IDENTITY_FIELDS = frozenset({"userId", "hostId", "name"})


@frozen
class Create:
    """As in `Reschedule`."""

    title: str = ""
    hostName: str = ""  # noqa: N815 - the API's own spelling
    description: str = ""
    startsAt: str | None = None  # noqa: N815
    durationMinutes: int | None = None  # noqa: N815
    capacity: int | None = None
    registration: Registering = Registering.OFF


@frozen
class Enter:
    """`name` is ignored for somebody who returns with their token. `consent`: to being recorded."""

    name: str = ""
    invite: str | None = None
    consent: bool = False


async def read_fields(ignored: Collection[str] = ()) -> dict[str, object]:
    """The body's fields without the ignored ones. No body at all is an empty object. Raises `Refused`."""
    body = await request.get_data()
    if not body:
        return {}
    if request.mimetype != "application/json":
        raise Refused("wrong_content_type", "The body must be application/json.")
    try:
        fields = parse_object(body)
    except Unreadable as unreadable:
        raise Refused("bad_json", f"The body cannot be read: {unreadable}.") from None
    return {name: value for name, value in fields.items() if name not in ignored}


def fill(kind: type[T], fields: dict[str, object]) -> T:
    """Raises `Refused`."""
    try:
        return structure(fields, kind)
    except Unreadable as unreadable:
        raise Refused("bad_body", f"The body does not fit: {unreadable}.") from None


def answer(value: object, status: int = 200, **headers: str) -> Response:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Response(write(value), status, named, mimetype="application/json")
