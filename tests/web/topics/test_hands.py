from tests.web.hall import opened


async def test_raising_twice_keeps_the_place_and_hosts_see_the_queue() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        paul, token = await webinar.join("Paul", "attendee")
        ida, other = await webinar.join("Ida", "attendee")
        path = f"{webinar.path}/hand-raise"
        assert (await hall.post(path, {"userId": ida}, token)).json() == {"queue": [], "place": 1}
        await hall.post(path, {}, other)
        assert (await hall.post(path, {}, token)).json()["place"] == 1
        queue = (await hall.get(f"{webinar.path}/hands", webinar.host)).json()["queue"]
        assert [(hand["id"], hand["name"]) for hand in queue] == [(paul, "Paul"), (ida, "Ida")]
        assert (await hall.post(path, {"action": "lower"}, token)).json() == {"queue": [], "place": None}
        assert (await hall.post(path, {"action": "wave"}, token)).status_code == 400
