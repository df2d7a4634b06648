"""S3-compatible storage for tests: moto's server, a process of its own on a free port of loopback."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from tests.browser.waiting import wait_until
from web.recordings.signing import Bucket

START_S = 60


@contextmanager
def storage() -> Iterator[Bucket]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    bucket = Bucket(f"http://127.0.0.1:{port}", "films", "eu-central-1", "test", "secret")
    try:
        with httpx.Client(trust_env=False, timeout=5) as client:
            wait_until(lambda: _is_made(client, bucket), START_S)
        yield bucket
    finally:
        process.terminate()
        process.wait(10)


def _is_made(client: httpx.Client, bucket: Bucket) -> bool:
    where = (
        b"<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>"
    )
    try:
        signed = bucket.signed("PUT", bucket.url(), where)
        return client.put(bucket.url(), content=where, headers=signed).is_success
    except httpx.HTTPError:
        return False
