"""The process that is measured, on a core of its own, and what it uses; the measuring one keeps to the other cores."""

import http.client
import json
import os
import resource
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

TICKS_PER_S: Final = os.sysconf("SC_CLK_TCK")
PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE")
JOINERS: Final = 6
REQUEST_S: Final = 30


def keep_apart(pid: int) -> None:
    """The first core for that process, the others for this one; nothing where there is one core alone."""
    cores = sorted(os.sched_getaffinity(0) | os.sched_getaffinity(pid))
    if len(cores) > 1:
        for task in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setaffinity(int(task.name), cores[:1])
        os.sched_setaffinity(0, cores[1:])


def go_first() -> None:
    """With NICE=-10, and for root: before whatever else runs on this machine, with all that is started from now on.

    Linux weighs sessions before it weighs processes (sched(7), autogroups), so this becomes one of its own.
    """
    nice = os.environ.get("NICE")
    if nice is None:
        return
    with suppress(PermissionError):  # it leads a session already
        os.setsid()
    with suppress(FileNotFoundError):
        Path("/proc/self/autogroup").write_text(nice)
    os.setpriority(os.PRIO_PROCESS, 0, int(nice))


def allow_files(count: int) -> None:
    """For this process and those that it starts. Raises `ValueError` where the system does not let it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, max(count, hard)))


def cpu_s(pid: int) -> float:
    """User and system time of a process with all its threads (proc(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def waited_s(pid: int) -> float:
    """How long its main thread was ready to run and had no core, because others had it: what the machine added."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9


def all_waited_s(pid: int) -> float:
    """The same of all its threads together."""
    total_ns = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # it ended meanwhile
            total_ns += int((task / "schedstat").read_text().split()[1])
    return total_ns / 1e9


def ran_s(pid: int) -> float:
    """As `cpu_s`, but not in hundredths of a second: what clock_getcpuclockid(3) names, counted by the scheduler."""
    return time.clock_gettime(~pid << 3 | 2)


def resident_bytes(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_BYTES


def post_all(url: str, requests: Sequence[tuple[str, dict[str, object], str]]) -> list[dict[str, object]]:
    """The answers to so many POSTs (path, body, token), in their order, over a few kept connections."""
    answers: list[dict[str, object]] = [{} for _ in requests]
    where = urlsplit(url)

    def post(part: int) -> None:
        line = http.client.HTTPConnection(where.hostname or "", where.port, timeout=REQUEST_S)
        for number in range(part, len(requests), JOINERS):
            path, body, token = requests[number]
            head = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
            line.request("POST", path, json.dumps(body), head)
            answers[number] = json.loads(line.getresponse().read())
        line.close()

    joiners = [threading.Thread(target=post, args=(part,)) for part in range(JOINERS)]
    for joiner in joiners:
        joiner.start()
    for joiner in joiners:
        joiner.join()
    return answers
