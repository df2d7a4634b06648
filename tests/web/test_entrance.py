"""Who is let in by hello: with a person's token or a page's own, once each, in their turn, also after a crash."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import trio

from tests.web.hall import Client, Hall, Webinar, opened
from web import asking
from web.auth import SKEW_S, PersonToken, ResumeToken, Tokens

Welcome = dict[str, Any]


async def guest(hall: Hall, name: str = "Paul", invite: str = "attendee") -> tuple[Webinar, str, str]:
    webinar = await hall.webinar()
    participant, token = await webinar.join(name, invite)
    return webinar, participant, token


@asynccontextmanager
async def page(hall: Hall, **proof: str) -> AsyncIterator[tuple[Client, Welcome]]:
    """A page that has said hello, and what it was answered."""
    async with hall.socket() as client:
        yield client, await client.done(type="hello", **proof)


async def resume_of(hall: Hall, **proof: str) -> str:
    """The resume token that a page gets for this proof; the page is gone again afterwards."""
    async with page(hall, **proof) as (_, welcome):
        return str(welcome["resume"])


async def refusal(hall: Hall, **proof: str) -> str:
    async with hall.socket() as client:
        return await client.refused(type="hello", **proof)


def tokens_of(hall: Hall) -> Tokens:
    return hall.site.sessions.house.entrance.tokens


# --- coming back


async def test_a_page_comes_back_in_its_own_place_and_its_older_connection_is_told() -> None:
    async with opened() as hall:
        _, paul, token = await guest(hall)
        async with page(hall, token=token) as (old, welcome), page(hall, resume=welcome["resume"]) as (new, again):
            assert (await old.next(type="goodbye"))["code"] == "replaced"
            assert await old.closed_with() == 1000
            assert (await new.next(type="snapshot"))["you"]["id"] == paul
            assert again["server"] == welcome["server"]
            assert await new.refused(type="start") == "not_allowed"


async def test_two_pages_of_a_person_come_back_without_each_other() -> None:
    async with opened() as hall:
        _, _, token = await guest(hall)
        async with (
            page(hall, token=token) as (one, of_one),
            page(hall, token=token) as (two, _),
            page(hall, resume=of_one["resume"]),
        ):
            assert (await one.next(type="goodbye"))["code"] == "replaced"
            assert await two.refused(type="start") == "not_allowed"


async def test_what_was_missed_is_told_and_no_snapshot() -> None:
    async with opened() as hall:
        webinar, _, token = await guest(hall)
        async with page(hall, token=token) as (client, welcome):
            seq = (await client.next(type="snapshot"))["seq"]
        await webinar.call("lock")
        async with hall.socket() as client:
            await client.done(type="hello", resume=welcome["resume"], last_seq=seq)
            await client.next(type="webinar_locked")
            assert not [message for message in client.heard if message.get("type") == "snapshot"]


# --- a resume token is good once


async def test_a_used_token_is_stale_and_whoever_holds_the_page_stays() -> None:
    async with opened() as hall:
        _, _, token = await guest(hall)
        first = await resume_of(hall, token=token)
        second = await resume_of(hall, resume=first)
        async with page(hall, resume=second) as (client, _):
            facts = hall.journal.appends
            assert await refusal(hall, resume=first) == "stale_token"
            assert hall.journal.appends == facts
            assert await client.refused(type="start") == "not_allowed"


async def test_after_many_rotations_only_the_newest_and_the_one_before_it_are_good() -> None:
    async with opened() as hall:
        _, _, token = await guest(hall)
        chain = [await resume_of(hall, token=token)]
        for _ in range(5):
            chain.append(await resume_of(hall, resume=chain[-1]))
        for old in chain[:-2]:
            assert await refusal(hall, resume=old) == "stale_token"
        assert await resume_of(hall, resume=chain[-2])
        assert await resume_of(hall, resume=chain[-1])
        assert await refusal(hall, resume=chain[-2]) == "stale_token"


async def test_a_lost_answer_locks_nobody_out() -> None:
    async with opened() as hall:
        _, _, token = await guest(hall)
        first = await resume_of(hall, token=token)
        async with hall.socket() as client:
            await client.say(type="hello", resume=first)  # and its answer is never read
        answers = [await resume_of(hall, resume=first) for _ in range(3)]
        assert len({str(tokens_of(hall).read(answer)) for answer in answers}) == 1
        assert await resume_of(hall, resume=answers[0])


async def test_a_stale_token_leaves_the_persons_own_as_good_as_it_was() -> None:
    async with opened() as hall:
        _, paul, token = await guest(hall)
        first = await resume_of(hall, token=token)
        await resume_of(hall, resume=await resume_of(hall, resume=first))
        for _ in range(20):  # nobody who guesses has a token of ours
            assert await refusal(hall, resume=first) == "stale_token"
        async with page(hall, token=token) as (client, _):
            assert (await client.next(type="snapshot"))["you"]["id"] == paul


async def test_a_token_that_was_never_given_out_is_stale() -> None:
    async with opened() as hall:
        webinar, paul, token = await guest(hall)
        read = tokens_of(hall).read(await resume_of(hall, token=token))
        assert isinstance(read, ResumeToken)
        ahead = ResumeToken(webinar.id, paul, read.page, read.number + 1)
        assert await refusal(hall, resume=tokens_of(hall).issue(ahead)) == "stale_token"


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


# --- after a crash


async def test_after_a_crash_the_page_comes_back_to_a_server_that_is_another() -> None:
    async with opened() as before:
        webinar, paul, token = await guest(before, invite="presenter")
        async with page(before, token=token) as (client, welcome):
            await client.done(type="turn_on", source="camera")
        before.journal.crash()
    async with opened(before.journal, before.ids) as after, page(after, resume=welcome["resume"]) as (client, again):
        you = (await client.next(type="snapshot"))["you"]
        assert (you["id"], you["role"], you["on"]) == (paul, "presenter", ["camera"])
        assert again["server"] != welcome["server"]
        assert (await after.get(f"{webinar.path}/participants", webinar.host)).status_code == 200


async def test_a_used_token_stays_used_when_the_server_crashes() -> None:
    async with opened() as before:
        _, _, token = await guest(before)
        first = await resume_of(before, token=token)
        second = await resume_of(before, resume=first)
        third = await resume_of(before, resume=second)
        before.journal.crash()
    async with opened(before.journal, before.ids) as after:
        assert await refusal(after, resume=first) == "stale_token"
        assert await resume_of(after, resume=second)
        assert await resume_of(after, resume=third)
        assert await refusal(after, resume=second) == "stale_token"


async def test_a_token_is_used_only_once_that_is_durable() -> None:
    async with opened() as before:
        _, _, token = await guest(before)
        first = await resume_of(before, token=token)
        before.journal.is_holding = True
        async with before.socket() as client:
            await client.say(type="hello", resume=first)
            await trio.testing.wait_all_tasks_blocked(0.05)
            assert not client.heard
        before.journal.crash()
        before.journal.release()
    async with opened(before.journal, before.ids) as after:
        assert await resume_of(after, resume=first)


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


async def test_people_on_stage_wait_for_no_turn() -> None:
    async with opened() as hall:
        webinar, _, presenter = await guest(hall, "Percy", "presenter")
        _, attendee = await webinar.join("Ada", "attendee")
        hall.site.sessions.house.entrance.admission.rate_per_s = 0.001
        await resume_of(hall, token=attendee)
        assert await refusal(hall, token=attendee) == "busy"
        for token in (presenter, webinar.host) * 3:
            await resume_of(hall, token=token)


async def test_a_person_of_a_webinar_that_is_not_there_has_no_place_on_any_stage() -> None:
    async with opened() as hall:
        hall.site.sessions.house.entrance.admission.rate_per_s = 0.001
        token = tokens_of(hall).issue(PersonToken("nowhere", "p1"))
        assert [await refusal(hall, token=token) for _ in range(2)] == ["no_such_webinar", "busy"]
