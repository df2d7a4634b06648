from tests.web.hall import opened


async def test_a_message_is_said_in_ones_own_name_and_read_back_page_by_page() -> None:
    """[4, 27]"""
    async with opened() as hall:
        webinar = await hall.webinar()
        paul, token = await webinar.join("Paul", "attendee")
        path = f"{webinar.path}/chat"
        for number in range(5):
            said = await hall.post(path, {"userId": "x", "name": "CEO", "content": f"{number}"}, token)
            assert (said.status_code, said.json()["userId"], said.json()["name"]) == (201, paul, "Paul")
        last = (await hall.get(f"{path}?limit=2", webinar.host)).json()["messages"]
        assert [message["content"] for message in last] == ["3", "4"]
        before = (await hall.get(f"{path}?limit=2&before={last[0]['seq']}", webinar.host)).json()["messages"]
        assert [message["content"] for message in before] == ["1", "2"]
        assert (await hall.call("DELETE", f"{path}/{before[0]['id']}", None, webinar.host)).json() == {"deleted": True}
        left = (await hall.get(path, token)).json()["messages"]
        assert [message["content"] for message in left] == ["0", "2", "3", "4"]


async def test_who_waits_reads_nothing_and_a_wrong_cursor_is_refused() -> None:
    async with opened() as hall:
        webinar = await hall.webinar(start=False)
        _, token = await webinar.join("Paul", "attendee")
        assert (await hall.get(f"{webinar.path}/chat", token)).json()["code"] == "waiting"
        for query in ("before=x", "limit=0", "limit=101", "before=-1", "before=" + "9" * 40):
            assert (await hall.get(f"{webinar.path}/chat?{query}", webinar.host)).status_code == 400, query
