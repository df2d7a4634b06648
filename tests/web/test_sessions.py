import pytest
import trio
from structlog.testing import capture_logs

from tests.web.hall import opened
from tests.web.rig import HOST, read_all, read_until, statuses
from tests.web.test_websocket import frame, head_with
from web.session import ATTACH_S
from web.sessions import RETURN_MS


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://localhost.evil.example", "https://good.example.evil", "http://localhost"],
)
async def test_a_foreign_page_cannot_open_a_session(origin: str) -> None:
    async with opened(trusted_origins=("https://good.example",)) as hall:
        answer = await hall.rig.talk(head_with(Origin=origin.encode()))
        assert statuses(answer) == [403]
        assert b"bad_origin" in answer


@pytest.mark.parametrize("which", ["own", "trusted", "none"])
async def test_our_own_page_a_trusted_one_and_a_program_can(which: str) -> None:
    async with opened(trusted_origins=("https://good.example",)) as hall:
        origin = {"own": hall.url, "trusted": "https://good.example", "none": None}[which]
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        async with hall.socket(origin) as client:
            await client.done(type="hello", token=token)


async def test_silence_before_hello_ends_at_the_deadline(autojump_clock: trio.testing.MockClock) -> None:
    async with opened() as hall:
        async with hall.socket() as client:
            began_s = trio.current_time()
            assert await client.closed_with() == 1008
            assert trio.current_time() - began_s == pytest.approx(5, abs=0.5)
        assert not hall.site.sessions.open


async def test_a_hello_that_waits_for_the_disk_is_neither_cut_off_nor_waited_for_without_end(
    autojump_clock: trio.testing.MockClock,
) -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        async with hall.socket() as client:
            resume = (await client.done(type="hello", token=token))["resume"]
        hall.journal.is_holding = True
        async with hall.socket() as slow:
            hello = await slow.say(type="hello", resume=resume)
            await trio.sleep(6)
            hall.journal.release()
            resume = (await slow.next(answer=hello))["result"]["resume"]
        hall.journal.is_holding = True
        async with hall.socket() as too_slow:
            hello = await too_slow.say(type="hello", resume=resume)
            await trio.sleep(ATTACH_S - 0.5)
            assert (await too_slow.next(answer=hello))["error"]["code"] == "try_again"
            assert await too_slow.closed_with() == 1013
        hall.journal.release()


async def test_a_stop_tells_each_their_own_turn_and_the_stage_comes_first() -> None:
    async with opened(hello_rate_per_s=10) as hall:
        webinar = await hall.webinar()
        tokens = [(await webinar.join(f"P{n}", role))[1] for n, role in enumerate(["attendee"] * 2 + ["presenter"])]
        async with hall.session(tokens[0]) as one, hall.session(tokens[1]) as two, hall.session(tokens[2]) as presenter:
            for client in (one, two, presenter):
                await client.next(type="snapshot")
            hall.site.stop()
            waits_ms = [(await client.next(type="goodbye"))["retry_after_ms"] for client in (one, two, presenter)]
            assert waits_ms == [RETURN_MS + 100, RETURN_MS + 200, RETURN_MS]


async def test_a_stop_before_hello_is_told_as_a_restart_and_nothing_fails() -> None:
    with capture_logs() as logs:
        async with opened() as hall, hall.socket() as silent:
            while not hall.site.sessions.open:
                await trio.lowlevel.checkpoint()
            hall.site.stop()
            assert await silent.closed_with() == 1012
    assert "connection_failed" not in {entry["event"] for entry in logs}


async def test_a_half_open_session_is_gone_within_twenty_seconds(autojump_clock: trio.testing.MockClock) -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        async with await hall.rig.connect() as silent:  # answers nothing, not even pings
            await silent.send_all(head_with())
            await silent.send_all(frame(1, b'{"id":"1","type":"hello","token":"%s"}' % token.encode()))
            await read_until(silent, b'"snapshot"')
            assert len(hall.site.sessions.open) == 1
            began_s = trio.current_time()
            while hall.site.sessions.open:  # noqa: ASYNC110 - a sleep of the virtual clock
                await trio.sleep(1)
            assert 10 < trio.current_time() - began_s <= 25


async def test_a_handshake_that_is_none_is_refused_in_json() -> None:
    async with opened() as hall:
        assert statuses(await hall.rig.talk(head_with(Sec_WebSocket_Version=b"8"))) == [426]
        assert statuses(await hall.rig.talk(head_with(Upgrade=None))) == [426]
        assert statuses(await hall.rig.talk(b"GET /ws HTTP/1.1\r\n" + HOST + b"\r\n")) == [426]


async def test_silent_handshakes_do_not_crowd_out_others() -> None:
    async with opened() as hall:
        hall.site.sessions.strangers._per_address = 20
        silent = [await hall.rig.connect("127.0.0.2") for _ in range(60)]
        for stream in silent:
            await stream.send_all(head_with())
        await trio.testing.wait_all_tasks_blocked(0.05)
        assert len(hall.site.sessions.open) <= 20
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        async with hall.session(token):
            pass
        for stream in silent:
            await trio.aclose_forcefully(stream)


async def test_messages_are_counted_over_sessions_that_have_ended() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        for _ in range(2):
            async with hall.session(token) as client:
                await client.refused(type="start")
        async with hall.session(token) as client:
            await client.refused(type="start")
            assert hall.site.sessions.messages == 3


async def test_a_client_that_sends_garbage_frames_is_closed_and_nobody_else() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        async with hall.session(token) as client:
            async with await hall.rig.connect() as bad:
                await bad.send_all(head_with() + b"\xff" * 100)
                assert b"\x88" in await read_all(bad)
            assert await client.refused(type="start") == "not_allowed"
