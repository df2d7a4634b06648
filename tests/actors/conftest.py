import pytest
import trio
from trio.testing import MockClock

from tests.actors.world import World, open_world


@pytest.fixture
async def world(nursery: trio.Nursery, autojump_clock: MockClock) -> World:
    return await open_world(nursery)
