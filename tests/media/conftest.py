"""Limits on CPU time are about our code alone: no collection of the whole run's garbage, no other thread."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def no_garbage_collection() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()
