"""The floor under a broadcast: a bare loop that writes as many bytes to as many sockets, and does nothing else.

`python -m bench.crowd.floor SOCKETS SIZE` listens, prints its port, takes so many connections, prints `ready` and then
writes one text frame of SIZE bytes to all of them for each line that it reads, with the number of its turn as the mark.
"""

import os
import socket
import sys

from bench.crowd.audience import APPEARED, MARK
from web.frames import text_frame

BACKLOG = 4096


def main() -> None:
    sockets, size = int(sys.argv[1]), int(sys.argv[2])
    listener = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
    print(listener.getsockname()[1], flush=True)
    taken = [listener.accept()[0] for _ in range(sockets)]
    for each in taken:
        each.setblocking(False)
    print("ready", flush=True)
    for turn, _ in enumerate(sys.stdin):
        frame = text_frame(APPEARED.ljust(size - 14, b".") + MARK + f"{turn:05}".encode())
        for each in taken:
            os.write(each.fileno(), frame)


if __name__ == "__main__":
    main()
