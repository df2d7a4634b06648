import pytest

from tests.web.hall import opened

PATHS = ("questions", "polls", "hands", "chat", "breakout-rooms", "settings")


@pytest.mark.parametrize("path", PATHS)
async def test_strangers_and_people_of_other_webinars_read_nothing(path: str) -> None:
    async with opened() as hall:
        webinar, other = await hall.webinar(), await hall.webinar()
        assert (await hall.get(f"{webinar.path}/{path}")).status_code == 401
        told = await hall.get(f"{webinar.path}/{path}", other.host)
        assert (told.status_code, told.json()["code"]) == (404, "no_such_webinar")


@pytest.mark.parametrize("path", PATHS)
async def test_who_has_left_reads_nothing(path: str) -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        await webinar.call("leave", token)
        assert (await hall.get(f"{webinar.path}/{path}", token)).json()["code"] == "left"
