"""Before a webinar: what is announced, who registers, and the calendar file."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from tests.web.hall import Hall, Webinar, opened

SIX = "2026-11-22T18:00:00Z"
PLAN = {"title": "Town hall", "description": "Bring questions.", "startsAt": SIX, "durationMinutes": 90, "capacity": 50}


async def announced(hall: Hall, **more: object) -> Webinar:
    made = await hall.post("/api/webinars", PLAN | more)
    assert made.status_code == 201, made.text
    return Webinar(hall, made.json())


async def registers(webinar: Webinar, email: str = "ida@example.org") -> dict[str, str]:
    made = await webinar.hall.post(f"{webinar.path}/registrations", {"name": "Ida", "email": email})
    assert made.status_code == 201, made.text
    answer: dict[str, str] = made.json()
    return answer


async def test_a_webinar_is_made_with_all_that_is_announced_and_tells_it() -> None:
    async with opened() as hall:
        webinar = await announced(hall, registration="approval")
        info = (await hall.get(webinar.path, webinar.made["invites"]["attendee"])).json()
        for name in ("title", "description", "durationMinutes", "capacity"):
            assert info[name] == PLAN[name] == webinar.made[name]
        assert datetime.fromisoformat(info["startsAt"]) == datetime(2026, 11, 22, 18, tzinfo=UTC)
        assert (info["registration"], info["practice"]) == ("approval", False)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [("startsAt", "soon", "bad_starts_at"), ("durationMinutes", 1, "bad_duration"), ("capacity", 0, "bad_capacity"),
     ("description", "x" * 2001, "bad_description"), ("registration", "perhaps", "bad_body")],
)  # fmt: skip
async def test_what_cannot_be_announced_is_refused(field: str, value: object, code: str) -> None:
    async with opened() as hall:
        refused = await hall.post("/api/webinars", PLAN | {field: value})
        assert (refused.status_code, refused.json()["code"]) == (400, code)


async def test_strangers_read_the_form_of_a_webinar_with_registration_and_of_no_other() -> None:
    async with opened() as hall:
        webinar, other = await announced(hall, registration="open"), await announced(hall)
        form = (await hall.get(f"{webinar.path}/registrations/form")).json()
        assert (form["title"], form["registration"]) == ("Town hall", "open")
        for path, code in ((other.path, "registration_off"), ("/api/webinars/nowhere", "no_such_webinar")):
            refused = await hall.get(f"{path}/registrations/form")
            assert (refused.status_code, refused.json()["code"]) == (404, code)


async def test_from_registration_to_the_door_with_a_hosts_approval() -> None:
    async with opened() as hall:
        webinar = await announced(hall, registration="approval")
        made = await registers(webinar)
        assert made["status"] == "pending"
        assert made["link"].endswith(f"/w/{webinar.id}#registration={made['token']}")
        mine = f"{webinar.path}/registrations/mine"
        pending = (await hall.get(mine, made["token"])).json()
        assert (pending["status"], pending["email"], "invite" in pending) == ("pending", "ida@example.org", False)
        await webinar.call("approve-registration", registration=made["registration"])
        approved = (await hall.get(mine, made["token"])).json()
        assert approved["status"] == "approved"
        joined = await hall.post(f"{webinar.path}/join", {"name": "Ida", "invite": approved["invite"]})
        assert joined.status_code == 200
        (seen,) = (await hall.get(f"{webinar.path}/registrations", webinar.host)).json()["registrations"]
        assert seen == {
            "id": made["registration"], "name": "Ida", "email": "ida@example.org", "status": "approved",
            "has_come": True,
        }  # fmt: skip


async def test_a_known_address_opens_no_door_for_somebody_else() -> None:
    async with opened() as hall:
        webinar = await announced(hall, registration="open")
        made = await registers(webinar)
        again = await registers(webinar, "IDA@example.org")
        assert again == {"registration": made["registration"], "status": "pending"}


async def test_who_has_no_invite_is_told_to_register() -> None:
    async with opened() as hall:
        webinar = await announced(hall, registration="open")
        for body in ({"name": "Zoe"}, {"name": "Zoe", "invite": webinar.made["invites"]["attendee"]}):
            refused = await hall.post(f"{webinar.path}/join", body)
            assert (refused.status_code, refused.json()["code"]) == (403, "registration_required")


@pytest.mark.parametrize("email", ["", "ida", "ida@", "a b@example.org", "x" * 250 + "@example.org"])
async def test_what_is_no_address_is_refused(email: str) -> None:
    async with opened() as hall:
        webinar = await announced(hall, registration="open")
        refused = await hall.post(f"{webinar.path}/registrations", {"name": "Ida", "email": email})
        assert (refused.status_code, refused.json()["code"]) == (400, "bad_email")


async def test_registering_is_limited_by_address() -> None:
    async with opened() as hall:
        webinar = await announced(hall, registration="open")
        codes = [
            (
                await hall.post(f"{webinar.path}/registrations", {"name": "Ida", "email": f"ida{n}@example.org"})
            ).status_code
            for n in range(31)
        ]
        assert codes == [201] * 30 + [429]


async def test_who_registered_takes_it_back_with_their_token_alone() -> None:
    async with opened() as hall:
        webinar = await announced(hall, registration="open")
        made = await registers(webinar)
        mine = f"{webinar.path}/registrations/mine"
        for token in (webinar.host, webinar.made["invites"]["attendee"], None):
            assert (await hall.call("DELETE", mine, None, token)).status_code == 401
        assert (await hall.call("DELETE", mine, None, made["token"])).json() == {"withdrawn": made["registration"]}
        assert (await hall.get(mine, made["token"])).json()["code"] == "no_such_registration"


async def test_only_hosts_see_who_has_registered() -> None:
    async with opened() as hall:
        webinar = await announced(hall)
        _, token = await webinar.join("Paul", "presenter")
        refused = await hall.get(f"{webinar.path}/registrations", token)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


async def test_the_calendar_file_is_read_by_a_calendar() -> None:
    async with opened() as hall:
        webinar = await announced(hall, registration="open", title="Hall; and, more")
        made = await registers(webinar)
        for token in (webinar.host, webinar.made["invites"]["attendee"], made["token"]):
            file = await hall.get(f"{webinar.path}/calendar.ics", token)
            assert file.headers["Content-Type"].startswith("text/calendar")
            (event,) = Calendar.from_ical(file.text).walk("VEVENT")
            assert (str(event["summary"]), str(event["description"])) == ("Hall; and, more", "Bring questions.")
            assert event.decoded("dtstart") == datetime(2026, 11, 22, 18, tzinfo=UTC)
            assert event.decoded("duration") == timedelta(minutes=90)
            assert str(event["url"]) == f"{hall.url}/w/{webinar.id}"


async def test_a_webinar_without_a_time_has_no_calendar_file_and_strangers_get_none() -> None:
    async with opened() as hall:
        webinar = await announced(hall, startsAt=None)
        refused = await hall.get(f"{webinar.path}/calendar.ics", webinar.host)
        assert (refused.status_code, refused.json()["code"]) == (409, "not_scheduled")
        assert (await hall.get(f"{webinar.path}/calendar.ics")).status_code == 401
