"""What must still be true after an attack, and what it may have cost."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.server import Server
from tests.peers.api import counted
from tests.peers.plain_call import PlainCall

LONGEST_GAP_S = 1.0  # of audio sent every 20 ms; five times what people notice, because this machine is shared


@contextmanager
def unharmed(server: Server, call: PlainCall) -> Iterator[None]:
    """The call goes on during and after the block, gets nothing foreign, and the server has no complaint."""
    began_s = time.monotonic()
    yield
    assert call.longest_gap_s(began_s) < LONGEST_GAP_S
    call.wait_until_it_flows(since_s=time.monotonic())
    assert call.foreign() == 0
    assert server.process.poll() is None
    assert counted(server.url, "actor_restarts") == 0
    assert "Traceback" not in server.text, server.text


def memory_bytes(server: Server) -> int:
    """Resident memory of the server's process."""
    line = next(line for line in _status(server) if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


def _status(server: Server) -> list[str]:
    return Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
