"""One writer of a folder at a time: of a server that was killed, a recorder or a composer may still be at work in it.

The kernel lets go of the lock when its holder is gone, however that ended. It is on the folder itself, because a
full disk has no room for another file.
"""

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path

LOOK_S = 0.05


def sole(folder: Path, goes_on: Callable[[], bool]) -> int | None:
    """Waits while `goes_on`. The lock's descriptor, to be kept open as long as one writes. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not goes_on():
                os.close(handle)
                return None
            time.sleep(LOOK_S)
        else:
            return handle
