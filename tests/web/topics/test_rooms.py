from tests.web.hall import opened


async def test_rooms_are_opened_balanced_listed_and_closed() -> None:
    """[29, 30]"""
    async with opened() as hall:
        webinar = await hall.webinar()
        people = [await webinar.join(f"P{number}", "attendee") for number in range(5)]
        path = f"{webinar.path}/breakout-rooms"
        opened_rooms = await hall.post(path, {}, webinar.host)
        assert opened_rooms.status_code == 201
        assert sorted(room["participantCount"] for room in opened_rooms.json()["rooms"]) == [1, 1, 1, 2]
        seen = (await hall.get(path, webinar.host)).json()["rooms"]
        assert sorted(person for room in seen for person in room["participants"]) == sorted(p for p, _ in people)
        assert all(room["participants"] == [] for room in (await hall.get(path, people[0][1])).json()["rooms"])
        assert (await hall.call("DELETE", path, None, webinar.host)).json() == {"closed": True}
        assert (await hall.get(path, webinar.host)).json()["rooms"] == []
        for count in (-3, 0, 51, "4"):
            assert (await hall.post(path, {"count": count}, webinar.host)).status_code == 400, count
        assert (await hall.post(path, {}, people[0][1])).status_code == 403
