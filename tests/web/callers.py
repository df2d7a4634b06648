"""People and pages at the door of a hall, as tests of hello need them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.web.hall import Client, Hall, Webinar
from web.auth import Tokens

Welcome = dict[str, Any]


async def guest(hall: Hall, name: str = "Paul", invite: str = "attendee") -> tuple[Webinar, str, str]:
    webinar = await hall.webinar()
    participant, token = await webinar.join(name, invite)
    return webinar, participant, token


@asynccontextmanager
async def page(hall: Hall, **proof: str) -> AsyncIterator[tuple[Client, Welcome]]:
    """A page that has said hello, and what it was answered."""
    async with hall.socket() as client:
        yield client, await client.done(type="hello", **proof)


async def resume_of(hall: Hall, **proof: str) -> str:
    """The resume token that a page gets for this proof; the page is gone again afterwards."""
    async with page(hall, **proof) as (_, welcome):
        return str(welcome["resume"])


async def refusal(hall: Hall, **proof: str) -> str:
    async with hall.socket() as client:
        return await client.refused(type="hello", **proof)


def tokens_of(hall: Hall) -> Tokens:
    return hall.site.sessions.house.entrance.tokens
