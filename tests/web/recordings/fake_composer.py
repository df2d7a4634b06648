"""Stands for media.film: what it does, the order's folder says in `script`: done, die, hang."""

import json
import os
import signal
import sys
import time
from pathlib import Path


def main(folder: Path) -> None:
    with (folder / "starts").open("a") as starts:
        starts.write(f"{os.getpriority(os.PRIO_PROCESS, 0)}\n")
    script = (folder / "script").read_text() if (folder / "script").exists() else "done"
    if script == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if script == "hang":
        signal.signal(signal.SIGTERM, lambda *_: stopped(folder))
        say(folder, "composing", 40)
        while True:
            time.sleep(60)
    if script == "refuse":
        say(folder, "failed", 0, "no_pictures")
        sys.exit(1)
    (folder / "film.mp4").write_bytes(b"film")
    (folder / "film.json").write_text('{"duration_s": 1}')
    say(folder, "done", 100)


def stopped(folder: Path) -> None:
    say(folder, "cancelled", 40)
    sys.exit(0)


def say(folder: Path, state: str, percent: int, reason: str = "") -> None:
    half = folder / "progress.part"
    half.write_text(json.dumps({"state": state, "percent": percent, "remaining_s": None, "reason": reason}))
    half.replace(folder / "progress.json")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
