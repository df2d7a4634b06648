import pytest
import trio

from web.strangers import Strangers


async def wait_as(strangers: Strangers, address: str, name: str, dropped: list[str]) -> None:
    try:
        with strangers.waiting(address):
            await trio.sleep_forever()
    except trio.TooSlowError:
        dropped.append(name)


async def test_of_too_many_the_longest_waiting_goes(nursery: trio.Nursery) -> None:
    strangers, dropped = Strangers(per_address=2), []
    for name in ("first", "second", "third"):
        nursery.start_soon(wait_as, strangers, "192.0.2.1", name, dropped)
        await trio.testing.wait_all_tasks_blocked()
    assert dropped == ["first"]


async def test_another_address_is_not_touched(nursery: trio.Nursery) -> None:
    strangers, dropped = Strangers(per_address=1), []
    nursery.start_soon(wait_as, strangers, "192.0.2.1", "a", dropped)
    nursery.start_soon(wait_as, strangers, "192.0.2.2", "b", dropped)
    await trio.testing.wait_all_tasks_blocked()
    assert dropped == []


async def test_who_has_spoken_counts_no_more() -> None:
    strangers = Strangers(per_address=1)
    for _ in range(3):
        with strangers.waiting("192.0.2.1"):
            await trio.lowlevel.checkpoint()


async def test_all_can_be_dropped_at_a_stop(nursery: trio.Nursery) -> None:
    strangers, dropped = Strangers(), []
    for name in ("a", "b"):
        nursery.start_soon(wait_as, strangers, f"192.0.2.{len(name)}", name, dropped)
    await trio.testing.wait_all_tasks_blocked()
    strangers.drop_all()
    await trio.testing.wait_all_tasks_blocked()
    assert sorted(dropped) == ["a", "b"]


async def test_an_exception_inside_passes_through() -> None:
    with pytest.raises(ValueError, match="mine"), Strangers().waiting("192.0.2.1"):
        raise ValueError("mine")
