"""Real browsers' offers become answers, tracks and seats."""

from pathlib import Path

import pytest

from media.dtls import DtlsRole
from media.fingerprint import Fingerprint
from media.ice import IceCredentials
from media.ports import Carrier
from media.sdp import OfferRefused
from media.signalling import SeatLines, Signalling
from tests.media.fake_plane import FakePlane
from tests.media.stage import KEYS, LOCAL, FakePeer

OFFERS = Path(__file__).parent.parent / "fixtures" / "sdp"
SIMULCAST = "{}_offer_a_sendrecv_simulcast.sdp"
RECEIVE = "{}_offer_b_recvonly.sdp"
BROWSERS = ("chromium", "firefox")


class Home:
    """Neither publishers nor viewers are spoken to here."""

    def __getattr__(self, name: str) -> object:
        return lambda *_: None


class Engine:
    def __init__(self) -> None:
        self.numbers = 0
        self.roles: list[DtlsRole] = []
        self.started: list[Carrier] = []

    def new_number(self) -> int:
        self.numbers += 1
        return self.numbers

    def new_credentials(self) -> IceCredentials:
        return LOCAL

    def make_peer(self, _credentials: object, _ufrag: str, _fingerprints: object, role: DtlsRole) -> FakePeer:
        self.roles.append(role)
        return FakePeer(self.new_number())

    def start(self, _peer: object, carrier: Carrier) -> None:
        self.started.append(carrier)


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def plane() -> FakePlane:
    return FakePlane()


@pytest.fixture
def signalling(engine: Engine, plane: FakePlane) -> Signalling:
    fingerprint = Fingerprint("sha-256", ":".join(["AB"] * 32))
    return Signalling(engine, plane, fingerprint, ("192.0.2.7", "127.0.0.1"), 4000)  # type: ignore[arg-type]


def offer(name: str, browser: str) -> str:
    return (OFFERS / name.format(browser)).read_text()


@pytest.mark.parametrize("browser", BROWSERS)
def test_a_browsers_camera_comes_in_three_layers(signalling: Signalling, engine: Engine, browser: str) -> None:
    answer, publisher = signalling.publish(offer(SIMULCAST, browser), {"0": "microphone", "1": "camera"}, Home())
    assert set(publisher.tracks) == {"microphone", "camera"}
    assert len(publisher.tracks["camera"].layers) == 3
    assert "a=simulcast:recv q;h;f" in answer
    assert [f"{address} 4000 typ host" in answer for address in signalling.addresses] == [True, True]
    assert engine.started == [publisher]
    assert engine.roles == [DtlsRole.SERVER]


@pytest.mark.parametrize("browser", BROWSERS)
def test_without_sources_the_first_of_each_kind_is_microphone_and_camera(signalling: Signalling, browser: str) -> None:
    _, publisher = signalling.publish(offer(SIMULCAST, browser), {}, Home())
    assert {track.label: track.kind for track in publisher.tracks.values()} == {
        "microphone": "audio",
        "camera": "video",
    }


def test_a_client_that_insists_on_waiting_gets_our_hello(signalling: Signalling, engine: Engine) -> None:
    text = offer(SIMULCAST, "chromium").replace("a=setup:actpass", "a=setup:passive")
    answer, _ = signalling.publish(text, {}, Home())
    assert engine.roles == [DtlsRole.CLIENT]
    assert "a=setup:active" in answer


@pytest.mark.parametrize("browser", BROWSERS)
def test_without_seats_a_player_has_one(signalling: Signalling, browser: str) -> None:
    _, viewer = signalling.watch(offer(RECEIVE, browser), (), (), Home())
    assert (viewer.seats, viewer.screens) == (1, 0)


@pytest.mark.parametrize("browser", BROWSERS)
def test_sound_and_picture_of_a_seat_are_one_stream(signalling: Signalling, browser: str, plane: FakePlane) -> None:
    text = offer(RECEIVE, browser)
    mids = {line.split()[0]: line.split("a=mid:")[1].split()[0] for line in text.split("m=")[1:]}
    seats = [SeatLines(mids["audio"], mids["video"])]
    answer, viewer = signalling.watch(text, seats, (), Home())
    assert answer.count("a=msid:seat-0 ") == 2
    viewer.connected(KEYS)
    assert len(plane.heard("add_down")) == 2


@pytest.mark.parametrize(
    ("seats", "code"),
    [
        ([SeatLines("0", "0")], "bad_seats"),
        ([SeatLines("1", None)], "bad_seats"),
        ([SeatLines("0", None), SeatLines(None, None)], "bad_seats"),
        ([SeatLines("77", None)], "no_such_mid"),
    ],
)
def test_seats_that_the_offer_does_not_have_are_refused(
    signalling: Signalling, engine: Engine, seats: list[SeatLines], code: str
) -> None:
    text = offer("{}_offer_a2_sendrecv_plain.sdp", "chromium")
    with pytest.raises(OfferRefused) as refused:
        signalling.watch(text, seats, (), Home())
    assert refused.value.code == code
    assert engine.started == []


def test_two_sections_cannot_be_one_source(signalling: Signalling) -> None:
    with pytest.raises(OfferRefused) as refused:
        signalling.publish(offer(SIMULCAST, "chromium"), {"0": "camera", "1": "camera"}, Home())
    assert refused.value.code == "bad_sources"
