"""One webhook: what it says, how it is signed, and what counts as taken."""

import base64
import hashlib
import hmac
import json

import httpx
import pytest
import trio
from standardwebhooks import Webhook
from trio.testing import MockClock

from actors.news import Event
from tests.web.hall import settings_with
from web.site import make_tokens
from web.webhook_sender import Sender

KEY = b"k" * 32
STARTED = Event("webinar.started", "w1", 7, 1_795_370_400_123, {"title": "Hall"})


def sender(transport: httpx.MockTransport) -> Sender:
    client = httpx.AsyncClient(transport=transport)
    tokens = make_tokens(settings_with().identity)
    return Sender(client, Webhook(KEY), tokens, "https://hall.example", lambda: 1_800_000_000.9)


async def test_it_says_what_happened_and_when_and_is_signed_over_id_time_and_body() -> None:
    posts: list[httpx.Request] = []

    def take(request: httpx.Request) -> httpx.Response:
        posts.append(request)
        return httpx.Response(200)

    assert await sender(httpx.MockTransport(take)).post("https://mailer.example/", STARTED)
    (post,) = posts
    data = {"webinar": "w1", "title": "Hall"}
    assert json.loads(post.content) == {
        "type": "webinar.started",
        "timestamp": "2026-11-22T18:00:00.123Z",
        "data": data,
    }
    assert (post.headers["webhook-id"], post.headers["webhook-timestamp"]) == ("w1.7", "1800000000")
    signed = hmac.new(KEY, b"w1.7.1800000000." + post.content, hashlib.sha256).digest()
    assert post.headers["webhook-signature"] == "v1," + base64.b64encode(signed).decode()


@pytest.mark.parametrize(("status", "is_taken"), [(200, True), (204, True), (301, False), (404, False), (500, False)])
async def test_only_a_2xx_answer_means_taken(status: int, is_taken: bool) -> None:
    answers = httpx.MockTransport(lambda _: httpx.Response(status))
    assert await sender(answers).post("https://mailer.example/", STARTED) is is_taken


@pytest.mark.parametrize("error", [httpx.ConnectError("no"), httpx.ReadTimeout("slow"), OSError("gone"), ValueError()])
async def test_a_receiver_that_fails_in_any_way_has_not_taken_it(error: Exception) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    assert not await sender(httpx.MockTransport(fail)).post("https://mailer.example/", STARTED)


async def test_a_receiver_that_never_answers_is_not_waited_for(autojump_clock: MockClock) -> None:
    async def sleep(_: httpx.Request) -> httpx.Response:
        await trio.sleep_forever()
        raise AssertionError

    with trio.fail_after(11):
        assert not await sender(httpx.MockTransport(sleep)).post("https://mailer.example/", STARTED)
