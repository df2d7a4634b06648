"""Which addresses media listens on and is announced with, where the operator left that open."""

import ipaddress
import socket
from collections.abc import Sequence

from attrs import evolve

from config.settings import Settings

LOOPBACK = "127.0.0.1"
FAR_AWAY = ("192.0.2.1", 9)  # a documentation address (RFC 5737): connecting a UDP socket sends nothing


def filled_in(settings: Settings) -> Settings:
    """The settings with no address of media left empty."""
    announced = settings.media.address or usual_addresses(settings.web.host)
    listening = settings.media.host or listening_address(announced)
    return evolve(settings, media=evolve(settings.media, address=announced, host=listening))


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def usual_addresses(web_host: str) -> tuple[str, ...]:
    """The machine's address on its way out; for people at this machine loopback first, which Firefox does not take."""
    local = (LOOPBACK,) if is_loopback(web_host) else ()
    return tuple(dict.fromkeys((*local, outgoing_address())))


def listening_address(announced: Sequence[str]) -> str:
    """All addresses of the announced ones' family, as a public address need not be on this machine; or loopback."""
    address = ipaddress.ip_address(announced[-1])
    if all(ipaddress.ip_address(each).is_loopback for each in announced):
        return announced[0]
    return "0.0.0.0" if isinstance(address, ipaddress.IPv4Address) else "::"  # noqa: S104 - it is there to be reached


def outgoing_address() -> str:
    """The address of the interface that the default route uses; loopback on a machine without network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(FAR_AWAY)
        except OSError:
            return LOOPBACK
        name: str = probe.getsockname()[0]
        return name
