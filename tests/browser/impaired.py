"""Two networks joined by a link as bad as one likes: server and presenters on the near side, a viewer on the far side.

Needs root, the command `ip`, `nsenter` and TUN devices; without any of them nothing has changed.
"""

import fcntl
import json
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from attrs import asdict, frozen

from tests.browser.link_emulator import Conditions
from tests.browser.network import CLONE_NEWNET, NetworkForbiddenError, call_libc, ip_command, run_command
from tests.sources import ROOT

NEAR, FAR = "10.78.0.1", "10.78.0.2"
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
DEVICE = "link0"


@frozen
class Link:
    """`far_network` is the path of the far side's namespace."""

    far_network: str
    emulator: "subprocess.Popen[str]"

    def becomes(self, **conditions: float) -> None:
        """From now on it has these conditions, both ways."""
        assert self.emulator.stdin is not None
        self.emulator.stdin.write(json.dumps(asdict(Conditions(**conditions))) + "\n")
        self.emulator.stdin.flush()

    def far_program(self, folder: Path, program: str) -> str:
        """A program that is this one, run on the far side."""
        script = folder / "far"
        script.write_text(f'#!/bin/sh\nexec nsenter --net={self.far_network} "{program}" "$@"\n')
        script.chmod(0o755)
        return str(script)


@contextmanager
def two_networks() -> Iterator[Link]:
    """The calling thread, and all it starts, is on the near side meanwhile. Raises `NetworkForbiddenError`."""
    if shutil.which("nsenter") is None:
        raise NetworkForbiddenError("the command `nsenter` is missing (Debian: util-linux)")
    ip = ip_command()
    with ExitStack() as stack:
        home = _opened(stack, "/proc/thread-self/ns/net", os.O_RDONLY)
        call_libc("unshare", CLONE_NEWNET)
        stack.callback(call_libc, "setns", home, CLONE_NEWNET)
        far_network = _opened(stack, "/proc/thread-self/ns/net", os.O_RDONLY)
        far = _device(stack, ip, FAR, NEAR)
        call_libc("unshare", CLONE_NEWNET)
        near = _device(stack, ip, NEAR, FAR)
        emulator = _emulator(near, far)
        stack.callback(_end, emulator)
        yield Link(f"/proc/{os.getpid()}/fd/{far_network}", emulator)


def _opened(stack: ExitStack, path: str, flags: int) -> int:
    try:
        descriptor = os.open(path, flags | os.O_CLOEXEC)
    except OSError as error:
        raise NetworkForbiddenError(f"{path}: {error.strerror}") from error
    stack.callback(os.close, descriptor)
    return descriptor


def _device(stack: ExitStack, ip: str, address: str, peer: str) -> int:
    """This network's end of the link."""
    device = _opened(stack, "/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    try:
        fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", DEVICE.encode(), IFF_TUN | IFF_NO_PI))
    except OSError as error:
        raise NetworkForbiddenError(f"a TUN device: {error.strerror}") from error
    for line in (
        "link set lo up",
        f"address add {address} peer {peer} dev {DEVICE}",
        f"link set {DEVICE} mtu 1500 txqueuelen 1000 up",
        f"route add default dev {DEVICE}",
    ):
        run_command([ip, *line.split()])
    return device


def _emulator(near: int, far: int) -> "subprocess.Popen[str]":
    emulator = subprocess.Popen(
        [sys.executable, "-m", "tests.browser.link_emulator", str(near), str(far)],
        cwd=ROOT,
        pass_fds=(near, far),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert emulator.stdout is not None
    assert emulator.stdout.readline() == "ready\n"
    return emulator


def _end(emulator: "subprocess.Popen[str]") -> None:
    """It ends with its input."""
    for pipe in (emulator.stdin, emulator.stdout):
        if pipe is not None:
            pipe.close()
    emulator.wait(10)
