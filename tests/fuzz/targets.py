"""What is fuzzed: every parser of bytes from the network, by name. A target takes any bytes and raises nothing.

What a parser raises to refuse is caught; whatever else comes out of it is a finding.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from media import dtls_records, stun
from media.offer import read_offer
from media.recording.depacketise import PICTURES, opus
from media.sdp import OfferRefused
from tests.fuzz.call import forwarded_alike
from tests.fuzz.checks import answered_alike
from tests.media.plane.oracle import dependency
from web import head, strict_json

CORPUS = Path(__file__).parent / "corpus"
KEY = b"a key of ours"
HEAD_LIMIT_BYTES = 16_384
TEMPLATES = 24  # bytes of an input of `dependency` that may bring templates; what follows uses them


def read_stun(data: bytes) -> None:
    request = stun.parse_request(data) if stun.looks_like_stun(data) else None
    if request is not None:
        stun.success_response(request, ("192.0.2.1", 5), KEY)


def read_records(data: bytes) -> None:
    """Whatever is packed is whole records; whatever the guard lets on was there."""
    assert b"".join(dtls_records.datagrams(data)) == b"".join(dtls_records.records(data))
    guard = dtls_records.HandshakeGuard()
    for datagram in dtls_records.datagrams(data):
        assert len(guard.admit(datagram)) <= len(datagram)


def read_sdp(data: bytes) -> None:
    with suppress(OfferRefused):
        read_offer(data.decode("latin-1"))


def read_head(data: bytes) -> None:
    with suppress(head.BadRequest):
        end = head.find_end(data, HEAD_LIMIT_BYTES)
        if end:
            head.parse(data[:end])


def read_json(data: bytes) -> None:
    with suppress(strict_json.Unreadable):
        strict_json.parse(data)


def read_dependency(data: bytes) -> None:
    structure = None
    for element in (data[:TEMPLATES], data[TEMPLATES:]):
        with suppress(dependency.MalformedDependency):
            structure = dependency.read(element, structure).structure or structure


def read_payloads(data: bytes) -> None:
    """Each depacketiser, with the input cut into payloads of as many bytes as their first one says."""
    payloads = []
    while data:
        payloads.append(data[1 : 1 + data[0]])
        data = data[1 + data[0] :]
    for frame in PICTURES.values():
        frame(payloads)
    for payload in payloads:
        for block in opus.blocks(payload):
            assert 0 <= opus.duration_ticks(block.data) <= opus.MOST_TICKS


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "call": forwarded_alike,
    "checks": answered_alike,
    "dependency": read_dependency,
    "head": read_head,
    "json": read_json,
    "payloads": read_payloads,
    "records": read_records,
    "sdp": read_sdp,
    "stun": read_stun,
}


def read_any(data: bytes) -> None:
    """The first byte chooses the target, so that one run can try them all."""
    if data:
        list(TARGETS.values())[data[0] % len(TARGETS)](data[1:])


def seeds(name: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted((CORPUS / name).iterdir())]


def seeds_of_any() -> list[bytes]:
    return [bytes((at,)) + seed for at, name in enumerate(TARGETS) for seed in seeds(name)]
