"""The floor's own process: what to send comes as JSON on stdin, packets and CPU go as JSON to stdout."""

import json
import os
import socket
import sys

from bench.fanout_load import frames, libsrtp
from bench.fanout_load.floor import Floor
from bench.fanout_load.floors import SEND_BUFFER, media_of


def main() -> None:
    asked = json.load(sys.stdin)
    if asked["core"] is not None:
        os.sched_setaffinity(0, [asked["core"]])
    media = media_of(asked["kind"])
    bursts = frames.bursts(media, asked["publishers"])
    sessions = [libsrtp.sender() for _ in asked["ports"]]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plain:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        contexts = [libsrtp.context(session) for session in sessions]
        floor = Floor(plain.fileno(), libsrtp.functions()[0], contexts, asked["ports"], media.kind == "video")
        packets, used_ns, from_ns = floor.run(
            bursts.due_ns,
            bursts.sizes,
            bursts.counts,
            media.cycle_ns,
            round(asked["warm_s"] * 1e9),
            round(asked["for_s"] * 1e9),
        )
    assert packets, "this kernel has no UDP_SEGMENT"
    print(json.dumps({"packets": packets, "used_ns": used_ns, "from_ns": from_ns}))


if __name__ == "__main__":
    main()
