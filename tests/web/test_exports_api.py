"""What hosts take home, from a whole webinar."""

import csv
import io

import pytest

from tests.web.hall import Hall, Webinar, opened

REPORTS = ("attendance", "questions", "polls", "chat")


async def lively(hall: Hall) -> tuple[Webinar, str]:
    """A webinar in which all has happened, and an attendee's token."""
    webinar = await hall.webinar()
    paul, token = await webinar.join("Paul", "attendee")
    async with hall.session(token) as page:
        await page.done(type="send_message", text="=1+1", to="everyone", recipient=None)
        await page.done(type="ask_question", text="Why?", anonymous=True)
        asked = await page.done(type="ask_question", text="When?", anonymous=False)
        await webinar.call("answer-question", question=asked["question"], text="In May.")
        poll = (await webinar.call("create-poll", question="Lunch?", options=["Soup", "Rice"], right=[1]))["poll"]
        await webinar.call("open-poll", poll=poll)
        await page.done(type="vote", poll=poll, options=[1])
        await webinar.call("close-poll", poll=poll)
        await webinar.call("send-message", text="A word", to="direct", recipient=paul)
        deleted = await webinar.call("send-message", text="Oops", to="everyone")
        await webinar.call("delete-message", message=deleted["message"])
    return webinar, token


async def table(hall: Hall, webinar: Webinar, report: str) -> list[dict[str, str]]:
    response = await hall.get(f"{webinar.path}/exports/{report}.csv", webinar.host)
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"].startswith("text/csv")
    assert report in response.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


async def test_hosts_take_home_what_happened_also_when_it_is_over() -> None:
    async with opened() as hall:
        webinar, _ = await lively(hall)
        for is_over in (False, True):
            (message,) = await table(hall, webinar, "chat")
            assert (message["author"], message["text"], message["to"]) == ("Paul", "'=1+1", "everyone")
            first, second = await table(hall, webinar, "questions")
            assert (first["text"], first["author"], first["answer"], first["votes"]) == (
                "When?",
                "Paul",
                "In May.",
                "1",
            )
            assert (second["text"], second["author"], second["anonymous"]) == ("Why?", "", "yes")
            rows = await table(hall, webinar, "polls")
            assert [(row["option"], row["votes"], row["right"]) for row in rows] == [
                ("Soup", "0", "no"),
                ("Rice", "1", "yes"),
            ]
            people = {row["name"]: row for row in await table(hall, webinar, "attendance")}
            assert (people["Paul"]["visits"], people["Paul"]["roles"]) == ("1", "attendee")
            if not is_over:
                await webinar.call("end")


async def test_programs_get_the_same_as_json() -> None:
    async with opened() as hall:
        webinar, _ = await lively(hall)
        for report in REPORTS:
            got = (await hall.get(f"{webinar.path}/exports/{report}.json", webinar.host)).json()
            assert len(got[report]) == len(await table(hall, webinar, report)) > 0
        (message,) = (await hall.get(f"{webinar.path}/exports/chat.json", webinar.host)).json()["chat"]
        assert message["text"] == "=1+1"


@pytest.mark.parametrize("report", REPORTS)
async def test_exports_are_for_hosts(report: str) -> None:
    async with opened() as hall:
        webinar, other = await hall.webinar(), await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        path = f"{webinar.path}/exports/{report}.csv"
        assert (await hall.get(path, token)).json()["code"] == "not_allowed"
        assert (await hall.get(path)).status_code == 401
        assert (await hall.get(path, other.host)).status_code == 404


async def test_what_is_no_export_is_not_found() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        for name in ("chat", "chat.xml", "secrets.csv", "chat.csv.json"):
            assert (await hall.get(f"{webinar.path}/exports/{name}", webinar.host)).status_code == 404, name
