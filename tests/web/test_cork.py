import trio
from attrs import define, field

from web.cork import Corked, Joined, uncork_soon


@define(eq=False)
class Bottle:
    frames: list[bytes]
    written: list[bytes] = field(factory=list)

    def uncork(self, joined: Joined) -> None:
        self.written.append(joined(self.frames))


def gathered(*frames: bytes) -> Bottle:
    bottle = Bottle(list(frames))
    corked: Corked = bottle
    uncork_soon(corked)
    return bottle


async def test_what_was_gathered_leaves_when_the_turn_is_over() -> None:
    bottle = gathered(b"a")
    assert bottle.written == []
    bottle.frames.append(b"b")
    await trio.testing.wait_all_tasks_blocked()
    assert bottle.written == [b"ab"]


async def test_whoever_gathers_again_is_written_to_again() -> None:
    bottle = gathered(b"a")
    await trio.testing.wait_all_tasks_blocked()
    uncork_soon(bottle)
    await trio.testing.wait_all_tasks_blocked()
    assert bottle.written == [b"a", b"a"]


async def test_who_gathers_while_others_are_written_to_has_the_next_turn() -> None:
    late = Bottle([b"late"])

    class Waking(Bottle):
        def uncork(self, joined: Joined) -> None:
            super().uncork(joined)
            uncork_soon(late)

    waking = Waking([b"a"])
    uncork_soon(waking)
    await trio.testing.wait_all_tasks_blocked()
    assert (waking.written, late.written) == ([b"a"], [b"late"])


def test_the_same_frames_are_put_together_once() -> None:
    joined, frames = Joined(), (b"one", b"two")
    assert joined(frames) == b"onetwo"
    assert joined(list(frames)) is joined(frames)
    assert joined((b"one",)) is frames[0]
