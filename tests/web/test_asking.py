import pytest
import trio
from structlog.testing import capture_logs

from actors.directory import Find
from actors.errors import StateLost
from actors.ports import Done, Refusal
from actors.runtime import ActorSystem, TrioActor
from actors.webinar.messages import ReadPeople
from web.asking import NO_SUCH_WEBINAR, TRY_AGAIN, ask, ask_webinar, find_participant, participant_of, webinar_of


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


class Directory(TrioActor):
    """Knows the webinar w1 and builds it, w0 that cannot be built, and no other."""

    def on_receive(self, message: Find) -> Done | Refusal:
        if message.webinar == "w1" and webinar_of(self.system, "w1") is None:
            self.system.start_actor(Webinar, name="webinar:w1", parent=self.actor_ref)
        return Done(None) if message.webinar in ("w0", "w1") else NO_SUCH_WEBINAR


class Webinar(TrioActor):
    """Of p1, who is here, and p2, who left."""

    def on_start(self) -> None:
        self.system.start_actor(Echo, name="webinar:w1/participant:p1", parent=self.actor_ref)

    def on_receive(self, message: object) -> object:
        return Refusal("left", "You left.") if message == ReadPeople("p2") else message


async def test_a_webinar_that_is_asked_for_is_built_first(system: ActorSystem) -> None:
    system.start_actor(Directory, name="directory")
    assert await ask_webinar(system, "w1", "hello") == "hello"
    assert await ask_webinar(system, "w1", "again") == "again"


async def test_only_the_directory_says_that_there_is_no_such_webinar(system: ActorSystem) -> None:
    assert await ask_webinar(system, "w2", "hello") == TRY_AGAIN
    system.start_actor(Directory, name="directory")
    assert await ask_webinar(system, "w2", "hello") == NO_SUCH_WEBINAR
    assert await ask_webinar(system, "w0", "hello") == TRY_AGAIN


async def test_a_participant_is_found_also_while_the_webinar_is_being_built(system: ActorSystem) -> None:
    system.start_actor(Directory, name="directory")
    assert await find_participant(system, "w1", "p1") is participant_of(system, "w1", "p1")
    assert await find_participant(system, "w1", "p2") == Refusal("left", "You left.")
    assert await find_participant(system, "w1", "p3") == TRY_AGAIN
    assert await find_participant(system, "w2", "p1") == NO_SUCH_WEBINAR
