"""`python -m media.film ORDER_FOLDER [--threads 1] [--nice 10]`: makes one film, and says how far it is.

SIGTERM stops it cleanly; what is done is kept. It ends with 0: made, 1: failed, 3: stopped.
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
from media.film.work import make

STOPPED = 3


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m media.film", description="Makes a film of a recording.")
    parser.add_argument("folder", type=Path, help="the order's: <recording>/films/<film>")
    parser.add_argument("--threads", type=int, default=1, help="how many cores it may use")
    parser.add_argument("--nice", type=int, default=10, help="how far it stands back behind a live webinar")
    given = parser.parse_args(arguments)
    os.nice(given.nice)
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("Film", total=100.0)

        def watch(told: Told) -> None:
            bar.update(task, completed=told.percent, description=told.state)

        made = make(given.folder, given.threads, watch, stop.is_set)
    return STOPPED if made is None else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
