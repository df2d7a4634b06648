"""A node's media on loopback. Limits on CPU time are about our code alone: no collection of the whole run's garbage."""

import gc
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import trio

import config
from media.engine import Engine


@pytest.fixture(autouse=True)
def no_garbage_collection() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
async def engine(nursery: trio.Nursery, tmp_path: Path) -> AsyncIterator[Engine]:
    settings = config.read(["--media-host", "127.0.0.1", "--media-address", "127.0.0.1", "--media-port", "0"], {}).media
    made = Engine(settings, tmp_path)
    await nursery.start(made.serve)
    yield made
    nursery.cancel_scope.cancel()
