"""Breakout rooms through the real server: two sessions a person, HTTP, and nobody where they do not belong."""

from typing import Any

import trio

from tests.web.callers import page, refusal
from tests.web.hall import Client, Hall, Webinar, opened


async def two_rooms(hall: Hall, **how: object) -> tuple[Webinar, list[str]]:
    webinar = await hall.webinar()
    made = await webinar.call("open-rooms", count=2, **({"assign": "manual"} | how))
    return webinar, [room["id"] for room in made["rooms"]]


async def until(client: Client, room: str | None) -> dict[str, Any]:
    """The snapshot that says so."""
    with trio.fail_after(5):
        while True:
            snapshot = await client.next(type="snapshot")
            if snapshot["you"]["room"] == room:
                return snapshot


async def test_a_person_is_in_a_room_with_a_second_session_and_the_first_stays_open() -> None:
    async with opened() as hall:
        webinar, (red, blue) = await two_rooms(hall)
        paul, token = await webinar.join("Paul", "attendee")
        async with page(hall, token=token) as (main, _):
            await webinar.call("move-to-room", participant=paul, room=red)
            assert [room["name"] for room in (await until(main, red))["rooms"]["rooms"]] == ["Room 1", "Room 2"]
            async with page(hall, token=token, room=red) as (room, welcome):
                snapshot = await room.next(type="snapshot")
                assert (snapshot["webinar"]["id"], snapshot["webinar"]["title"]) == (red, "Room 1")
                assert snapshot["you"]["role"] == "presenter"
                assert (await room.done(type="send_message", text="Hello"))["message"]
                await webinar.call("broadcast-to-rooms", text="Five minutes")
                assert (await main.next(type="rooms_broadcast"))["text"] == "Five minutes"
                await main.done(type="call_for_help")
                await webinar.call("move-to-room", participant=paul, room=blue)
                assert (await room.next(type="goodbye"))["code"] == "moved"
            await until(main, blue)
            assert await refusal(hall, resume=welcome["resume"]) == "not_in_room"
            async with page(hall, token=token, room=blue) as (room, _):
                await webinar.call("close-rooms")
                assert (await room.next(type="goodbye"))["code"] == "rooms_closed"
            await until(main, None)
            assert await refusal(hall, token=token, room=blue) == "not_in_room"


async def test_a_page_in_a_room_comes_back_to_it_with_its_resume_token() -> None:
    async with opened() as hall:
        webinar, (red, _) = await two_rooms(hall)
        paul, token = await webinar.join("Paul", "attendee")
        await webinar.call("move-to-room", participant=paul, room=red)
        async with page(hall, token=token, room=red) as (_, welcome):
            pass
        async with page(hall, resume=welcome["resume"], room=red) as (room, _):
            assert (await room.next(type="snapshot"))["webinar"]["id"] == red


async def test_the_token_of_the_webinar_is_good_for_http_in_the_room_one_is_in() -> None:
    async with opened() as hall:
        webinar, (red, blue) = await two_rooms(hall)
        paul, token = await webinar.join("Paul", "attendee")
        await webinar.call("move-to-room", participant=paul, room=red)
        async with page(hall, token=token, room=red):  # by now the room knows
            assert (await hall.post(f"/api/webinars/{red}/send-message", {"text": "Hi"}, token)).status_code == 200
        refused = await hall.post(f"/api/webinars/{blue}/send-message", {"text": "Hi"}, token)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_in_room")
        assert (await hall.get(f"/api/webinars/{red}", token)).json()["title"] == "Room 1"


async def test_who_is_not_in_a_room_cannot_attach_post_or_read() -> None:
    async with opened() as hall:
        webinar, (red, _) = await two_rooms(hall)
        paul, paul_token = await webinar.join("Paul", "attendee")
        _, eve = await webinar.join("Eve", "attendee")
        await webinar.call("move-to-room", participant=paul, room=red)
        async with page(hall, token=paul_token, room=red):
            for token in (eve, webinar.host):
                assert await refusal(hall, token=token, room=red) == "not_in_room"
                for what, body in COMMANDS.items():
                    refused = await hall.post(f"/api/webinars/{red}/{what}", body, token)
                    assert refused.json()["code"] == "not_in_room", what
                for what in ("", "/participants"):
                    refused = await hall.get(f"/api/webinars/{red}{what}", token)
                    assert refused.json()["code"] == "not_in_room", what
            invite = webinar.made["invites"]["presenter"]
            for door in ({"name": "Eve"}, {"name": "Eve", "invite": invite}):
                assert (await hall.post(f"/api/webinars/{red}/join", door)).status_code in (403, 404)
            assert (await hall.get(f"/api/webinars/{red}", invite)).status_code == 404
            assert (await hall.get(f"/api/webinars/{red}/record", eve)).status_code == 403


COMMANDS: dict[str, dict[str, object]] = {
    "send-message": {"text": "Hi"},
    "ask-question": {"text": "Why?"},
    "raise-hand": {},
    "turn-on": {"source": "camera"},
    "mute-all": {},
    "create-poll": {"question": "Tea?", "options": ["Yes", "No"]},
}


async def test_a_room_of_another_webinar_is_no_webinar() -> None:
    async with opened() as hall:
        _, (red, _) = await two_rooms(hall)
        other = await hall.webinar()
        guess = f"{other.id}.guess"
        for room in (red, guess):
            assert await refusal(hall, token=other.host, room=room) == "no_such_webinar"
            for response in (
                await hall.get(f"/api/webinars/{room}", other.host),
                await hall.post(f"/api/webinars/{room}/send-message", {"text": "Hi"}, other.host),
                await hall.get(f"/api/webinars/{room}/record", other.host),
            ):
                assert (response.status_code, response.json()["code"]) == (404, "no_such_webinar")
        async with hall.session(other.host) as client:
            for room in (red, guess, other.id):
                assert await client.refused(type="enter_room", room=room) in ("rooms_not_open", "no_such_room")


async def test_forgetting_somebody_covers_the_rooms_they_were_in() -> None:
    async with opened() as hall:
        webinar, (red, _) = await two_rooms(hall)
        paul, token = await webinar.join("Paul Unmistakable", "attendee")
        await webinar.call("move-to-room", participant=paul, room=red)
        async with page(hall, token=token, room=red) as (room, _):
            await room.done(type="send_message", text="Unmistakable words")
            await webinar.call("close-rooms")
            await room.next(type="goodbye")
        path = f"/api/webinars/{webinar.id}/participants/{paul}/personal"
        forgotten = await hall.call("DELETE", path, None, token)
        assert forgotten.status_code == 200, forgotten.text
        for log in (webinar.id, red):
            assert "Unmistakable" not in repr(list(hall.journal.read(log)))


async def test_a_closed_rooms_record_is_named_by_its_webinars() -> None:
    async with opened() as hall:
        webinar, (red, blue) = await two_rooms(hall)
        async with hall.session(webinar.host) as client:
            await webinar.call("close-rooms")
            heads = {fact["room"]: fact["head"] for fact in [await client.next(type="room_merged") for _ in range(2)]}
        assert heads == {room: hall.journal.head(room) for room in (red, blue)}
        for room in (red, blue):
            response = await hall.get(f"/api/webinars/{room}/record", webinar.host)
            assert response.status_code == 200, response.text
            assert heads[room] in response.text
