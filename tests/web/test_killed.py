"""A real server, killed: what it had acknowledged about resume tokens it knows when it is back."""

import json
from pathlib import Path
from typing import Any

import pytest
import trio
from trio_websocket import open_websocket_url

from tests.browser.conftest import LOOPBACK
from tests.browser.restarting import Restarting
from tests.peers.api import Webinar

PATIENCE_S = 10
UNREAD = 100  # messages: a client whose queue is full does not notice that it is closed


async def hello(house: Restarting, **proof: str) -> dict[str, Any]:
    """Its answer."""
    with trio.fail_after(PATIENCE_S):
        url = house.url.replace("http", "ws", 1) + "/ws"
        async with open_websocket_url(url, message_queue_size=UNREAD) as socket:
            try:
                await socket.send_message(json.dumps({"id": "1", "type": "hello"} | proof))
                answer: dict[str, Any] = json.loads(await socket.get_message())
                return answer
            finally:
                await trio.aclose_forcefully(socket._stream)  # it leaves it open when the server closes first


@pytest.fixture
def house(tmp_path: Path) -> Any:
    restarting = Restarting(tmp_path / "data", LOOPBACK)
    yield restarting
    assert restarting.server.stop() == 0


async def test_a_used_resume_token_stays_used_when_the_server_is_killed(house: Restarting) -> None:
    token = Webinar.create(house.url).attendee()
    welcomes = [(await hello(house, token=token))["result"]]
    for _ in range(3):
        welcomes.append((await hello(house, resume=welcomes[-1]["resume"]))["result"])
    house.kill()
    await trio.to_thread.run_sync(house.start_again)
    first, before_last, last = (welcomes[n]["resume"] for n in (0, -2, -1))
    assert (await hello(house, resume=first))["error"]["code"] == "stale_token"
    assert (await hello(house, resume=before_last))["ok"]
    again = await hello(house, resume=last)
    assert again["result"]["server"] != welcomes[0]["server"]
    assert (await hello(house, resume=before_last))["error"]["code"] == "stale_token"
    assert (await hello(house, token=token))["ok"]
