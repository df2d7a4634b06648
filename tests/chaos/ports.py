"""A TCP port that a server can come back to."""

import socket
from pathlib import Path
from random import Random

EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range")
LOWEST = 10_000
TRIES = 100


def lasting_port(host: str, chance: Random) -> int:
    """Free, and below those that the system gives to clients: a client that knocks at a closed port among those may be
    given that very port as its own, is then connected with itself, and the server cannot come back.
    """
    highest = int(EPHEMERAL.read_text().split()[0])
    for _ in range(TRIES):
        port = chance.randrange(LOWEST, highest)
        with socket.socket() as probe:
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise AssertionError(f"{TRIES} ports below {highest} are taken")
