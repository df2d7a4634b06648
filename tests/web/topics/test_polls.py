import pytest

from tests.web.hall import Hall, Webinar, opened

LUNCH = {"question": "Lunch?", "options": ["Soup", "Rice"]}


async def made(hall: Hall, webinar: Webinar, **more: object) -> tuple[str, str]:
    """The poll's id and path."""
    response = await hall.post(f"{webinar.path}/polls", LUNCH | more, webinar.host)
    assert response.status_code == 201, response.text
    poll = response.json()
    assert (poll["question"], poll["options"]) == ("Lunch?", ["Soup", "Rice"])
    return poll["id"], f"{webinar.path}/polls/{poll['id']}"


async def test_a_poll_is_open_at_once_and_tells_its_voter_the_results() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        poll, path = await made(hall, webinar)
        voted = await hall.post(f"{path}/vote", {"userId": "x", "optionIndex": 1}, token)
        assert voted.status_code == 200
        body = voted.json()
        assert (body["id"], body["votes"], body["totalVotes"], body["isOpen"]) == (poll, {"0": 0, "1": 1}, 1, True)
        assert body["receipt"]
        changed = (await hall.post(f"{path}/vote", {"options": [0]}, token)).json()
        assert (changed["votes"], changed["totalVotes"]) == ({"0": 1, "1": 0}, 1)
        assert (await hall.get(path, webinar.host)).json()["totalVotes"] == 1
        assert (await hall.post(f"{path}/close", {}, webinar.host)).json()["isOpen"] is False
        late = await hall.post(f"{path}/vote", {"optionIndex": 1}, token)
        assert (late.status_code, late.json()["code"]) == (409, "poll_not_open")


@pytest.mark.parametrize("option", [99, -1, 1.5, "0", None])
async def test_a_bad_option_is_refused_and_takes_nothing_away(option: object) -> None:
    """[21, 22, 25]"""
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        _, path = await made(hall, webinar, may_change=False)
        refused = await hall.post(f"{path}/vote", {"optionIndex": option}, token)
        assert refused.status_code == 400
        assert (await hall.post(f"{path}/vote", {"optionIndex": 0}, token)).json()["totalVotes"] == 1


async def test_results_are_in_no_answer_before_they_are_shown() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        _, path = await made(hall, webinar, reveal="later")
        voted = (await hall.post(f"{path}/vote", {"optionIndex": 0}, token)).json()
        assert (voted["votes"], voted["totalVotes"]) == (None, None)
        await hall.post(f"{path}/close", {}, webinar.host)
        assert (await hall.get(path, token)).json()["votes"] is None
        assert (await hall.post(f"{path}/reveal", {}, webinar.host)).json()["totalVotes"] == 1
        (listed,) = (await hall.get(f"{webinar.path}/polls", token)).json()["polls"]
        assert listed["votes"] == {"0": 1, "1": 0}


async def test_a_draft_is_for_hosts_and_opened_later() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        _, path = await made(hall, webinar, draft=True)
        assert (await hall.get(path, token)).json()["code"] == "no_such_poll"
        assert (await hall.post(f"{path}/open", {"for_s": 60}, webinar.host)).json()["isOpen"] is True
        await hall.post(f"{path}/close", {}, webinar.host)
        assert (await hall.call("DELETE", path, None, webinar.host)).json() == {"deleted": True}
        assert (await hall.post(f"{webinar.path}/polls", LUNCH, token)).json()["code"] == "not_allowed"


async def test_the_same_key_makes_one_poll() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        for _ in range(2):
            made_twice = await hall.post(f"{webinar.path}/polls", LUNCH, webinar.host, Idempotency_Key="a")
            assert made_twice.status_code == 201
        assert len((await hall.get(f"{webinar.path}/polls", webinar.host)).json()["polls"]) == 1
