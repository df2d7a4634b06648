import pytest
import trio

from actors.participant import Do, Participant
from actors.ports import Done
from actors.runtime import TrioActorRef
from actors.shown import ParticipantDisappeared, ShownFact
from actors.webinar import commands as c
from tests.web.hall import Hall, Webinar, opened
from web.auth import InviteToken, PersonToken
from web.session import GARBAGE_BURST, UNANSWERED, as_answer


async def guest(hall: Hall) -> tuple[Webinar, str, str]:
    webinar = await hall.webinar()
    participant, token = await webinar.join("Paul", "attendee")
    return webinar, participant, token


async def test_hello_is_answered_before_anything_else() -> None:
    async with opened() as hall:
        _, participant, token = await guest(hall)
        async with hall.socket() as client:
            hello = await client.say(type="hello", token=token, last_seq=None)
            first = await client.next()
            assert (first["answer"], first["ok"]) == (hello, True)
            second = await client.next()
            assert (second["type"], second["you"]["id"]) == ("snapshot", participant)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"type": "start"}, "bad_message"),
        ({"type": "hello"}, "bad_message"),
        ({"type": "hello", "token": 5}, "bad_message"),
        ({"type": "hello", "token": "x", "name": "Paul"}, "bad_message"),
        ({"type": "hello", "token": "x"}, "bad_token"),
    ],
    ids=str,
)
async def test_a_first_message_that_is_no_hello_is_the_last(message: dict[str, object], code: str) -> None:
    async with opened() as hall, hall.socket() as client:
        assert await client.refused(**message) == code
        assert await client.closed_with() == 1008


async def test_tokens_of_other_kinds_and_for_nobody_open_no_session() -> None:
    async with opened() as hall:
        webinar, _, _ = await guest(hall)
        tokens = hall.site.sessions.house.entrance.tokens
        invite = webinar.made["invites"]["attendee"]
        assert isinstance(tokens.read(invite), InviteToken)
        for token, code in (
            (invite, "bad_token"),
            (tokens.issue(PersonToken("no-such-webinar", "p1")), "no_such_webinar"),
            (tokens.issue(PersonToken(webinar.id, "nobody")), "no_such_participant"),
        ):
            async with hall.socket() as client:
                assert await client.refused(type="hello", token=token) == code


async def test_who_was_banned_or_left_is_told_at_the_door() -> None:
    async with opened() as hall:
        webinar, paul, token = await guest(hall)
        _, other = await webinar.join("Mary", "attendee")
        await webinar.call("ban", participant=paul)
        await webinar.call("leave", other)
        for gone, code in ((token, "banned"), (other, "left")):
            async with hall.socket() as client:
                assert await client.refused(type="hello", token=gone) == code
                assert await client.closed_with() == 1008


async def test_guessing_tokens_is_slowed_down() -> None:
    async with opened() as hall:
        _, _, token = await guest(hall)
        codes = []
        for n in range(13):
            async with hall.socket() as client:
                codes.append(await client.refused(type="hello", token=f"guess {n}"))
        assert codes == ["bad_token"] * 10 + ["too_many_tries"] * 3
        async with hall.session(token):
            pass


async def test_a_second_hello_is_refused_and_changes_nothing() -> None:
    async with opened() as hall:
        webinar, _, token = await guest(hall)
        async with hall.session(token) as client:
            assert await client.refused(type="hello", token=webinar.host) == "bad_message"
            assert await client.refused(type="mute_all") == "not_allowed"


async def test_unreadable_messages_are_answered_until_there_are_too_many() -> None:
    async with opened() as hall:
        _, _, token = await guest(hall)
        async with hall.session(token) as client:
            await client.socket.send_message('{"id":"x","type":"nonsense"}')
            assert (await client.next(answer="x"))["error"]["code"] == "bad_message"
            await client.socket.send_message("nonsense")
            assert (await client.next(answer=None))["error"]["code"] == "bad_message"
            for _ in range(GARBAGE_BURST):
                await client.socket.send_message("nonsense")
            assert await client.closed_with() == 1008


@pytest.mark.parametrize(
    "text",
    [
        '{"id":"1","type":"leave","type":"end"}',
        '{"id":"1","type":"leave","userId":"somebody"}',
        '{"id":"1","type":"turn_on","source":NaN}',
        '{"id":"1","type":"mute","participant":' + "[" * 1000 + "]" * 1000 + "}",
        '{"id":"1","type":"mute","participant":"\\ud800"}',
    ],
)
async def test_ambiguous_json_never_becomes_a_command(text: str) -> None:
    async with opened() as hall:
        _, _, token = await guest(hall)
        async with hall.session(token) as client:
            await client.socket.send_message(text)
            answer = await client.next(ok=False)
            assert answer["error"]["code"] == "bad_message"


async def test_a_message_too_large_ends_the_session() -> None:
    async with opened() as hall:
        _, _, token = await guest(hall)
        async with hall.session(token) as client:
            await client.say(type="publish", sdp="v" * 70_000)
            assert await client.closed_with() == 1009


async def test_an_answer_that_never_comes_does_not_stop_the_next_command() -> None:
    async with opened() as hall:
        webinar, _, _ = await guest(hall)
        async with hall.session(webinar.host) as client:
            hall.journal.is_holding = True
            waiting = await client.say(type="lock")
            many = [await client.say(type="lock") for _ in range(UNANSWERED)]
            refused = await client.next(ok=False)
            assert (refused["answer"], refused["error"]["code"]) == (many[-1], "too_fast")
            hall.journal.release()
            assert (await client.next(answer=waiting))["ok"]


async def test_signed_links_come_out_of_commands() -> None:
    async with opened() as hall:
        webinar, _, _ = await guest(hall)
        async with hall.session(webinar.host) as client:
            issued = await client.done(type="issue_invite", role="presenter", label="Dr. Adler")
            rotated = await client.done(type="rotate_links", role="attendee")
        tokens = hall.site.sessions.house.entrance.tokens
        assert issued["link"] == f"{hall.url}/w/{webinar.id}#invite={issued['token']}"
        assert tokens.read(rotated["token"]) == InviteToken(webinar.id, rotated["role"], epoch=1)
        response = await hall.post(f"{webinar.path}/join", {"name": "A", "invite": webinar.made["invites"]["attendee"]})
        assert (response.status_code, response.json()["code"]) == (403, "invite_expired")
        response = await hall.post(f"{webinar.path}/join", {"name": "A", "invite": issued["token"]})
        assert response.status_code == 200


async def test_media_commands_reach_the_router_and_come_back() -> None:
    async with opened() as hall:
        webinar, _, _ = await guest(hall)
        async with hall.session(webinar.host) as client:
            opened_ = await client.done(type="publish", sdp="offer", sources={"0": "camera"})
            assert opened_["sdp"] == "answer to offer"
            assert await client.refused(type="publish", sdp="bad", sources={}) == "bad_sdp"
            await client.done(type="hang_up", connection=opened_["connection"])
            assert await client.refused(type="hang_up", connection="none") == "no_such_connection"


async def test_a_participant_that_dies_is_a_refusal_not_a_crash() -> None:
    async with opened() as hall:
        webinar, paul, token = await guest(hall)
        async with hall.session(token) as client:
            ref = hall.system.find(f"webinar:{webinar.id}/participant:{paul}")
            assert isinstance(ref, TrioActorRef)
            session = next(iter(hall.site.sessions.open))
            session._answered("9", RuntimeError("planted"))
            assert (await client.next(answer="9"))["error"]["code"] == "try_again"


async def test_a_session_that_ends_is_no_longer_told_anything() -> None:
    async with opened() as hall:
        webinar, paul, token = await guest(hall)
        async with hall.session(webinar.host) as host:
            async with hall.session(token):
                await host.next(type="participant_connected", participant=paul)
            with trio.fail_after(5):
                while len(hall.site.sessions.open) > 1:  # noqa: ASYNC110 - it ends by itself
                    await trio.sleep(0.01)
            await host.done(type="lock")
            await host.next(type="webinar_locked")


async def test_who_fell_behind_and_left_leaves_no_ghost_when_the_last_bytes_have_gone() -> None:
    async with opened() as hall:
        webinar, paul, token = await guest(hall)
        async with hall.session(token):
            (session,) = hall.site.sessions.open
            await session.leave()
            session.outbox.resync()
            ref = hall.system.find(f"webinar:{webinar.id}/participant:{paul}")
            assert isinstance(ref, TrioActorRef)
            assert isinstance(await ref.ask(Do("1", c.RaiseHand())), Done)  # it has handled what was asked before
            assert isinstance(ref.cell.behaviour, Participant)
            assert not ref.cell.behaviour.outboxes


async def test_who_fell_behind_gets_a_snapshot_and_goes_on() -> None:
    async with opened() as hall:
        webinar, _, token = await guest(hall)
        async with hall.session(token) as client:
            await client.next(type="snapshot")
            (session,) = hall.site.sessions.open
            lost = ShownFact(999, 0, ParticipantDisappeared("x" * 50_000))
            while session.outbox._behind_since_s is None:  # nothing is read meanwhile: no checkpoint
                session.outbox.push_fact(lost)
            assert (await client.next(type="snapshot"))["you"]["role"] == "attendee"
            await webinar.call("lock")
            await client.next(type="webinar_locked")


def test_what_is_no_answer_is_our_mistake_and_told_as_try_again() -> None:
    answer = as_answer("neither")
    assert getattr(answer, "code", None) == "try_again"
