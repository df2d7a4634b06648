from tests.web.hall import opened


async def test_recording_says_that_it_is_not_built_and_does_not_start_by_get() -> None:
    """[33, 34]"""
    async with opened() as hall:
        webinar = await hall.webinar()
        for what in ("start", "stop"):
            path = f"{webinar.path}/recording/{what}"
            told = await hall.post(path, {}, webinar.host)
            assert (told.status_code, told.json()["code"]) == (501, "not_built")
            assert (await hall.get(path, webinar.host)).status_code == 405
            assert (await hall.post(path, {})).status_code == 401
