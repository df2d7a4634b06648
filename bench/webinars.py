"""A thousand live webinars of ten people each on one node: memory, how long commands take, CPU at rest.

The real server on a core of its own; all join by HTTP, say hello on WebSockets and stay. Then people in random webinars
raise and lower hands and write to their chats, 200 commands a second in all. Its floor, in the same run: the same
number of commands by the people of one webinar alone, when nobody else is there yet; what the others cost is the rest.
`make bench-webinars ARGS="--webinars 50"` tries it small. Last line: `webinars webinars=… people=… …`.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Final

from attrs import define, field, frozen

from bench.crowd.audience import Audience, ms
from bench.crowd.pages import Crowd, Page
from bench.crowd.processes import allow_files, cpu_s, keep_apart, post_all, resident_bytes
from tests.browser.server import Server
from tests.sources import ROOT

PEOPLE: Final = 10  # of each webinar, the host included
COMMANDS_PER_S: Final = 200
OPEN_FILES: Final = 20_000
SETTINGS: Final = {
    "hello_rate_per_s": 2000,
    "join_rate_per_minute": 1_000_000,
    "create_rate_per_minute": 1_000_000,
    "max_webinars": 2000,
    "log_format": "json",
}
Figures = dict[str, str]


@frozen
class Size:
    webinars: int = 1000
    storm_s: float = 15
    rest_s: float = 10


@define(eq=False)
class Bench:
    server: Server
    audience: Audience
    size: Size
    people: list[Page] = field(factory=list)
    said: int = 0

    @property
    def pid(self) -> int:
        return self.server.process.pid

    def open(self, webinars: int) -> int:
        """So many more, started, with everybody in them; how many bytes the server has grown by."""
        before = resident_bytes(self.pid)
        url = self.server.url
        made = post_all(
            url, [("/api/webinars", {"title": f"Meeting {nth}", "hostName": "Hedy"}, "") for nth in range(webinars)]
        )
        post_all(url, [(f"/api/webinars/{each['id']}/start", {}, str(each["hostToken"])) for each in made])
        joins: list[tuple[str, dict[str, object], str]] = [
            (f"/api/webinars/{each['id']}/join", {"name": f"Person {nth}", "invite": each["invites"]["attendee"]}, "")  # type: ignore[index]
            for each in made
            for nth in range(PEOPLE - 1)
        ]
        tokens = [str(each["hostToken"]) for each in made] + [str(each["token"]) for each in post_all(url, joins)]
        self.people += self.audience.crowd.enter(tokens, within_s=150)
        self.audience.crowd.run(1, [])
        return resident_bytes(self.pid) - before

    def leave(self) -> None:
        self.audience.crowd.leave(self.people)
        self.people.clear()

    def command(self, chance: Random) -> None:
        page = chance.choice(self.people)
        self.said += 1
        self.audience.say(page, f"chat-{self.said}", "send_message", text="A word about the matter", to="everyone")

    def talk(self, kind: str) -> tuple[list[float], float]:
        """How long each command took, and how much of a core the server used."""
        chance, crowd = Random(kind), self.audience.crowd
        first, before_s, began_s = self.said, cpu_s(self.pid), time.monotonic()
        count = int(COMMANDS_PER_S * self.size.storm_s)
        due: list[tuple[float, Callable[[], None]]] = [
            (nth / COMMANDS_PER_S, lambda: self.command(chance)) for nth in range(count)
        ]
        crowd.run(self.size.storm_s, due)
        self.audience.await_answers("chat-", first + count)
        share = (cpu_s(self.pid) - before_s) / (time.monotonic() - began_s)
        names = [f"chat-{number}" for number in range(first + 1, first + count + 1)]
        assert all(self.audience.answer(name)["ok"] for name in names), "a command was refused"
        return [self.audience.answered_s[name][0] - self.audience.sent_s[name] for name in names], share

    def rest(self) -> float:
        """The share of a core that they take when nobody does anything."""
        before_s, began_s = cpu_s(self.pid), time.monotonic()
        self.audience.crowd.run(self.size.rest_s, [])
        return (cpu_s(self.pid) - before_s) / (time.monotonic() - began_s)


def measure(server: Server, size: Size) -> Figures:
    webinars = size.webinars
    bench = Bench(server, Audience(Crowd(int(server.url.rpartition(":")[2]))), size)
    bench.open(1)
    floor_s, floor_share = bench.talk("one")
    bench.leave()  # nobody would answer pings for them while the others join
    began_s, began_cpu_s = time.monotonic(), cpu_s(server.process.pid)
    grown = bench.open(webinars)
    took_s, used_s = time.monotonic() - began_s, cpu_s(server.process.pid) - began_cpu_s
    people = webinars * PEOPLE
    print(f"opened in {took_s:.0f} s, {used_s:.0f} s of CPU: {used_s / people * 1e3:.1f} ms a person", flush=True)
    print(f"memory: {grown / webinars / 1e3:.0f} KB a webinar, {grown / people / 1e3:.1f} KB a person", flush=True)
    rest = bench.rest()
    print(f"CPU at rest: {rest:.1%} of a core", flush=True)
    times_s, share = bench.talk("all")
    bench.audience.crowd.close()
    print(
        f"{COMMANDS_PER_S} commands a second: p50 {ms(times_s, 0.5)}, p99 {ms(times_s, 0.99)} ms, {share:.0%} of a core"
        f"; floor, with one webinar alone: p50 {ms(floor_s, 0.5)} ms, p99 {ms(floor_s, 0.99)} ms, {floor_share:.0%}"
    )
    return {
        "webinars": str(webinars),
        "people": str(people),
        "kb_per_webinar": f"{grown / webinars / 1e3:.0f}",
        "kb_per_person": f"{grown / people / 1e3:.1f}",
        "rest": f"{rest:.3f}",
        "command_ms_p50": ms(times_s, 0.5),
        "command_ms_p99": ms(times_s, 0.99),
        "floor_ms_p50": ms(floor_s, 0.5),
        "floor_ms_p99": ms(floor_s, 0.99),
    }


def run(size: Size) -> Figures:
    allow_files(OPEN_FILES)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), "127.0.0.1", (sys.executable, str(ROOT / "run.py")), **SETTINGS)
        keep_apart(server.process.pid)
        try:
            return measure(server, size)
        finally:
            server.stop()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--webinars", type=int, default=Size().webinars)
    figures = run(Size(parser.parse_args().webinars))
    print("webinars", *(f"{name}={value}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
