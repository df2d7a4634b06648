import httpx

from tests.web.hall import Hall, opened


async def send(hall: Hall, path: str, file: str, token: str) -> httpx.Response:
    headers = {"Content-Type": "text/vtt", "Authorization": f"Bearer {token}"}
    return await hall.http.post(path, content=file.encode(), headers=headers)


async def test_what_is_said_is_read_as_webvtt_in_time_with_the_webinar() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        path = f"{webinar.path}/captions"
        said = await hall.post(path, {"text": "Welcome <all>", "language": "en"}, webinar.host)
        assert (said.status_code, len(said.json()["captions"])) == (201, 1)
        file = await hall.get(f"{path}.vtt?language=en", token)
        assert file.headers["content-type"].startswith("text/vtt")
        assert file.text.startswith("WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nWelcome &lt;all&gt;\n")
        assert "Welcome" not in (await hall.get(f"{path}.vtt?language=de", token)).text


async def test_a_tool_sends_a_file_whose_last_words_were_said_just_now() -> None:
    """Before the start times count from the first words."""
    async with opened() as hall:
        webinar = await hall.webinar(start=False)
        path = f"{webinar.path}/captions"
        file = "WEBVTT\n\n00:01.000 --> 00:02.000\nGuten\n\n00:02.000 --> 00:03.000\nTag\n"
        sent = await send(hall, f"{path}?language=de", file, webinar.host)
        assert (sent.status_code, len(sent.json()["captions"])) == (201, 2)
        await hall.post(path, {"text": "Hello", "language": "en"}, webinar.host)
        assert (await hall.get(f"{path}/languages", webinar.host)).json() == {"languages": ["de", "en"]}
        assert (await hall.get(f"{path}.vtt?language=de", webinar.host)).text == (
            "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nGuten\n\n00:00:01.000 --> 00:00:02.000\nTag\n"
        )


async def test_strangers_to_captions_are_refused_and_what_is_no_file_too() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        path = f"{webinar.path}/captions"
        assert (await hall.post(path, {"text": "Hm"}, token)).json()["code"] == "not_allowed"
        for body in ("Hello", "WEBVTT\n\n", "WEBVTT\n\n0:1 --> x\nHm\n"):
            refused = await send(hall, path, body, webinar.host)
            assert (refused.status_code, refused.json()["code"]) == (400, "bad_captions"), body
        assert (await hall.get(f"{path}.vtt", None)).status_code == 401
