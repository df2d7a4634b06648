"""`python -m media.film ORDER_FOLDER [--threads 1] [--nice 10] [--with-parent]`: makes one film, says how far it is.

SIGTERM stops it cleanly, and with --with-parent the end of whoever started it; what is done is kept. Of one film there
is one composer: another one waits until that is gone. It ends with 0: made, 1: failed, 3: stopped.
"""

import argparse
import os
import signal
import sys
from pathlib import Path
from threading import Event

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from media.film.order import Progress as Told
from media.film.work import is_made, make
from media.recording.sole import sole

STOPPED = 3


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m media.film", description="Makes a film of a recording.")
    parser.add_argument("folder", type=Path, help="the order's: <recording>/films/<film>")
    parser.add_argument("--threads", type=int, default=1, help="how many cores it may use")
    parser.add_argument("--nice", type=int, default=10, help="how far it stands back behind a live webinar")
    parser.add_argument("--with-parent", action="store_true", help="stop when the process that started it is gone")
    given = parser.parse_args(arguments)
    os.nice(given.nice)
    stop, parent = Event(), os.getppid()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())

    def is_over() -> bool:
        return stop.is_set() or (given.with_parent and os.getppid() != parent)

    if sole(given.folder, lambda: not is_over()) is None:
        return STOPPED
    if is_made(given.folder):
        return 0
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("Film", total=100.0)

        def watch(told: Told) -> None:
            bar.update(task, completed=told.percent, description=told.state)

        made = make(given.folder, given.threads, watch, is_over)
    return STOPPED if made is None else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
