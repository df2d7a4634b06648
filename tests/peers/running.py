"""Foreign peers as processes: started beside a test, asked for what they saw at the end."""

import json
import subprocess
import sys

from tests.peers.signalling import Seen
from tests.sources import ROOT

GRACE_S = 30  # beyond the seconds that a peer was told to stay: a busy machine starts Python slowly


class Running:
    """`program` is a module of tests/peers; `options` become --name value."""

    def __init__(self, program: str, url: str, token: str, seconds: float, **options: str) -> None:
        extra = [word for name, value in options.items() for word in (f"--{name}", value)]
        command = [sys.executable, "-m", f"tests.peers.{program}", url, token, str(seconds), *extra]
        self.program, self.seconds = program, seconds
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True)

    def seen(self) -> Seen:
        """Waits for the end; fails with the peer's own words if it did not end well."""
        try:
            out, errors = self.process.communicate(timeout=self.seconds + GRACE_S)
        finally:
            self.stop()
        assert self.process.returncode == 0, f"{self.program} ended with {self.process.returncode}:\n{errors[-4000:]}"
        return Seen(**json.loads(out.splitlines()[-1]))

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()
