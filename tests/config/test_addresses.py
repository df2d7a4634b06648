import ipaddress

import pytest

from config import addresses
from config.addresses import filled_in, is_loopback, listening_address, outgoing_address
from config.loading import read


@pytest.mark.parametrize(
    ("host", "expected"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False)]
)
def test_loopback_is_known_by_address_and_by_name(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_an_announced_loopback_address_is_listened_on_alone() -> None:
    assert listening_address(["127.0.0.1"]) == "127.0.0.1"
    assert listening_address(["::1"]) == "::1"


def test_any_other_address_is_listened_for_on_all_of_its_family() -> None:
    assert listening_address(["127.0.0.1", "192.0.2.7"]) == "0.0.0.0"
    assert listening_address(["2001:db8::7"]) == "::"


def test_a_server_for_the_network_announces_its_outgoing_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "outgoing_address", lambda: "192.0.2.9")
    media = read(["--host", "0.0.0.0"], {}).media
    assert (media.address, media.host) == (("192.0.2.9",), "0.0.0.0")


def test_people_at_this_machine_are_told_loopback_and_for_firefox_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "outgoing_address", lambda: "192.0.2.9")
    assert read([], {}).media.address == ("127.0.0.1", "192.0.2.9")
    monkeypatch.setattr(addresses, "outgoing_address", lambda: "127.0.0.1")
    assert read([], {}).media.address == ("127.0.0.1",)


def test_what_the_operator_set_stays() -> None:
    settings = read(["--media-address", "192.0.2.7", "--media-host", "127.0.0.1"], {})
    assert filled_in(settings) == settings
    assert (settings.media.address, settings.media.host) == (("192.0.2.7",), "127.0.0.1")


def test_the_outgoing_address_is_one_that_can_be_announced() -> None:
    assert not ipaddress.ip_address(outgoing_address()).is_unspecified
