"""The disk of 8 MB fills up while people vote and a presenter speaks, is emptied, and fills up again before a SIGKILL.

While it is full nobody is told that anything was done which is not on it; people hear `try_again`; the call goes on;
who is sent away goes; HTTP answers. Once there is room all goes on by itself.

    python -m tests.chaos.full_disk FOLDER narrow|small     in a mount namespace of its own, if small
"""

import json
import sys
import time
from functools import partial
from pathlib import Path
from typing import Final

import attrs
import click
import trio
from attrs import define

from tests.chaos.crowd import Crowd, joined
from tests.chaos.numbers import health
from tests.chaos.page import Page
from tests.chaos.scene import Outcome, Scene, scene
from tests.chaos.small_disk import Disk, NarrowFiles, SmallDisk
from tests.chaos.waiting import came_true
from tests.peers.plain_call import PlainCall
from tests.peers.plain_peer import PlainPeer

VOTERS: Final = 20
BEFORE_S, FULL_S = 1.0, 3.0
FILLS_WITHIN_S: Final = 15.0
AGAIN_WITHIN_S: Final = 10.0
ACTS_WITHIN_S: Final = 1.0
LONGEST_GAP_S: Final = 1.0  # of audio
TOPPED_UP_EVERY_S: Final = 0.02


@define(eq=False)
class Trial:
    """`disk` holds the server's data, and nobody else's."""

    hall: Scene
    disk: Disk
    is_full: bool = False

    @property
    def crowd(self) -> Crowd:
        return self.hall.crowd

    @property
    def server(self) -> int:
        return self.hall.process.server.process.pid

    async def keep_full(self) -> None:
        """What a checkpoint sets free is taken at once."""
        while True:
            if self.is_full:
                self.disk.fill(self.server)
            await trio.sleep(TOPPED_UP_EVERY_S)

    async def fill(self) -> None:
        """Returns once somebody was told to try again."""
        told = self.tried_again()
        self.is_full = True
        assert await came_true(lambda: self.tried_again() > told, FILLS_WITHIN_S), "nobody was told to try again"

    def empty(self) -> None:
        self.is_full = False
        self.disk.empty(self.server)

    def tried_again(self) -> int:
        return sum(times for (_, code), times in self.crowd.history.refusals.items() if code == "try_again")


async def full_disk(folder: Path, disk: Disk, data_dir: Path) -> Outcome:
    async with scene(folder, "full disk", VOTERS, data_dir=data_dir) as hall, trio.open_nursery() as nursery:
        trial = Trial(hall, disk)
        nursery.start_soon(trial.keep_full)
        call = await trio.to_thread.run_sync(_call, hall)
        with call:
            await trio.sleep(BEFORE_S)
            await trial.fill()
            gap_s = await _try_while_full(trial, call)
            began = trio.current_time()
            assert await hall.is_acknowledging(), "nothing is acknowledged though there is room"
            recovered_s = trio.current_time() - began
        await trial.fill()
        starts_full = await _kill_while_full(trial)
        assert await hall.is_acknowledging(), "nothing is acknowledged after the restart"
        nursery.cancel_scope.cancel()
    return hall.verdict, {
        "try_again": trial.tried_again(),
        "longest_audio_gap_s": gap_s,
        "recovered_s": recovered_s,
        "starts_full": starts_full,
    }


def _call(hall: Scene) -> PlainCall:
    """A presenter who sends and an attendee who watches."""
    url, crowd = hall.crowd.url, hall.crowd
    sends = joined(url, "Percy", crowd.presenter_invite)
    watches = joined(url, "Vera", crowd.attendee_invite)
    hall.crowd.guests["percy"] = sends.id
    publisher = PlainPeer("sendonly").connect(f"{url}/whip", sends.token)
    viewer = PlainPeer("recvonly").connect(f"{url}/whep", watches.token)
    return PlainCall(publisher, viewer)


async def _try_while_full(trial: Trial, call: PlainCall) -> float:
    """The longest silence in the call. In the end there is room again."""
    crowd, began_s = trial.crowd, time.monotonic()
    await trio.to_thread.run_sync(partial(call.wait_until_it_flows, since_s=began_s))
    await trio.sleep(FULL_S)
    await trio.to_thread.run_sync(health, trial.hall.process.url)
    gap_s = call.longest_gap_s(began_s)
    assert gap_s < LONGEST_GAP_S, f"{gap_s:.2f} s of silence"
    async with trio.open_nursery() as revocations:
        kicked = crowd.voters.pop()
        kicked.may_go_as = "removed"
        revocations.start_soon(partial(crowd.host.do, "kick", participant=kicked.person.id))
        revocations.start_soon(partial(crowd.host.do, "demote", participant=crowd.guests["percy"]))
        await _act_at_once(kicked, call)
        assert not crowd.history.of("kick")[0].acknowledged, "a disk that is full keeps nothing"
        trial.empty()
    assert await came_true(lambda: kicked.is_over, AGAIN_WITHIN_S), "somebody removed is not told so"
    return gap_s


async def _act_at_once(kicked: Page, call: PlainCall) -> None:
    """Before anything can be written of it."""
    assert await came_true(lambda: "removed" in kicked.goodbyes, ACTS_WITHIN_S), "somebody removed is still there"
    entries, made = kicked.entries, call.made()
    await trio.to_thread.run_sync(call.wait_until_more_is_made, made)
    assert not call.got_beyond(made), "a demoted presenter is still heard"
    assert kicked.entries == entries, "somebody removed came back"


async def _kill_while_full(trial: Trial) -> bool:
    """A server that cannot write may not start, but says so; with room it does. Whether it did without."""
    hall = trial.hall
    hall.process.kill()
    hall.look()
    refusal = await hall.process.refusal()
    trial.empty()
    if refusal:
        assert "full" in refusal, refusal
        await hall.process.start()
    return not refusal


def main(folder: str, kind: str) -> None:
    """Says the outcome as JSON."""
    where = Path(folder)
    small = where / "small"
    disk = SmallDisk.mount(small) if kind == "small" else NarrowFiles(small)
    verdict, figures = trio.run(full_disk, where, disk, small / "data")
    click.echo(json.dumps({"verdict": attrs.asdict(verdict), "figures": figures}))


if __name__ == "__main__":
    main(*sys.argv[1:])
