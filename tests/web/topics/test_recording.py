from typing import Any

from tests.web.callers import page, refusal
from tests.web.hall import opened


async def test_recording_is_started_paused_and_stopped_by_distinct_commands_and_never_by_get() -> None:
    """[33, 34]"""
    async with opened() as hall:
        webinar = await hall.webinar()
        _, ann = await webinar.join("Ann", "attendee")

        async def says(what: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
            told = await hall.post(f"{webinar.path}/recording/{what}", body or {}, webinar.host)
            assert told.status_code == 200, told.json()
            return dict(told.json())

        started = await says("start")
        assert (started["recording"], started["paused"], started["room"]) == (True, False, "main")
        assert await says("start", {"room": "main"}) == started
        assert await says("pause") == await says("pause") == started | {"recording": False, "paused": True}
        for what in ("start", "pause", "stop"):
            path = f"{webinar.path}/recording/{what}"
            assert (await hall.get(path, webinar.host)).status_code == 405
            assert (await hall.post(path, {})).status_code == 401
            assert (await hall.post(path, {}, ann)).status_code == 403
            assert (await hall.post(path, {"room": 7}, webinar.host)).status_code == 400
        assert (await hall.get(webinar.path, ann)).json()["isRecording"]
        assert await says("start") == started
        assert await says("stop") == await says("stop") == started | {"recording": False, "id": None}
        assert not (await hall.get(webinar.path, ann)).json()["isRecording"]
        missing = await hall.post(f"{webinar.path}/recording/start", {"room": "none"}, webinar.host)
        assert (missing.status_code, missing.json()["code"]) == (404, "no_such_room")


async def test_who_comes_in_while_it_is_recorded_says_that_they_agree() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        ann, token = await webinar.join("Ann", "attendee")
        await hall.post(f"{webinar.path}/recording/start", {}, webinar.host)
        refused = await hall.post(f"{webinar.path}/join", {"name": "Bob"})
        assert (refused.status_code, refused.json()["code"]) == (403, "consent_needed")
        assert (await hall.post(f"{webinar.path}/join", {"name": "Bob", "consent": True})).status_code == 200
        assert await refusal(hall, token=token) == "consent_needed"
        assert (await hall.get(webinar.path, token)).json()["consents"] is False
        async with page(hall, token=token, consent=True) as (client, _):
            you = (await client.next(type="snapshot"))["you"]
            assert (you["id"], you["consents"]) == (ann, True)
        assert (await hall.get(webinar.path, token)).json()["consents"] is True
        assert (await hall.get(webinar.path, webinar.made["invites"]["attendee"])).json()["consents"] is False
