"""Who is let in by hello: with a person's token or a page's own, each in their turn."""

import pytest
import trio

from tests.web.callers import guest, page, refusal, resume_of, tokens_of
from tests.web.hall import opened
from web import asking
from web.auth import SKEW_S, PersonToken, ResumeToken

# --- whose it is


async def test_a_page_of_one_person_or_webinar_is_none_of_another() -> None:
    async with opened() as hall:
        webinar, _, token = await guest(hall)
        mary, _ = await webinar.join("Mary", "attendee")
        mine = tokens_of(hall).read(await resume_of(hall, resume=await resume_of(hall, token=token)))
        assert isinstance(mine, ResumeToken)
        for stolen, code in (
            (ResumeToken(webinar.id, mary, mine.page, mine.number), "stale_token"),
            (ResumeToken("elsewhere", mine.sub, mine.page, mine.number), "no_such_webinar"),
            (ResumeToken(webinar.id, "nobody", mine.page, mine.number), "no_such_participant"),
        ):
            assert await refusal(hall, resume=tokens_of(hall).issue(stolen)) == code


async def test_a_token_that_somebody_rewrote_is_bad() -> None:
    async with opened() as hall:
        webinar, _, token = await guest(hall)
        head, _, signature = (await resume_of(hall, token=token)).split(".")
        other = tokens_of(hall).issue(ResumeToken(webinar.id, "somebody", "page", 1)).split(".")[1]
        assert await refusal(hall, resume=f"{head}.{other}.{signature}") == "bad_token"


async def test_each_token_has_its_own_place() -> None:
    async with opened() as hall:
        webinar, _, token = await guest(hall)
        resume = await resume_of(hall, token=token)
        assert await refusal(hall, resume=token) == "bad_token"
        assert await refusal(hall, token=resume) == "bad_token"
        assert await refusal(hall, resume=webinar.made["invites"]["attendee"]) == "bad_token"
        for path in ("participants", ""):
            response = await hall.get(f"{webinar.path}/{path}".rstrip("/"), resume)
            assert (response.status_code, response.json()["code"]) == (401, "bad_token")
        response = await hall.post(f"{webinar.path}/join", {"name": "Paul"}, resume)
        assert response.json()["code"] == "bad_token"


@pytest.mark.parametrize("both", [True, False])
async def test_hello_shows_exactly_one_token(both: bool) -> None:
    async with opened() as hall:
        _, _, token = await guest(hall)
        proof = {"token": token, "resume": await resume_of(hall, token=token)} if both else {}
        assert await refusal(hall, **proof) == "bad_message"


async def test_guessing_resume_tokens_is_slowed_down_with_all_other_guesses() -> None:
    async with opened() as hall:
        codes = [await refusal(hall, resume=f"guess {n}") for n in range(12)]
        assert codes == ["bad_token"] * 10 + ["too_many_tries"] * 2


async def test_tokens_of_yesterday_are_refused_and_are_nobodys_guesses() -> None:
    async with opened() as hall:
        _, _, token = await guest(hall)
        resume, house = await resume_of(hall, token=token), tokens_of(hall)
        house._now_s = lambda now=house._now_s: now() + 86_400 + SKEW_S + 1  # type: ignore[misc]
        assert [await refusal(hall, resume=resume) for _ in range(12)] == ["stale_token"] * 12
        assert [await refusal(hall, token=token) for _ in range(12)] == ["bad_token"] * 12


@pytest.mark.parametrize(("command", "code"), [("leave", "left"), ("kick", "removed"), ("ban", "banned")])
async def test_whoever_is_gone_does_not_come_back_by_a_resume_token(command: str, code: str) -> None:
    async with opened() as hall:
        webinar, paul, token = await guest(hall)
        resume = await resume_of(hall, token=token)
        await (webinar.call("leave", token) if command == "leave" else webinar.call(command, participant=paul))
        async with hall.socket() as client:
            assert await client.refused(type="hello", resume=resume) == code
            assert await client.closed_with() == 1008


async def test_an_ended_webinar_says_so_to_who_comes_back() -> None:
    async with opened() as hall:
        webinar, _, token = await guest(hall)
        resume = await resume_of(hall, token=token)
        await webinar.call("end")
        assert await refusal(hall, resume=resume) == "ended"


async def test_a_webinar_that_is_only_just_being_rebuilt_turns_nobody_away(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened() as hall:
        _, _, token = await guest(hall)
        looks: list[object] = [None]  # the first look finds nobody yet
        look = asking.participant_of
        monkeypatch.setattr(asking, "participant_of", lambda *of: looks.pop() if looks else look(*of))
        assert await resume_of(hall, token=token)
        assert not looks


# --- whose turn it is


async def test_whoever_comes_too_many_is_told_their_turn_and_is_let_in_then(
    autojump_clock: trio.testing.MockClock,
) -> None:
    async with opened() as hall:
        webinar, _, token = await guest(hall)
        _, other = await webinar.join("Mary", "attendee")
        door = hall.site.sessions.house.entrance.admission
        door.rate_per_s = 0.1
        async with page(hall, token=token), hall.socket() as client:
            answer = await client.answered(type="hello", token=other)
            assert answer["error"]["code"] == "busy"
            assert 9_000 < answer["error"]["retry_after_ms"] <= 10_000
            assert await client.closed_with() == 1013
            await trio.sleep(answer["error"]["retry_after_ms"] / 1000)
            await resume_of(hall, token=other)


async def test_people_on_stage_do_not_wait_for_the_audience() -> None:
    async with opened() as hall:
        webinar, _, presenter = await guest(hall, "Percy", "presenter")
        _, attendee = await webinar.join("Ada", "attendee")
        hall.site.sessions.house.entrance.admission.rate_per_s = 0.001
        await resume_of(hall, token=attendee)
        assert await refusal(hall, token=attendee) == "busy"
        for token in (presenter, webinar.host) * 3:
            await resume_of(hall, token=token)


async def test_a_stage_that_is_itself_a_crowd_takes_turns_too() -> None:
    async with opened() as hall:
        webinar, _, presenter = await guest(hall, "Percy", "presenter")
        entrance = hall.site.sessions.house.entrance
        entrance.admission.rate_per_s = entrance.stage.rate_per_s = 0.001
        for token in (presenter, webinar.host):  # one through each door
            await resume_of(hall, token=token)
        assert await refusal(hall, token=presenter) == "busy"


async def test_a_person_of_a_webinar_that_is_not_there_has_no_place_on_any_stage() -> None:
    async with opened() as hall:
        hall.site.sessions.house.entrance.admission.rate_per_s = 0.001
        token = tokens_of(hall).issue(PersonToken("nowhere", "p1"))
        assert [await refusal(hall, token=token) for _ in range(2)] == ["no_such_webinar", "busy"]
