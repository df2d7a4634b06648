import pytest
import trio
from structlog.testing import capture_logs

from actors.errors import StateLost
from actors.ports import Refusal
from actors.runtime import ActorSystem, TrioActor
from web.asking import NO_SUCH_WEBINAR, TRY_AGAIN, ask, participant_of, webinar_of


class Echo(TrioActor):
    def on_receive(self, message: object) -> object:
        if isinstance(message, BaseException):
            raise message
        return message


@pytest.fixture
async def system(nursery: trio.Nursery) -> ActorSystem:
    return ActorSystem(nursery)


async def test_an_answer_comes_as_it_is(system: ActorSystem) -> None:
    ref = system.start_actor(Echo, name="webinar:w1")
    assert await ask(ref, "hello") == "hello"
    assert await ask(ref, Refusal("full", "No room.")) == Refusal("full", "No room.")


async def test_actors_are_found_by_their_names(system: ActorSystem) -> None:
    webinar = system.start_actor(Echo, name="webinar:w1")
    person = system.start_actor(Echo, name="webinar:w1/participant:p1", parent=webinar)
    assert webinar_of(system, "w1") is webinar
    assert participant_of(system, "w1", "p1") is person
    assert webinar_of(system, "w2") is None
    assert participant_of(system, "w2", "p1") is None


async def test_a_webinar_that_is_not_there_or_has_stopped_is_no_webinar(system: ActorSystem) -> None:
    ref = system.start_actor(Echo, name="webinar:w1")
    ref.kill()
    assert await ask(None, "hello") == NO_SUCH_WEBINAR
    assert await ask(ref, "hello") == NO_SUCH_WEBINAR


@pytest.mark.parametrize("error", [RuntimeError("planted"), StateLost()], ids=["poison", "state lost"])
async def test_a_failure_between_actors_is_try_again(
    system: ActorSystem, error: Exception, autojump_clock: trio.testing.MockClock
) -> None:
    ref = system.start_actor(Echo, name="webinar:w1")
    with capture_logs() as lines:
        assert await ask(ref, error) == TRY_AGAIN
    assert lines[-1]["event"] == "ask_failed"
    assert await ask(ref, "alive") == "alive"


async def test_a_full_mailbox_is_try_again(system: ActorSystem) -> None:
    ref = system.start_actor(Echo, name="webinar:w1", mailbox_limit=1)
    ref.tell("fills it")
    assert await ask(ref, "too much") == TRY_AGAIN
