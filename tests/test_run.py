"""The program as an operator starts and stops it: a process of its own."""

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.sources import ROOT

START_S = STOP_S = 30

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    begun: list[subprocess.Popen[str]] = []

    def start(*flags: str, **environment: str) -> "subprocess.Popen[str]":
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("TOWNHALL_")}
        given = {"PORT": "0", "TOWNHALL_MEDIA_PORT": "0", "TOWNHALL_DATA_DIR": str(tmp_path / "data")} | environment
        process = subprocess.Popen(
            [sys.executable, "run.py", *flags],
            cwd=ROOT,
            env=inherited | given,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        begun.append(process)
        return process

    yield start
    for process in begun:
        process.kill()
        process.communicate()


def url_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("Townhall is ready at "), line + process.communicate(timeout=START_S)[1]
    return line.split()[-1]


def ended(process: "subprocess.Popen[str]") -> tuple[int, str]:
    _, said = process.communicate(timeout=STOP_S)
    return process.returncode, said


def test_it_says_where_it_is_serves_there_and_stops_when_told(start: Start, tmp_path: Path) -> None:
    process = start()
    url = url_of(process)
    assert httpx.get(f"{url}/health").json() == {"status": "ok"}
    assert httpx.get(f"{url}/").headers["Content-Type"].startswith("text/html")
    token = (tmp_path / "data" / "operator_token").read_text()
    names = [
        row["name"]
        for row in httpx.get(f"{url}/ops/actors", headers={"Authorization": f"Bearer {token}"}).json()["actors"]
    ]
    assert names == ["directory"]
    process.send_signal(signal.SIGTERM)
    assert ended(process)[0] == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_with_people_inside_takes_no_longer_than_their_goodbye(start: Start, number: signal.Signals) -> None:
    process = start()
    url = url_of(process)
    with socket.create_connection((url.split("//")[1].rpartition(":")[0], int(url.rpartition(":")[2]))) as idle:
        idle.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"200" in idle.recv(1000)
        process.send_signal(number)
        began = time.monotonic()
        assert ended(process)[0] == 0
        assert time.monotonic() - began < 9


def test_a_port_that_is_taken_is_told_with_its_key(start: Start) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, said = ended(start(PORT=str(taken.getsockname()[1])))
    assert status == 2
    assert "web.port" in said
    assert "--port" in said
    assert "Traceback" not in said


def test_a_media_port_that_is_taken_is_told_with_its_key(start: Start) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        status, said = ended(start(TOWNHALL_MEDIA_PORT=str(taken.getsockname()[1]), TOWNHALL_MEDIA_HOST="127.0.0.1"))
    assert status == 2
    assert "media.port" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("variable", "key", "value"),
    [
        ("TOWNHALL_HOST", "web.host", "192.0.2.7"),
        ("TOWNHALL_HOST", "web.host", "nowhere.invalid"),
        ("TOWNHALL_MEDIA_HOST", "media.host", "192.0.2.7"),
    ],
)
def test_an_address_that_is_not_ours_is_told_with_its_key(start: Start, variable: str, key: str, value: str) -> None:
    status, said = ended(start(**{variable: value}))
    assert (status, f"{key} cannot be used" in said, variable in said) == (2, True, True), said


def test_two_servers_run_side_by_side_but_not_on_one_folder(start: Start, tmp_path: Path) -> None:
    one = url_of(start())
    status, said = ended(start())
    assert (status, "data_dir" in said) == (2, True)
    other = url_of(start(TOWNHALL_DATA_DIR=str(tmp_path / "other")))
    assert one != other
    assert httpx.get(f"{other}/ready").status_code == 200


def test_a_self_made_certificate_serves_https(start: Start, tmp_path: Path) -> None:
    url = url_of(start("--self-signed-tls", "true"))
    assert url.startswith("https://localhost:")
    trusted = str(tmp_path / "data" / "tls_certificate.pem")
    assert httpx.get(f"{url}/health", verify=ssl.create_default_context(cafile=trusted)).status_code == 200


def test_a_certificate_that_is_none_is_told_with_its_key(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "not-a-certificate.pem"
    file.write_text("nonsense")
    status, said = ended(start(TOWNHALL_TLS_CERTIFICATE=str(file), TOWNHALL_TLS_KEY=str(file)))
    assert status == 2
    assert "tls_certificate" in said


def test_a_webinar_outlives_the_server_that_is_killed(start: Start) -> None:
    process = start()
    made = httpx.post(f"{url_of(process)}/api/webinars", json={"title": "Unkillable"}).json()
    process.kill()
    process.wait(STOP_S)
    url = f"{url_of(start())}/api/webinars/{made['id']}"
    found = httpx.get(url, headers={"Authorization": f"Bearer {made['hostToken']}"}).json()
    assert (found["title"], found["participantCount"]) == ("Unkillable", 1)


def test_a_journal_that_is_older_than_what_was_acknowledged_is_told_and_left_alone(
    start: Start, tmp_path: Path
) -> None:
    process = start()
    httpx.post(f"{url_of(process)}/api/webinars", json={"title": "Lost"})
    process.send_signal(signal.SIGTERM)
    assert ended(process)[0] == 0
    database = tmp_path / "data" / "journal.sqlite"
    whole = database.read_bytes()
    database.write_bytes(b"")
    status, said = ended(start())
    assert (status, "acknowledged" in said, "Traceback" in said) == (3, True, False), said
    database.write_bytes(whole)
    assert httpx.get(f"{url_of(start())}/ready").status_code == 200
