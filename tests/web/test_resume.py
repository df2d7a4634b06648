"""Coming back with a resume token: the same page in its own place, each token once, also after a crash."""

import trio

from tests.web.callers import guest, page, refusal, resume_of, tokens_of
from tests.web.hall import opened
from web.auth import ResumeToken

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
