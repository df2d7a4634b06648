"""One webinar, ten thousand people on WebSockets: a storm of votes, 500 questions, changes told to all, slow readers.

The real server on a core of its own, plain TCP over loopback; the pages share one process on the other. All join by
HTTP and say hello; the limits on arrivals per second are lifted for that. Floors are measured in the same run: the same
bytes, written to as many sockets by a bare loop on the server's core and read by the same pages.
`make bench-audience ARGS="--people 500"` tries it small. Times are wall clock on a machine that may be busy: compare
with the floor beside them. Last line: `audience people=… votes=… …`.
The file is long because it stages five scenes.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import SO_RCVBUF, SOL_SOCKET
from typing import Final

from attrs import define, field, frozen

from bench.crowd.audience import OPTIONS, Audience, Mark, ms, result
from bench.crowd.pages import Crowd
from bench.crowd.processes import allow_files, cpu_s, keep_apart, post_all, resident_bytes, waited_s
from tests.browser.server import Server
from tests.peers.api import Webinar
from tests.sources import ROOT

OPEN_FILES: Final = 20_000
CHANGE_BYTES: Final = 320  # one small message as a fact
BIG: Final = 2000  # characters of a message that fills a slow page's buffers
SMALL_BUFFER: Final = 4096
COUNTED_S: Final = 20
SETTINGS: Final = {
    "hello_rate_per_s": 2000,
    "join_rate_per_minute": 1_000_000,
    "max_participants": 10_100,  # and the host
    "log_format": "json",
}


@frozen
class Size:
    people: int = 10_000
    storm_s: float = 10
    questions: int = 500
    questions_s: float = 50
    upvotes: int = 5_000
    slow: int = 100
    filling: int = 150  # big messages that slow pages do not read
    marks: int = 20  # changes of which the arrival is looked at, each time
    mark_every_s: float = 0.5
    rest_s: float = 5


@define(eq=False)
class Bench:
    server: Server
    size: Size
    figures: dict[str, str] = field(factory=dict)
    audience: Audience = field(init=False)
    webinar: Webinar = field(init=False)

    @property
    def pid(self) -> int:
        return self.server.process.pid

    def tell(self, line: str, **figures: str) -> None:
        self.figures |= figures
        print(line, flush=True)

    # --- coming in

    def come_in(self) -> None:
        self.webinar = Webinar.create(self.server.url)
        before, began_s, began_cpu_s = resident_bytes(self.pid), time.monotonic(), cpu_s(self.pid)
        tokens = self._join()
        joined, joined_s, joined_cpu_s = resident_bytes(self.pid), time.monotonic(), cpu_s(self.pid)
        crowd = Crowd(int(self.server.url.rpartition(":")[2]))
        self.audience = Audience(crowd)
        self.audience.pages = [*crowd.enter([self.webinar.host], within_s=10), *crowd.enter(tokens, within_s=150)]
        self.audience.pages[0].is_host = True
        crowd.run(1, [])
        inside, people = resident_bytes(self.pid), self.size.people
        entered_s, entered_cpu_s = time.monotonic() - joined_s, cpu_s(self.pid) - joined_cpu_s
        self.tell(
            f"joins through HTTP: {people} in {joined_s - began_s:.0f} s, "
            f"{(joined_cpu_s - began_cpu_s) / people * 1e3:.2f} ms of CPU each; "
            f"hellos: all in after {entered_s:.0f} s, {entered_cpu_s / people * 1e3:.2f} ms of CPU each, "
            f"{crowd.refused} of them made again"
        )
        person_kb, session_kb = (joined - before) / people / 1e3, (inside - joined) / people / 1e3
        self.tell(
            f"memory per attendee: {person_kb + session_kb:.1f} KB (aim 40): person and actor {person_kb:.1f}, "
            f"session {session_kb:.1f}",
            kb_per_attendee=f"{person_kb + session_kb:.1f}",
        )
        second = [nth for nth in range(1, people + 1) if Audience.has_two_pages(nth)]
        self.audience.second = dict(
            zip(second, crowd.enter([tokens[nth - 1] for nth in second], within_s=60), strict=True)
        )

    def _join(self) -> list[str]:
        path = f"/api/webinars/{self.webinar.id}/join"
        bodies: list[dict[str, object]] = [
            {"name": f"Viewer {nth}", "invite": self.webinar.attendee_invite} for nth in range(self.size.people)
        ]
        return [str(joined["token"]) for joined in post_all(self.server.url, [(path, body, "") for body in bodies])]

    # --- changes

    def rest(self) -> float:
        """The share of a core that everybody's being there takes: pings, mostly."""
        before_s, began_s = cpu_s(self.pid), time.monotonic()
        self.audience.crowd.run(self.size.rest_s, [])
        return (cpu_s(self.pid) - before_s) / (time.monotonic() - began_s)

    def change(self) -> None:
        """One after the other, so that each is one write to each socket."""
        idle = self.rest()
        before_s, began_s = cpu_s(self.pid), time.monotonic()
        arrivals = self.audience.marked(self.size.marks, self.size.mark_every_s)
        used_s = cpu_s(self.pid) - before_s - idle * (time.monotonic() - began_s)
        each_us = used_s / self.size.marks / len(self.audience.crowd.pages) * 1e6
        self.tell(f"CPU at rest with everybody there: {idle:.1%} of a core", rest=f"{idle:.3f}")
        self.tell(
            f"change to its arrival at the last attendee: p50 {ms(arrivals, 0.5)} ms, "
            f"p99 {ms(arrivals, 0.99)} ms (aim 1000)",
            last_ms_p50=ms(arrivals, 0.5),
            last_ms_p99=ms(arrivals, 0.99),
        )
        self.tell(f"CPU per attendee and update: {each_us:.1f} µs (aim 15)", us_per_update=f"{each_us:.1f}")

    # --- storms

    def vote(self) -> None:
        audience = self.audience
        poll = result(audience.ask("create_poll", question="Which?", options=OPTIONS, may_change=False, reveal="live"))[
            "poll"
        ]
        result(audience.ask("open_poll", poll=poll))
        first = len(audience.marks)
        marks = [
            (nth * self.size.mark_every_s, lambda: audience.mark(10))
            for nth in range(int(self.size.storm_s / self.size.mark_every_s))
        ]
        used: list[str] = []
        with self._cpu(used):
            audience.crowd.run(
                self.size.storm_s, sorted([*audience.vote_in(poll, self.size.storm_s), *marks], key=_when)
            )
            audience.await_votes()
        arrivals = audience.arrivals(first)
        audience.crowd.run(1, [])
        result(audience.ask("close_poll", poll=poll))
        self._count(audience.latest["poll_changed"]["poll"]["results"])
        times = audience.latencies("vote-")
        self.tell(
            f"vote to acknowledgement: p50 {ms(times, 0.5)} ms, p99 {ms(times, 0.99)} ms; "
            f"a change meanwhile at the last attendee: p99 {ms(arrivals, 0.99)} ms; "
            f"{used[0]}",
            ack_ms_p50=ms(times, 0.5),
            ack_ms_p99=ms(times, 0.99),
            storm_last_ms_p99=ms(arrivals, 0.99),
        )

    def _count(self, results: dict[str, object]) -> None:
        tally, refused, absorbed = self.audience.ballots()
        assert results == {"tally": tally, "voters": self.size.people}, f"{results}, answers say {tally}"
        self.tell(
            f"votes: {sum(tally)} of {self.size.people} counted, each once; second votes from another page refused: "
            f"{refused}; repeats absorbed with the same answer: {absorbed}",
            votes=str(sum(tally)),
            refused=str(refused),
            absorbed=str(absorbed),
        )

    def question(self) -> None:
        audience, size = self.audience, self.size
        used: list[str] = []
        with self._cpu(used):
            audience.crowd.run(size.questions_s, audience.ask_in(size.questions, size.questions_s))
            audience.await_answers("question-", size.questions)
            asked = [result(audience.answer(f"question-{nth}"))["question"] for nth in range(size.questions)]
            audience.crowd.run(size.storm_s, audience.upvote_in(asked, size.upvotes, size.storm_s))
            audience.await_answers("upvote-", size.upvotes)
        cast = size.upvotes + size.questions
        for _ in range(COUNTED_S):  # the last count is told a second later, or two where all are busy
            if sum(audience.votes.values()) < cast:
                audience.crowd.run(1, [])
        assert set(audience.votes) == set(asked)
        assert sum(audience.votes.values()) == cast, "an upvote is lost, or was counted twice"
        times, up = audience.latencies("question-"), audience.latencies("upvote-")
        self.tell(
            f"questions: {len(asked)} in {size.questions_s:.0f} s, to acknowledgement p50 "
            f"{ms(times, 0.5)} ms, p99 {ms(times, 0.99)} ms; upvotes: {size.upvotes} in {size.storm_s:.0f} s, "
            f"p50 {ms(up, 0.5)} ms, p99 {ms(up, 0.99)} ms; "
            f"{used[0]}",
            questions=str(len(asked)),
            upvotes=str(size.upvotes),
            upvote_ms_p99=ms(up, 0.99),
        )

    # --- slow readers

    def slow_down(self) -> None:
        audience, size = self.audience, self.size
        before = audience.marked(size.marks, size.mark_every_s)
        slow = audience.pages[-size.slow :]
        for page in slow:
            page.socket.setsockopt(SOL_SOCKET, SO_RCVBUF, SMALL_BUFFER)
            audience.slow[page] = None
            audience.crowd.stall(page)
        audience.marked(size.filling, size.people * 12e-6, BIG)
        beside = audience.marked(size.marks, size.mark_every_s)
        behind = sum("session_behind" in line for line in self.server.log)
        for page in slow:
            audience.crowd.resume(page)
        self.tell(
            f"{size.slow} slow readers, {behind} of them behind: a change at the last of the others p99 "
            f"{ms(beside, 0.99)} ms, without them {ms(before, 0.99)} ms",
            slow=str(size.slow),
            behind=str(behind),
            last_ms_p99_with_slow=ms(beside, 0.99),
            last_ms_p99_without=ms(before, 0.99),
        )

    @contextmanager
    def _cpu(self, used: list[str]) -> Iterator[None]:
        """Puts in words what the server used of its core, once it is over."""
        before_s, waited, began_s = cpu_s(self.pid), waited_s(self.pid), time.monotonic()
        yield
        took_s = time.monotonic() - began_s
        used.append(
            f"server {cpu_s(self.pid) - before_s:.1f} s of CPU in {took_s:.1f} s, "
            f"{waited_s(self.pid) - waited:.1f} s without a core"
        )


def _when(due: tuple[float, object]) -> float:
    return due[0]


# --- the floor


def floor(sockets: int, marks: int) -> dict[str, str]:
    """As many bytes as a small change has to the same number of sockets, by nothing but a loop."""
    command = (sys.executable, "-m", "bench.crowd.floor", str(sockets), str(CHANGE_BYTES))
    times = []
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as bare:
        assert bare.stdin is not None
        assert bare.stdout is not None
        keep_apart(bare.pid)
        crowd = Crowd(int(bare.stdout.readline()))
        audience = Audience(crowd)
        audience.pages = crowd.listen_plainly(sockets)
        assert bare.stdout.readline() == "ready\n"
        before_s = cpu_s(bare.pid)
        for _ in range(marks):
            audience.marks.append(Mark(time.monotonic()))
            bare.stdin.write("\n")
            bare.stdin.flush()
            times += audience.arrivals(len(audience.marks) - 1)
        each_us = (cpu_s(bare.pid) - before_s) / marks / sockets * 1e6
        bare.stdin.close()
        crowd.close()
    last_ms = ms(times, 0.99)
    print(f"floor, a bare loop: {each_us:.1f} µs per socket and write, p99 {last_ms} ms to the last")
    return {"floor_us": f"{each_us:.1f}", "floor_last_ms_p99": last_ms}


def run(size: Size, profile: str = "") -> dict[str, str]:
    allow_files(OPEN_FILES)
    program = (sys.executable, *(("-m", "cProfile", "-o", profile) if profile else ()), str(ROOT / "run.py"))
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), "127.0.0.1", program, **SETTINGS)
        keep_apart(server.process.pid)
        bench = Bench(server, size)
        try:
            bench.come_in()
            bench.change()
            bench.vote()
            bench.question()
            bench.slow_down()
            sockets = len(bench.audience.crowd.pages)
            bench.audience.crowd.close()
        finally:
            server.stop()
    return bench.figures | floor(sockets, size.marks)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=Size().people)
    parser.add_argument("--profile", default="", metavar="FILE", help="where to leave what cProfile says of the server")
    given = parser.parse_args()
    people = given.people
    whole = Size()
    part = people / whole.people
    size = Size(
        people,
        upvotes=min(whole.upvotes, people * 10),
        questions_s=max(5, whole.questions_s * part),
        slow=max(1, int(whole.slow * part)),
    )
    figures = run(size, given.profile)
    print("audience", f"people={people}", *(f"{name}={value}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
