"""What a scenario measures from outside: sessions, who is connected, how long answers take."""

from functools import partial

import trio

from tests.chaos.scene import Scene
from tests.peers.api import call, counters


async def sessions(hall: Scene) -> int:
    return int((await trio.to_thread.run_sync(counters, hall.process.url))["townhall_sessions"])


def health(url: str) -> None:
    """Fails if the server does not answer HTTP."""
    assert call("GET", f"{url}/health") == {"status": "ok"}


async def connected(hall: Scene) -> dict[str, bool]:
    """Everybody inside, as the host sees them over HTTP."""
    ask = partial(call, "GET", f"{hall.crowd.url}/participants", token=hall.crowd.host.person.token)
    people = await trio.to_thread.run_sync(ask)
    return {person["id"]: person["connected"] for person in people["participants"]}


def waits_s(hall: Scene, since_s: float) -> list[float]:
    """How long those waited who were answered since then, sorted. `since_s`: Trio's clock."""
    return sorted(wait for at, wait in hall.crowd.history.latencies_s if at >= since_s)


def percentile(sorted_: list[float], share: float) -> float:
    assert sorted_, "nobody was answered"
    return sorted_[min(len(sorted_) - 1, int(share * len(sorted_)))]
