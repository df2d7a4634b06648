"""Both planes read the same height of what an encoder says of its pictures."""

from hypothesis import given
from hypothesis import strategies as st

from media.plane import KeyFrameSeen, UpSpec
from tests.media.plane.oracle.test_h264 import REAL
from tests.media.plane.twins import Twins
from tests.media.rtp_packets import packet

PUBLISHER, H264 = 1, 96
REAL_SPS = [bytes.fromhex(each) for each in REAL.values()]


@given(st.sampled_from([b"\x67", *REAL_SPS]), st.integers(0, 30), st.binary(max_size=150), st.booleans())
def test_any_h264_parameters_tell_both_the_same_height(sps: bytes, kept: int, junk: bytes, is_aggregated: bool) -> None:
    twins = Twins()
    twins.join(PUBLISHER)
    twins.tell("add_up", UpSpec(1, PUBLISHER, "video", "1", {H264: "h264"}, 90_000))
    twins.tell("allow_up", 1, True)
    unit = sps[: 1 + kept] + junk
    payload = b"\x78" + len(unit).to_bytes(2, "big") + unit + b"\x00\x02\x68\x01" if is_aggregated else unit
    twins.arrive(PUBLISHER, [twins.seal(PUBLISHER, packet(1, 1, 7, payload, payload_type=H264))])
    twins.compare()
    assert len(payload) < 2 or any(isinstance(event, KeyFrameSeen) for event in twins.events)
