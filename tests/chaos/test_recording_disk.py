"""The disk for recordings fills up while one is written: it ends with a word to everybody, and the webinar goes on."""

import json
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import trio
from trio_websocket import open_websocket_url

from tests.browser.restarting import HOST
from tests.browser.server import Server
from tests.browser.waiting import wait_until
from tests.chaos.processes import children
from tests.conditions import missing
from tests.media.playing import all_played, half_written
from tests.peers.api import Webinar
from tests.peers.performer import Performer
from tests.peers.plain_peer import PlainPeer

DISK_BYTES, LEFT_BYTES = 1 << 20, 120_000  # room for the sound of a segment, not for its pictures too
WITHIN_S = 60
MESSAGE_BYTES = 4 << 20


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Where recordings lie, and nothing else; nearly full."""
    folder = tmp_path / "data" / "recordings"
    folder.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        missing("no file system may be mounted here")
    (folder / "ballast").write_bytes(bytes(DISK_BYTES - LEFT_BYTES))
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def server(disk: Path) -> Iterator[Server]:
    made = Server(disk.parent, HOST, film_of_each=False)
    yield made
    assert made.stop() == 0, made.text
    assert "Traceback" not in made.text, made.text


async def heard(url: str, token: str, kind: str) -> dict[str, Any]:
    """The first message of this kind that a person's page is told."""
    with trio.fail_after(WITHIN_S):
        async with open_websocket_url(url, max_message_size=MESSAGE_BYTES) as socket:
            hello = {"id": "hello", "type": "hello", "last_seq": None, "token": token}
            await socket.send_message(json.dumps(hello))
            while True:
                message: dict[str, Any] = json.loads(await socket.get_message())
                if message.get("type") == kind:
                    return message


@pytest.mark.slow
def test_a_full_disk_ends_the_recording_with_a_word_to_everybody_and_the_webinar_goes_on(
    server: Server, disk: Path
) -> None:
    webinar = Webinar.create(server.url)
    attendee, presenter = webinar.attendee(), webinar.presenter()
    viewer = PlainPeer("recvonly").connect(webinar.whep, attendee)
    with ThreadPoolExecutor() as ears:
        url = server.url.replace("http", "ws", 1) + "/ws"
        told = [ears.submit(trio.run, heard, url, token, "recording_stopped") for token in (attendee, webinar.host)]
        first = webinar.command("recording/start")["id"]
        webinar.command("consent-to-recording", presenter)
        with Performer(1).publish(webinar.whip, presenter):
            words = [each.result(WITHIN_S) for each in told]
            assert [(each["recording"], each["by"], each["reason"]) for each in words] == [
                (first, None, "disk_full")
            ] * 2
            viewer.received.clear()
            wait_until(lambda: len(viewer.stepped().received) > 50, WITHIN_S, "a webinar that goes on")
            wait_until(lambda: not recorders(server), WITHIN_S, "the recorder's end")
            segments = all_played(disk / first)
            assert half_written(disk / first) == []
            (disk / "ballast").unlink()
            second = webinar.command("recording/start")["id"]
            assert second != first
            wait_until(lambda: len(list((disk / second).glob("tracks/*/*.json"))) >= 2, WITHIN_S, "a new recording")
    viewer.socket.close()
    assert {each.source for each in segments} <= {"microphone", "camera"}
    webinar.command("recording/stop")
    wait_until(lambda: not recorders(server), WITHIN_S, "the recorder's end")
    assert {each.source for each in all_played(disk / second)} == {"microphone", "camera"}


def recorders(server: Server) -> list[int]:
    return children(server.process.pid, "media.recording.recorder")
