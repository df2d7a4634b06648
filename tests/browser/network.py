"""A network of the browser tests' own: a namespace with loopback and one address that is not loopback.

Firefox connects to no candidate on 127.0.0.1, so server and browsers need another address; and a namespace lets nothing
in or out. It lives as long as the processes in it: nothing is left behind, whatever happens.
"""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

ADDRESS = "10.77.0.1"
CLONE_NEWNET = 0x40000000
LINES = (
    "link set lo up",
    "link add near type veth peer name far",
    "link set near addrgenmode none",  # an address that comes a second late makes Chromium drop what it is loading
    "link set far addrgenmode none",
    f"address add {ADDRESS}/24 dev near",
    "link set near up",
    "link set far up",
    "route add default dev near",  # browsers offer the address that the default route uses
)


class NetworkForbiddenError(Exception):
    """This machine lets us make no network namespace; the text says what it objected to."""


@contextmanager
def own_network() -> Iterator[str]:
    """Moves the calling thread, and all it starts, into a new network for a while. Gives the address there.

    Raises `NetworkForbiddenError` before anything has changed.
    """
    home = os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
    try:
        ip = ip_command()
        call_libc("unshare", CLONE_NEWNET)
        try:
            for line in LINES:
                run_command([ip, *line.split()])
            yield ADDRESS
        finally:
            call_libc("setns", home, CLONE_NEWNET)
    finally:
        os.close(home)


def ip_command() -> str:
    ip = shutil.which("ip", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if ip is None:
        raise NetworkForbiddenError("the command `ip` is missing (Debian: iproute2)")
    return ip


def call_libc(name: str, *arguments: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*arguments) != 0:
        reason = os.strerror(ctypes.get_errno())
        raise NetworkForbiddenError(f"{name} of a network namespace: {reason} (it needs root)")


def run_command(command: list[str]) -> None:
    ran = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    if ran.returncode != 0:
        raise NetworkForbiddenError(f"{' '.join(command)}: {ran.stderr.strip()}")
