from tests.web.hall import opened


async def test_settings_are_read_where_they_are_changed() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        path = f"{webinar.path}/settings"
        assert (await hall.get(path, token)).json()["slow_mode_s"] == 0
        await hall.call("PATCH", path, {"slow_mode_s": 5}, webinar.host)
        assert (await hall.get(path, token)).json()["slow_mode_s"] == 5
