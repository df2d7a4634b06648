"""What every foreign peer shares: WHIP and WHEP (RFC 9725), arguments, one JSON line of what was seen.

The peers run as programs of their own, because each brings an event loop or threads that have no place beside Trio.
"""

import argparse
import json
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import asdict, dataclass, field
from email.message import Message

TIMEOUT_S = 10


@dataclass
class Seen:
    """What a peer saw at its own end.

    `audio_energy` is the sum of squared amplitudes (full scale = 1) times duration in seconds, as in the browsers'
    `totalAudioEnergy`. `deleted` is the HTTP status of the final DELETE. `refused` is the status that the offer met.
    """

    frames: int = 0
    heights: list[int] = field(default_factory=list)
    audio_energy: float = 0.0
    audio_frames: int = 0
    connected: bool = False
    layers_sent: list[int] = field(default_factory=list)
    deleted: int | None = None
    refused: int | None = None

    def picture(self, height: int) -> None:
        self.frames += 1
        if height not in self.heights:
            self.heights.append(height)

    def report(self) -> None:
        print(json.dumps(asdict(self)), flush=True)  # noqa: T201 - the report is this program's whole output


class OfferRefusedError(Exception):
    """The server answered the offer with something else than 201; `status` is what."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(f"{status}: {body}")
        self.status = status


def arguments(about: str, **extra: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("url")
    parser.add_argument("token")
    parser.add_argument("seconds", type=float)
    for name, default in extra.items():
        parser.add_argument(f"--{name}", default=default)
    return parser.parse_args()


def post_offer(url: str, token: str, sdp: str) -> tuple[str, str]:
    """Gives the answer and the absolute address of the resource."""
    status, headers, body = _call("POST", url, token, sdp.encode())
    if status != 201:
        raise OfferRefusedError(status, body)
    return body, urllib.parse.urljoin(url, headers["Location"])


def delete(resource: str, token: str) -> int:
    return _call("DELETE", resource, token, None)[0]


def _call(method: str, url: str, token: str, body: bytes | None) -> tuple[int, Message, str]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/sdp"}
    request = urllib.request.Request(url, body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as response:
            return response.status, response.headers, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()
