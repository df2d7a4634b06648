"""A small call played from bytes: RTP and RTCP of every kind through the compiled plane and the oracle, side by side.

The oracle is what a fuzzer sees the insides of; the compiled plane must do the same, and survive.
"""

from collections.abc import Iterator

from attrs import evolve

from media.plane import UpSpec
from tests.media.plane.oracle.forwarding import OPUS, VP8, VP8_RTX, audio_down, video_down
from tests.media.plane.oracle.srtp import SrtpRefused
from tests.media.plane.twins import Twins
from tests.media.rtp_packets import DEPENDENCY, MID, RID, TRANSPORT, packet

H264, VP9, AV1, RED = 102, 98, 45, 63
PUBLISHER, VIEWER = 1, 2
VIDEO = {VP8: "vp8", H264: "h264", VP9: "vp9", AV1: "av1"}
MOST_STEPS = 24
HEAD_BYTES = 12
RTP, RTCP, FROM_VIEWER, UNSEALED, LIMIT, PAUSE, HUSH = range(200, 207)  # beyond payload types
STEPS = (*VIDEO, OPUS, RED, RTP, RTCP, FROM_VIEWER, UNSEALED, LIMIT, PAUSE, HUSH)


def steps(data: bytes) -> Iterator[tuple[int, bytes]]:
    """A byte for what to do, one for how many bytes it takes."""
    at = 0
    for _ in range(MOST_STEPS):
        if at + 2 > len(data):
            return
        yield STEPS[data[at] % len(STEPS)], data[at + 2 : at + 2 + data[at + 1]]
        at += 2 + data[at + 1]


def stage() -> Twins:
    twins = Twins()
    for number in (PUBLISHER, VIEWER):
        twins.join(number)
    twins.tell("add_up", UpSpec(1, PUBLISHER, "video", "1", VIDEO, 90_000, {VP8_RTX: VP8}, ("q", "h"), nack=True))
    twins.tell("add_up", UpSpec(2, PUBLISHER, "audio", "0", {OPUS: "opus", RED: "red"}, 48_000))
    names = {name: 100 + at for at, name in enumerate(VIDEO.values())}
    ids = {"dependency_ext_id": DEPENDENCY, "transport_cc_ext_id": TRANSPORT}
    twins.tell("add_down", evolve(video_down(1, VIEWER), payload_types=names, **ids))
    twins.tell("add_down", evolve(audio_down(2, VIEWER), payload_types={"opus": 111, "red": 112}))
    twins.tell("steer", VIEWER, True)
    for number in (1, 2):
        twins.tell("allow_up", number, True)
        twins.tell("feed", number, number)
    return twins


def forwarded_alike(data: bytes) -> None:
    twins = stage()
    for number, (step, body) in enumerate(steps(data)):
        play(twins, step, body, number)
        twins.wait(0.02)
    twins.wait(1.0)
    twins.compare()


def play(twins: Twins, step: int, body: bytes, number: int) -> None:
    if step == LIMIT:
        layer, temporal, spatial = (body + bytes(3))[:3]
        twins.tell("feed", 1, 1, layer % 2, temporal % 8, spatial % 8)
    elif step == PAUSE:
        twins.tell("feed", 1, None)
        twins.tell("probe", VIEWER, 10_000 * len(body), 10 * len(body))
    elif step == HUSH:
        twins.tell("hush_up", 2, len(body) % 2 == 0)
    elif step == UNSEALED:
        twins.arrive(PUBLISHER, [body])
    elif step in (RTCP, FROM_VIEWER):
        compound = bytearray(body.ljust(8, b"\0"))
        compound[1] = 192 + compound[1] % 32  # RFC 5761: packet types of RTCP
        arrive(twins, VIEWER if step == FROM_VIEWER else PUBLISHER, bytes(compound))
    elif step == RTP:
        arrive(twins, PUBLISHER, body.ljust(HEAD_BYTES, b"\0"))
    else:
        names = [(MID, b"0")] if step in (OPUS, RED) else [(MID, b"1"), (RID, b"q")]
        if step == AV1 and body[1:]:  # a byte for how many of the others its header extension has
            cut = 1 + body[0] % len(body)
            names, body = [*names, (DEPENDENCY, body[1:cut])], body[cut:]
        arrive(twins, PUBLISHER, packet(number, number * 960, step, body, payload_type=step, elements=names))


def arrive(twins: Twins, peer: int, plain: bytes) -> None:
    try:
        sealed = twins.seal(peer, plain)
    except SrtpRefused:  # libsrtp will not seal it: no peer could send it either
        return
    twins.arrive(peer, [sealed, sealed[:-1]])
