"""Films for those who were there, or registered."""

from pathlib import Path

from tests.web.recordings.rooms import Filmed, filmed
from web.recordings import files
from web.recordings.order import Progress


async def publish(made: Filmed, viewers: str) -> None:
    answered = await made.hall.call("PUT", f"{made.path}/viewers", {"viewers": viewers}, made.webinar.host)
    assert (answered.status_code, answered.json()["viewers"]) == (200, viewers)


async def let_in(made: Filmed, token: str) -> str:
    """An empty text, or the code of the refusal."""
    made.hall.http.cookies.clear()
    answered = await made.hall.post(f"{made.shown}/pass", None, token)
    return str(answered.json().get("code", ""))


async def seen(made: Filmed, token: str | None) -> list[str] | str:
    answered = (await made.hall.get(f"{made.webinar.path}/films", token)).json()
    return answered["code"] if "code" in answered else [film["film"] for film in answered["films"]]


async def registered(made: Filmed, name: str) -> tuple[str, str]:
    """A registration's token, and the invite that it became."""
    made_one = await made.hall.post(
        f"{made.webinar.path}/registrations", {"name": name, "email": f"{name}@example.org"}
    )
    token = made_one.json()["token"]
    mine = await made.hall.get(f"{made.webinar.path}/registrations/mine", token)
    return token, mine.json()["invite"]


async def test_a_film_is_for_hosts_until_one_publishes_it_and_again_when_it_is_taken_back(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        _, paul = await made.webinar.join("Paul", "attendee")
        assert (await let_in(made, paul), await seen(made, paul)) == ("not_allowed", [])
        for _ in range(2):
            await publish(made, "participants")
        assert (await let_in(made, paul), await seen(made, paul)) == ("", ["film"])
        media = await made.hall.get(f"{made.shown}/media")
        assert (media.status_code, media.content) == (200, b"0123456789")
        await publish(made, "hosts")
        assert (await made.hall.get(f"{made.shown}/media")).json()["code"] == "not_allowed"
        assert (await let_in(made, paul), await seen(made, paul)) == ("not_allowed", [])
        assert await seen(made, made.webinar.host) == ["film"]


async def test_whoever_registered_sees_it_by_the_link_that_they_have(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        await made.webinar.call("reschedule", registration="open")
        token, invite = await registered(made, "Ida")
        assert [await let_in(made, each) for each in (token, invite)] == ["not_allowed"] * 2
        await publish(made, "participants")
        await made.webinar.call("end")
        assert [await let_in(made, each) for each in (token, invite)] == ["", ""]
        assert [await seen(made, each) for each in (token, invite)] == [["film"], ["film"]]
        await let_in(made, token)
        await made.hall.call("DELETE", f"{made.webinar.path}/registrations/mine", None, token)
        assert (await made.hall.get(f"{made.shown}/media")).json()["code"] == "not_allowed"
        assert await let_in(made, token) == "not_allowed"


async def test_nobody_else_does(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        paul, his = await made.webinar.join("Paul", "attendee")
        _, other = await (await made.hall.webinar()).join("Eve", "attendee")
        await publish(made, "participants")
        shared = made.webinar.made["invites"]["attendee"]
        assert (await let_in(made, shared), await seen(made, shared)) == ("not_allowed", "not_allowed")
        assert (await let_in(made, other), await seen(made, other)) == ("no_such_webinar", "no_such_webinar")
        assert await seen(made, None) == "no_token"
        assert await let_in(made, his) == ""
        await made.webinar.call("kick", participant=paul)
        assert (await made.hall.get(f"{made.shown}/media")).json()["code"] == "not_allowed"
        assert (await let_in(made, his), await seen(made, his)) == ("not_allowed", "not_allowed")


async def test_only_hosts_publish(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        _, paul = await made.webinar.join("Paul", "attendee")
        other = await made.hall.webinar()
        body = {"viewers": "participants"}
        for token, status in ((None, 401), (paul, 403), (other.host, 404)):
            assert (await made.hall.call("PUT", f"{made.path}/viewers", body, token)).status_code == status
        odd = await made.hall.call("PUT", f"{made.path}/viewers", {"viewers": "everybody"}, made.webinar.host)
        assert odd.json()["code"] == "bad_body"
        assert not (made.film.folder / "published.json").exists()
        assert await let_in(made, paul) == "not_allowed"


async def test_a_film_that_is_not_made_yet_is_not_found_though_it_is_published(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        await publish(made, "participants")
        files.write(made.film.folder / "progress.json", Progress("composing", 40))
        _, paul = await made.webinar.join("Paul", "attendee")
        assert await seen(made, paul) == []
