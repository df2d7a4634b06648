from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import attrs
import pytest
import trio
from attrs import define, field

from actors.facts import ParticipantConnected, WebinarStarted
from actors.ports import Done, Goodbye
from actors.shown import ShownFact
from actors.signals import ConnectionEnded, Counts, PollResults, QuestionVotes, Seats
from tests.web.test_stream import pair
from tests.web.test_websocket import opened_socket
from tests.web.test_wire_frames import payload, waiting_snapshot
from web.outbox import LAG_BYTES, SLOW_S, SessionOutbox


@define
class Box:
    """An outbox, and its client."""

    outbox: SessionOutbox
    client: trio.SocketStream
    resyncs: list[float] = field(factory=list)
    _received: bytes = b""

    async def hears(self) -> list[Any]:
        """Everything that has arrived, one message each; a Close frame is its code."""
        await trio.testing.wait_all_tasks_blocked(0.02)
        with trio.move_on_after(0.05):
            while data := await self.client.receive_some():
                self._received += data
        return list(self._messages())

    def _messages(self) -> Any:
        while self._received:
            length = self._received[1]
            start = {126: 4, 127: 10}.get(length, 2)
            size = length if length < 126 else int.from_bytes(self._received[2:start])
            frame, self._received = self._received[: start + size], self._received[start + size :]
            yield int.from_bytes(frame[2:4]) if frame[0] == 0x88 else payload(frame)


@asynccontextmanager
async def box(*, is_open: bool = True, limit_frames: int = 1000, limit_bytes: int = 4_000_000) -> AsyncIterator[Box]:
    async with pair() as (ours, theirs), trio.open_nursery() as session:
        socket = await opened_socket(session, ours, theirs, limit_bytes=limit_bytes)
        made = Box(SessionOutbox(socket, limit_frames, lambda: made.resyncs.append(trio.current_time())), theirs)
        if is_open:
            made.outbox.open()
        yield made
        session.cancel_scope.cancel()


def fact(seq: int, size: int = 1) -> ShownFact:
    return ShownFact(seq, 0, ParticipantConnected("p" * size))


def seqs(messages: list[Any]) -> list[int]:
    return [message["seq"] for message in messages if isinstance(message, dict) and message.get("seq") is not None]


def stuff(made: Box) -> None:
    """Fills the client's path until frames wait."""
    seq = 0
    while not made.outbox.socket.writer.waiting_bytes:
        seq += 1
        made.outbox.push_fact(fact(seq, 10_000))


async def test_what_is_pushed_arrives_in_order() -> None:
    async with box() as made:
        made.outbox.push_snapshot(waiting_snapshot())
        made.outbox.push_fact(fact(4))
        made.outbox.answer("1", Done(5))
        made.outbox.push_fact(fact(6))
        assert seqs(await made.hears()) == [3, 4, 5, 6]


async def test_nothing_leaves_before_hello_is_answered() -> None:
    async with box(is_open=False) as made:
        made.outbox.push_snapshot(waiting_snapshot())
        made.outbox.push_signal(Counts(1, 0))
        made.outbox.push_signal(Counts(2, 0))
        assert await made.hears() == []
        made.outbox.open()
        snapshot, counts = await made.hears()
        assert (snapshot["type"], counts["inside"]) == ("snapshot", 2)


async def test_of_signals_that_wait_the_latest_of_its_kind_is_sent() -> None:
    async with box() as made:
        stuff(made)
        for n in range(100):
            made.outbox.push_signal(Counts(n, 0))
            made.outbox.push_signal(Seats("c1", (str(n),), ()))
        made.outbox.push_signal(Seats("c2", ("other",), ()))
        messages = [message for message in await made.hears() if "seq" not in message]
        assert [message.get("inside", message.get("seats")) for message in messages] == [99, ["99"], ["other"]]


async def test_of_signals_that_name_only_what_changed_none_is_lost() -> None:
    async with box() as made:
        stuff(made)
        for votes in ({"q1": 1}, {"q2": 5}, {"q1": 2}):
            made.outbox.push_signal(QuestionVotes(votes))
        assert [message["votes"] for message in await made.hears() if "votes" in message] == [{"q1": 2, "q2": 5}]


async def test_each_poll_has_results_of_its_own() -> None:
    async with box() as made:
        stuff(made)
        for poll, voters in (("b1", 1), ("b2", 7), ("b1", 2)):
            made.outbox.push_signal(PollResults(poll, 1, (), voters))
        told = [(message["poll"], message["voters"]) for message in await made.hears() if "voters" in message]
        assert told == [("b1", 2), ("b2", 7)]


async def test_the_end_of_a_connection_is_never_left_out() -> None:
    async with box() as made:
        stuff(made)
        for name in ("c1", "c2"):
            made.outbox.push_signal(ConnectionEnded(name, "timeout"))
        ended = [message["connection"] for message in await made.hears() if message["type"] == "connection_ended"]
        assert ended == ["c1", "c2"]


async def test_who_falls_behind_gets_a_snapshot_instead_of_a_gap() -> None:
    async with box() as made:
        pushed = 0
        while made.outbox._behind_since_s is None:
            pushed += 1
            made.outbox.push_fact(fact(pushed, 10_000))
        made.outbox.push_fact(fact(pushed + 1))
        heard = seqs(await made.hears())
        assert heard == list(range(1, pushed))
        assert len(made.resyncs) == 1
        made.outbox.push_fact(fact(pushed + 2))
        made.outbox.push_snapshot(attrs.evolve(waiting_snapshot(), seq=pushed + 2))
        made.outbox.push_fact(fact(pushed + 3))
        assert seqs(await made.hears()) == [pushed + 2, pushed + 3]


async def test_too_many_small_facts_are_behind_as_well() -> None:
    async with box(limit_frames=50) as made:
        stuff(made)
        for seq in range(1000, 1100):
            made.outbox.push_fact(fact(seq))
        assert made.outbox.socket.writer.waiting_frames <= 50
        assert made.outbox._behind_since_s is not None


async def test_who_stays_behind_is_told_so_and_closed(autojump_clock: trio.testing.MockClock) -> None:
    async with box() as made:
        while made.outbox._behind_since_s is None:
            made.outbox.push_fact(fact(1, 10_000))
        for _ in range(3):
            made.outbox.push_signal(Counts(1, 0))
        assert not made.outbox.socket.closed
        await trio.sleep(SLOW_S + 1)
        made.outbox.push_fact(fact(2))
        assert made.outbox.socket.closed


async def test_memory_for_a_client_that_reads_nothing_is_bounded() -> None:
    async with box() as made:
        for seq in range(10_000):
            made.outbox.push_fact(fact(seq, 1000))
            made.outbox.push_signal(Counts(seq, 0))
        assert made.outbox.socket.writer.waiting_bytes <= LAG_BYTES + 1100


async def test_a_large_snapshot_is_no_sign_of_a_slow_client() -> None:
    async with box() as made:
        many = attrs.evolve(waiting_snapshot("x" * 1_000_000), seq=1)
        made.outbox.push_snapshot(many)
        made.outbox.push_fact(fact(2))
        assert made.outbox._behind_since_s is None
        assert seqs(await made.hears()) == [1, 2]


async def test_an_answer_without_room_ends_the_session() -> None:
    async with box(limit_bytes=500_000) as made:
        made.outbox.push_snapshot(waiting_snapshot("x" * 490_000))
        for n in range(100):
            made.outbox.answer(str(n), Done(n, "x" * 10_000))
        assert made.outbox.socket.closed


@pytest.mark.parametrize(
    ("code", "close_code"),
    [
        ("removed", 1008),
        ("banned", 1008),
        ("denied", 1008),
        ("ended", 1000),
        ("left", 1000),
        ("replaced", 1000),
        ("shutting_down", 1012),
        ("restarting", 1012),
        ("slow", 1013),
    ],
)
async def test_a_goodbye_is_the_last_message_and_has_a_close_code(code: str, close_code: int) -> None:
    async with box() as made:
        made.outbox.close(Goodbye(code, "Bye."))
        made.outbox.push_fact(fact(1))
        made.outbox.close(Goodbye("slow", "Twice."))
        goodbye, closed = await made.hears()
        assert (goodbye["type"], goodbye["code"], closed) == ("goodbye", code, close_code)


async def test_pushing_to_a_dead_client_raises_nothing() -> None:
    async with box() as made:
        await made.client.aclose()
        for seq in range(5):
            made.outbox.push_fact(ShownFact(seq, 0, WebinarStarted()))
            made.outbox.push_signal(Counts(seq, 0))
            made.outbox.push_snapshot(waiting_snapshot())
        made.outbox.close(Goodbye("ended", "Over."))
        assert made.outbox.socket.closed


async def test_facts_of_one_turn_leave_together_and_before_what_follows_them() -> None:
    async with box() as made:
        for seq in range(3):
            made.outbox.push_fact(fact(seq))
        made.outbox.answer("m1", Done(3))
        assert len(made.outbox._corked or ()) == 4
        heard = await made.hears()
    assert [each["seq"] for each in heard] == [0, 1, 2, 3]
    assert heard[-1]["answer"] == "m1"


async def test_a_turn_that_brings_much_is_written_before_it_ends() -> None:
    async with box() as made:
        for seq in range(4):
            made.outbox.push_fact(fact(seq, size=8000))
        assert made.outbox._corked is None or len(made.outbox._corked) < 4
        assert [each["seq"] for each in await made.hears()] == [0, 1, 2, 3]


async def test_a_goodbye_comes_after_the_facts_of_its_turn() -> None:
    async with box() as made:
        made.outbox.push_fact(fact(1))
        made.outbox.close(Goodbye("removed", "Bye."))
        heard = await made.hears()
    assert (heard[0]["seq"], heard[-1]) == (1, 1008)
