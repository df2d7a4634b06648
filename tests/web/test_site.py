"""The whole of it in one process: create, join, wait, start, admit, watch what happens, promote, kick, come back."""

import pytest
import trio
from attrs import evolve

from tests.web.hall import opened


async def test_a_webinar_from_its_creation_to_a_kick() -> None:
    async with opened() as hall:
        webinar = await hall.webinar(start=False)
        paul, token = await webinar.join("Paul", "attendee")
        async with hall.session(webinar.host) as host, hall.session(token) as guest:
            assert (await host.next(type="snapshot"))["you"]["role"] == "host"
            waiting = await guest.next(type="snapshot")
            assert (waiting["you"]["place"], waiting["people"], waiting["counts"]) == ("waiting", [], None)

            await host.done(type="change_settings", waiting_room="always")
            await host.done(type="start")
            await guest.next(type="webinar_started")
            await host.done(type="admit", participant=paul)
            assert (await host.next(type="participant_appeared"))["person"]["name"] == "Paul"
            inside = await guest.next(type="snapshot")
            assert inside["you"]["place"] == "in"
            assert {person["name"] for person in inside["people"]} == {"Hedy", "Paul"}

            await webinar.call("promote", userId=paul)
            assert (await guest.next(type="role_offered"))["role"] == "presenter"
            await guest.done(type="accept_invitation")
            await host.next(type="role_changed", participant=paul, role="presenter")
            assert (await guest.next(type="snapshot"))["you"]["sources"]

            await guest.done(type="publish", sdp="offer", sources={"0": "microphone"})
            await guest.done(type="turn_on", source="microphone")
            await host.next(type="source_turned_on", participant=paul)
            await host.done(type="mute", participant=paul, hard=True)
            await guest.next(type="source_turned_off", by=webinar.made["participantId"])
            assert await guest.refused(type="turn_on", source="microphone") == "blocked"

            await host.done(type="kick", participant=paul)
            assert (await guest.next(type="goodbye"))["code"] == "removed"
            assert await guest.closed_with() == 1008


async def test_who_comes_back_is_still_the_same_and_gets_what_was_missed() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        async with hall.session(webinar.host) as host:
            seq = (await host.next(type="snapshot"))["seq"]
            await host.done(type="lock")
            seq = (await host.next(type="webinar_locked"))["seq"]
        await webinar.call("unlock")
        async with hall.session(webinar.host, last_seq=seq) as host:
            missed = await host.next(type="webinar_unlocked")
            assert missed["seq"] > seq
            assert not [message for message in host.heard if message["type"] == "webinar_locked"]
            await host.done(type="rotate_links", role="attendee")


async def test_a_repeated_command_has_one_effect_and_one_answer() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        async with hall.session(webinar.host) as host:
            await host.next(type="snapshot")
            message = '{"id": "mine", "type": "issue_invite", "role": "presenter"}'
            for _ in range(2):
                await host.socket.send_message(message)
            first, second = await host.next(answer="mine"), await host.next(answer="mine")
            assert first["seq"] == second["seq"]
        async with hall.session(webinar.host) as again:
            await again.socket.send_message(message)
            assert (await again.next(answer="mine"))["seq"] == first["seq"]


async def test_a_stop_says_goodbye_to_all_and_ends() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        tokens = [(await webinar.join(f"Guest {n}", "attendee"))[1] for n in range(3)]
        async with (
            hall.session(tokens[0]) as one,
            hall.session(tokens[1]) as two,
            hall.session(tokens[2]) as three,
        ):
            assert (await hall.get("/ready")).status_code == 200
            hall.site.stop()
            waits = []
            for client in (one, two, three):
                goodbye = await client.next(type="goodbye")
                assert goodbye["code"] == "shutting_down"
                waits.append(goodbye["retry_after_ms"])
                assert await client.closed_with() == 1012
            assert len(set(waits)) == 3
        with trio.fail_after(5):
            while hall.site.front.open_connections:  # noqa: ASYNC110 - it ends by itself
                await trio.sleep(0.01)
        assert hall.site.unready() == "stopping"


async def test_the_url_is_the_one_people_type() -> None:
    async with opened() as hall:
        assert hall.site._url(3000) == "http://localhost:3000"
    async with opened(public_url="https://hall.example") as hall:
        assert hall.site._url(3000) == "https://hall.example"


@pytest.mark.parametrize(
    ("host", "url"), [("192.0.2.7", "http://192.0.2.7:3000"), ("2001:db8::7", "http://[2001:db8::7]:3000")]
)
async def test_a_given_address_is_shown(host: str, url: str) -> None:
    async with opened() as hall:
        hall.site.settings = evolve(hall.site.settings, host=host)
        assert hall.site._url(3000) == url
