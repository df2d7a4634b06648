import httpx
import pytest

from tests.web.hall import Hall, opened

SDP = {"Content-Type": "application/sdp"}


async def offer(hall: Hall, url: str, token: str | None, sdp: str = "offer", **headers: str) -> httpx.Response:
    bearer = {"Authorization": f"Bearer {token}"} if token else {}
    return await hall.http.post(url, content=sdp, headers=SDP | bearer | headers)


@pytest.mark.parametrize("protocol", ["whip", "whep"])
async def test_an_offer_is_answered_and_delete_ends_it(protocol: str) -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Encoder", "presenter")
        answered = await offer(hall, f"{webinar.path}/{protocol}", token)
        assert (answered.status_code, answered.headers["Content-Type"]) == (201, "application/sdp")
        assert answered.text == "answer to offer"
        location = answered.headers["Location"]
        assert location.startswith(f"{webinar.path}/{protocol}/")
        assert (await hall.call("DELETE", location, None, token)).status_code == 200
        assert hall.media.peers[-1].closed is not None
        assert (await hall.call("DELETE", location, None, token)).status_code == 404


@pytest.mark.parametrize(
    ("sections", "on"),
    [
        ("m=audio 9 x\nm=video 9 x", ["microphone", "camera"]),
        ("m=audio 9 x", ["microphone"]),
        ("m=audio 9 x\nm=video 0 x", ["microphone"]),
    ],
)
async def test_what_an_encoder_sends_is_on_from_the_start_until_it_ends(sections: str, on: list[str]) -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        encoder, token = await webinar.join("Encoder", "presenter")

        async def is_on() -> list[str]:
            people = (await hall.get(f"{webinar.path}/participants", webinar.host)).json()["participants"]
            return next(person["on"] for person in people if person["id"] == encoder)

        answered = await offer(hall, f"{webinar.path}/whip", token, f"offer\n{sections}")
        assert await is_on() == on
        assert hall.media.peers[-1].allowed == set(on)
        await hall.call("DELETE", answered.headers["Location"], None, token)
        assert await is_on() == []


async def test_the_audience_publishes_nothing() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        assert (await offer(hall, f"{webinar.path}/whip", token)).status_code == 403
        assert (await offer(hall, f"{webinar.path}/whep", token)).status_code == 201
        assert len(hall.media.peers) == 1


async def test_who_waits_sees_nothing() -> None:
    async with opened() as hall:
        webinar = await hall.webinar(start=False)
        _, token = await webinar.join("Paul", "attendee")
        assert (await offer(hall, f"{webinar.path}/whep", token)).status_code in (403, 409)
        assert not hall.media.peers


@pytest.mark.parametrize("protocol", ["whip", "whep"])
async def test_what_is_no_offer_or_nobodys_is_refused(protocol: str) -> None:
    async with opened() as hall:
        webinar, other = await hall.webinar(), await hall.webinar()
        url = f"{webinar.path}/{protocol}"
        _, token = await webinar.join("Encoder", "presenter")
        assert (await offer(hall, url, None)).status_code == 401
        assert (await offer(hall, url, "nonsense")).status_code == 401
        assert (await offer(hall, url, other.host)).status_code == 404
        assert (await offer(hall, url, token, **{"Content-Type": "text/plain"})).status_code == 415
        assert (await offer(hall, url, token, "bad")).json()["code"] == "bad_sdp"
        assert (await offer(hall, url, token, "v" * 200_000)).status_code == 413
        response = await hall.http.post(url, content=b"\xff", headers=SDP | {"Authorization": f"Bearer {token}"})
        assert (response.status_code, response.json()["code"]) == (400, "bad_offer")


async def test_nobody_ends_a_connection_of_another() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Encoder", "presenter")
        _, paul = await webinar.join("Paul", "attendee")
        location = (await offer(hall, f"{webinar.path}/whip", token)).headers["Location"]
        assert (await hall.call("DELETE", location, None, paul)).status_code in (403, 404)
        assert hall.media.peers[0].closed is None


async def test_who_has_left_is_told_to_join() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Encoder", "presenter")
        await webinar.call("leave", token)
        assert (await offer(hall, f"{webinar.path}/whip", token)).json()["code"] == "left"
