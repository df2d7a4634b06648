"""Fixtures of the tests with real peers: a real server for each file, a webinar for each test, a call in it."""

from collections.abc import Callable, Iterator
from importlib.util import find_spec

import pytest

from tests.browser.server import Server
from tests.conditions import missing
from tests.peers.api import Webinar
from tests.peers.plain_call import PlainCall
from tests.peers.plain_peer import PlainPeer
from tests.peers.running import Running

PACKAGES = {"libwebrtc_peer": "webrtc", "whip_ffmpeg": "av", "aiortc_peer": "aiortc"}
LOOPBACK = "127.0.0.1"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("data"), LOOPBACK)
    yield server
    assert server.stop() == 0, server.text
    assert "Traceback" not in server.text, server.text


@pytest.fixture
def webinar(server: Server) -> Webinar:
    """A webinar that has started."""
    return Webinar.create(server.url)


@pytest.fixture
def call(webinar: Webinar) -> Iterator[PlainCall]:
    """A presenter who sends and an attendee who watches, with media flowing."""
    publisher = PlainPeer("sendonly").connect(webinar.whip, webinar.presenter())
    viewer = PlainPeer("recvonly").connect(webinar.whep, webinar.attendee())
    with PlainCall(publisher, viewer) as call:
        call.wait_until_it_flows()
        yield call


@pytest.fixture
def run_peer() -> Iterator[Callable[..., Running]]:
    """Starts a peer program: run_peer("aiortc_peer", url, token, seconds, role="watch")."""
    started: list[Running] = []

    def run(program: str, url: str, token: str, seconds: float, **options: str) -> Running:
        if find_spec(PACKAGES[program]) is None:
            missing(f"the package {PACKAGES[program]} is not installed")
        started.append(Running(program, url, token, seconds, **options))
        return started[-1]

    yield run
    for peer in started:
        peer.stop()
