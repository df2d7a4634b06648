"""How soon everything is back after a crash: 1000 webinars rebuilt, pictures in Chromium, an audience of 1000.

1. A journal of 1000 webinars with 1000 facts each, most of them with the answer to their command, is opened, and all
   webinars, of 50 people each, are rebuilt from it, fact by fact (no state was kept): wall clock and CPU.
2. A server with two people on stage and one in the audience, all in Chromium, is killed (SIGKILL) and started again at
   once, several times: from the first TCP connection that it takes to the first picture of somebody else on a page.
3. 1000 plain WebSocket clients, which come back as pages do, lose a server that is down for two seconds.
Last line: `recovery rebuild_1000x1000_s=… rebuild_cpu_s=… frame_after_up_s_p50=… … audience_back_s=… …`.
The file is long because it stages three scenes.
"""

import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from typing import Final

import trio
from playwright.sync_api import sync_playwright

import config
from actors import facts as f
from actors.alarms import Alarms
from actors.directory import Directory
from actors.journal.sqlite import SqliteJournal
from actors.node import Node
from actors.ports import Done, Remembered, StoredFact
from actors.runtime import ActorSystem
from actors.webinar.messages import Info, ReadInfo
from actors.words import Ballots, ChatTo, Reveal, Role, Source
from bench.join import cpu_s
from run import Clock, RandomIds, collect_later
from tests.browser import chromium
from tests.browser.chromium import ChromiumTab
from tests.browser.people import Person
from tests.browser.restarting import Restarting, first_frame_ms, note_frames
from tests.peers.api import Webinar, counted
from tests.returners import Returner, join_all
from tests.web.fake_node import FakeMedia

WEBINARS: Final = 1000
FACTS: Final = 1000
PEOPLE: Final = 50
ROUNDS: Final = 9
NAMES: Final = ("Percy", "Paula", "Ada")
PICTURE_WITHIN_S: Final = 20
AUDIENCE: Final = 1000
COMES_PER_S: Final = 150
DOWN_S: Final = 2.0
BACK_WITHIN_S: Final = 60

Figures = dict[str, str]


# --- 1 webinars


def happened() -> Iterator[f.Fact]:
    """A webinar of 50 people: who came, a poll, chat, hands; endless."""
    people = [f"participant-{number:010}" for number in range(PEOPLE)]
    yield f.WebinarCreated("Town hall", "host", "Hedy", 10_000, 25)
    yield f.WebinarStarted()
    yield f.SourceTurnedOn("host", Source.MICROPHONE)
    for number, person in enumerate(people):
        yield f.ParticipantJoined(person, f"Person {number}", Role.ATTENDEE, waiting=False)
        yield f.ParticipantConnected(person)
    yield f.PollDrafted("poll", "host", "Shall we?", ("Yes", "No"), False, Ballots.NAMED, True, Reveal.LIVE, ())
    yield f.PollOpened("poll", 1, None, "")
    for number, person in enumerate(people):
        yield f.BallotCast("poll", 1, person, (number % 2,), f"receipt-{number:016}")
    while True:
        for number, person in enumerate(people):
            yield f.HandRaised(person)
            yield f.MessageSent(
                f"m{number}", person, ChatTo.EVERYONE, None, "A word from the audience about the matter"
            )
            yield f.HandLowered(person, person)


def command_of(stored: StoredFact) -> Remembered | None:
    """The answer to the command that such a fact comes of, if people give it."""
    match stored.fact:
        case f.BallotCast(voter=by) | f.HandRaised(participant=by) | f.MessageSent(author=by) | f.HandLowered(by=by):
            return Remembered(by, f"command-{stored.seq:020}", f"{stored.seq:064x}", Done(stored.seq))
    return None


async def write(folder: Path) -> None:
    journal, at_ms = SqliteJournal.open(folder, os.urandom), Clock().now_ms()
    log = [StoredFact(seq, at_ms, fact) for seq, fact in zip(range(1, FACTS + 1), happened(), strict=False)]
    answers = [answer for stored in log if (answer := command_of(stored))]

    def failed(error: Exception) -> None:
        raise error

    async with trio.open_nursery() as node:
        node.start_soon(journal.serve)
        for number in range(WEBINARS):
            durable = trio.Event()
            journal.append(f"webinar-{number:016}", log, answers, durable.set, failed)
            await durable.wait()
        await journal.stop()


async def rebuild(folder: Path) -> Figures:
    began_s, began_cpu_s = time.monotonic(), time.process_time()
    journal = SqliteJournal.open(folder, os.urandom)
    opened_s = time.monotonic() - began_s
    async with trio.open_nursery() as node:
        node.start_soon(journal.serve)
        alarms, system = Alarms(), ActorSystem(node)
        node.start_soon(alarms.serve)
        limits = config.read([], {}).limits
        world = Node(journal=journal, media=FakeMedia(), clock=Clock(), ids=RandomIds(), alarms=alarms, limits=limits)
        directory = system.start_actor(partial(Directory, world), name="directory")
        node.start_soon(collect_later, directory)
        for number in range(WEBINARS):
            while (ref := system.find(f"webinar:webinar-{number:016}")) is None:  # noqa: ASYNC110 - it comes by itself
                await trio.sleep(0.001)
            info = await ref.ask(ReadInfo(None))
            assert isinstance(info, Info)
        took_s, cpu = time.monotonic() - began_s, time.process_time() - began_cpu_s
        assert len(system) > WEBINARS * PEOPLE
        node.cancel_scope.cancel()
    return {"rebuild_1000x1000_s": f"{took_s:.1f}", "rebuild_cpu_s": f"{cpu:.1f}", "open_s": f"{opened_s:.2f}"}


def webinars() -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        began_s = time.monotonic()
        trio.run(write, Path(folder))
        size_mb = sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6
        print(f"journal of {WEBINARS} webinars: {size_mb:.0f} MB, written in {time.monotonic() - began_s:.1f} s")
        return trio.run(rebuild, Path(folder))


# --- 2 pictures


def pictures() -> Figures:
    """Empty without Chromium."""
    executable = chromium.find()
    if executable is None:
        return {}
    folder = Path(tempfile.mkdtemp())
    house = Restarting(folder, "127.0.0.1")
    try:
        with sync_playwright() as playwright, chromium.launch(playwright, executable) as browser:
            webinar, tabs = Webinar.create(house.url), [note_frames(ChromiumTab(browser, name)) for name in NAMES]
            for tab, invite in zip(tabs, (webinar.presenter_invite,) * 2 + (webinar.attendee_invite,), strict=True):
                Person(tab, webinar).enter(invite)
            for tab in tabs:
                tab.wait_for_video(frames=20)
            rounds = [frames_after(house, tabs) for _ in range(ROUNDS)]
    finally:
        house.server.stop()
        shutil.rmtree(folder)
    one, other, audience_s, boots_s = (sorted(column) for column in zip(*rounds, strict=True))
    stage_s = sorted(one + other)
    print("a server's start, s:", *boots_s)
    print("picture after that on stage, s:", *stage_s, "- in the audience:", *audience_s)
    return {
        "frame_after_up_s_min": f"{stage_s[0]:.2f}",
        "frame_after_up_s_p50": f"{median(stage_s):.2f}",
        "frame_after_up_s_max": f"{stage_s[-1]:.2f}",
        "audience_frame_s_p50": f"{median(audience_s):.2f}",
        "audience_frame_s_max": f"{audience_s[-1]:.2f}",
        "rounds": str(ROUNDS),
    }


def frames_after(house: Restarting, tabs: list[ChromiumTab]) -> list[float]:
    """Seconds from the server's being up to each page's first picture; the last: from the SIGKILL to its being up."""
    house.kill()
    house.start_again()
    up_ms = house.up_ms
    after_s = [(first_frame_ms(tab, up_ms, PICTURE_WITHIN_S) - up_ms) / 1000 for tab in tabs]
    time.sleep(1)
    return [round(each, 2) for each in (*after_s, (up_ms - house.killed_ms) / 1000)]


# --- 3 an audience


async def audience(house: Restarting) -> Figures:
    webinar = Webinar.create(house.url)
    tokens = await join_all(house.url, webinar.id, webinar.attendee_invite, AUDIENCE)
    url = house.url.replace("http", "ws", 1) + "/ws"
    people = [Returner(url, token, AUDIENCE, Random(number)) for number, token in enumerate(tokens)]
    async with trio.open_nursery() as crowd:
        for number, person in enumerate(people):
            crowd.start_soon(person.serve, number / COMES_PER_S)
        await everybody_in(people)
        house.kill()
        await trio.sleep(DOWN_S)
        await trio.to_thread.run_sync(house.start_again)
        before_s = cpu_s(house.server.process.pid)
        await everybody_in(people)
        used_s = cpu_s(house.server.process.pid) - before_s
        sessions = await trio.to_thread.run_sync(counted, house.url, "townhall_sessions")
        here = sum(each["connected"] for each in webinar.people())
        crowd.cancel_scope.cancel()
    print(f"sessions {sessions:.0f}, people connected {here}, refused: {refusals(people)}")
    back_s = sorted((person.entered_ms[-1] - house.up_ms) / 1000 for person in people)
    knocks = Counter(
        int((at - house.up_ms) // 1000) for person in people for at in person.knocks_ms if at >= house.up_ms
    )
    print("back in each second:", *(knocks[second] for second in range(int(back_s[-1]) + 1)))
    return {
        "audience": str(AUDIENCE),
        "audience_back_s_p50": f"{median(back_s):.1f}",
        "audience_back_s_max": f"{back_s[-1]:.1f}",
        "arrivals_per_s_max": str(max(knocks.values())),
        "hello_ms_p50": f"{median(person.hellos_ms[-1] for person in people):.0f}",
        "cpu_ms_per_return": f"{used_s * 1000 / AUDIENCE:.1f}",
    }


def refusals(people: list[Returner]) -> dict[str, int]:
    return dict(Counter(code for person in people for code in person.refusals))


async def everybody_in(people: list[Returner]) -> None:
    with trio.fail_after(BACK_WITHIN_S):
        while not all(person.is_in for person in people):  # noqa: ASYNC110 - of a thousand events
            await trio.sleep(0.02)


def herd() -> Figures:
    folder = Path(tempfile.mkdtemp())
    house = Restarting(folder, "127.0.0.1")
    try:
        return trio.run(audience, house)
    finally:
        house.server.stop()
        shutil.rmtree(folder)


def main() -> None:
    figures = webinars() | pictures() | herd()
    print("recovery", *(f"{name}={value}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
