import time

import pytest

from media import offer_line, sdp
from media.header_extensions import ABS_SEND_TIME, AUDIO_LEVEL, DEPENDENCY, MID, REPAIRED_RID, RID, TRANSPORT_CC
from media.offer_line import Extension, Layer, OfferedLine, OtherLine
from media.sdp import OfferRefused
from tests.media import offers


def line(text: str, session: str = "") -> OfferedLine:
    """A section, given its attributes without `a=`; mid and rtcp-mux are there."""
    media, *attributes = text.split("\n")
    lines = ["v=0", *session.split(), f"m={media}", "a=mid:0", "a=rtcp-mux", *(f"a={each}" for each in attributes)]
    head, section = sdp.split("\n".join(lines))
    read = offer_line.read_line(section, head)
    assert isinstance(read, OfferedLine)
    return read


def video(*attributes: str) -> OfferedLine:
    return line("\n".join(["video 9 UDP/TLS/RTP/SAVPF 96 97 98", *attributes]))


def real(name: str, index: int) -> OfferedLine:
    session, *sections = sdp.split(offers.text(name))
    read = offer_line.read_line(sections[index], session)
    assert isinstance(read, OfferedLine)
    return read


def refusal(*attributes: str) -> str:
    with pytest.raises(OfferRefused) as refused:
        video(*attributes)
    return refused.value.code


def test_chromiums_camera_is_read() -> None:
    camera = real(offers.CHROMIUM_PUBLISH, 1)
    assert (camera.mid, camera.kind, camera.direction) == ("1", "video", "sendonly")
    assert camera.layers == (Layer("q"), Layer("h"), Layer("f"))
    vp8 = camera.codecs[0]
    assert (vp8.payload_type, vp8.name, vp8.clock_hz, vp8.rtx_payload_type) == (96, "VP8", 90000, 97)
    assert vp8.feedback == {"goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"}
    assert {uri: extension.id for uri, extension in camera.extensions.items()} == {
        ABS_SEND_TIME: 2,
        TRANSPORT_CC: 3,
        MID: 4,
        RID: 10,
        REPAIRED_RID: 11,
        DEPENDENCY: 12,
    }
    assert camera.ssrcs == ()
    assert camera.has_reduced_size


def test_chromiums_microphone_is_read() -> None:
    microphone = real(offers.CHROMIUM_PUBLISH, 0)
    opus = microphone.codecs[0]
    assert (opus.payload_type, opus.name, opus.clock_hz, opus.channels) == (111, "opus", 48000, 2)
    assert opus.format == "minptime=10;useinbandfec=1"
    assert opus.rtx_payload_type is None
    assert microphone.extensions[AUDIO_LEVEL] == Extension(1, AUDIO_LEVEL, "sendrecv")
    assert microphone.ssrcs == (2927768625,)


def test_firefoxes_camera_declares_ssrcs_beside_its_layers() -> None:
    camera = real(offers.FIREFOX_PUBLISH, 1)
    assert camera.layers == (Layer("q"), Layer("h"), Layer("f"))
    assert camera.ssrcs == (3224330426, 587994012, 921105419)
    assert camera.rtx_ssrcs == {672062814: 3224330426, 2147161627: 587994012, 3528734: 921105419}
    assert camera.extensions[RID].direction == "sendonly"
    assert camera.direction == "sendonly"


def test_ffmpegs_video_is_known_by_its_ssrc_alone() -> None:
    picture = real(offers.FFMPEG, 1)
    assert picture.extensions == {}
    assert picture.ssrcs == (3708269960,)
    assert picture.rtx_ssrcs == {3708269961: 3708269960}
    assert [(codec.name, codec.rtx_payload_type) for codec in picture.codecs] == [("H264", 105)]


def test_codecs_stand_in_the_order_of_the_media_line() -> None:
    read = line("video 9 UDP/TLS/RTP/SAVPF 98 96\nrtpmap:96 VP8/90000\nrtpmap:98 VP9/90000\nrtpmap:99 VP8/90000")
    assert [codec.payload_type for codec in read.codecs] == [98, 96]


def test_feedback_for_all_payload_types_counts_for_each() -> None:
    read = video("rtpmap:96 VP8/90000", "rtpmap:98 VP9/90000", "rtcp-fb:* nack", "rtcp-fb:98 nack pli")
    assert [codec.feedback for codec in read.codecs] == [{"nack"}, {"nack", "nack pli"}]


def test_a_direction_of_the_session_holds_where_a_section_has_none() -> None:
    text = "audio 9 UDP/TLS/RTP/SAVPF 111"
    assert line(text).direction == "sendrecv"
    assert line(text, "a=recvonly").direction == "recvonly"
    assert line(text + "\nsendonly", "a=recvonly").direction == "sendonly"
    assert (line(text + "\nsendonly").sends, line(text + "\nsendonly").receives) == (True, False)
    assert (line(text + "\ninactive").sends, line(text + "\ninactive").receives) == (False, False)


def test_port_zero_rejects_a_section_unless_it_is_only_bundled() -> None:
    assert line("audio 0 RTP/AVP 0").is_rejected
    assert not line("audio 0 UDP/TLS/RTP/SAVPF 111\nbundle-only").is_rejected


def test_a_data_channel_is_another_line() -> None:
    session, *sections = sdp.split(offers.text(offers.CHROMIUM_PUBLISH))
    assert offer_line.read_line(sections[2], session) == OtherLine(
        "2", "application", "UDP/DTLS/SCTP", "webrtc-datachannel"
    )


def test_paused_layers_and_alternatives_are_read() -> None:
    rids = ["rid:a send", "rid:b send pt=96", "rid:c send"]
    assert video(*rids, "simulcast:send a,b;~c").layers == (Layer("a"), Layer("c", is_paused=True))
    assert video(*rids, "simulcast:recv x;y send b").layers == (Layer("b"),)
    assert video(*rids, "simulcast:recv a;b").layers == ()


def test_layers_without_a_description_of_their_own_are_left_out() -> None:
    assert video("rid:a send", "rid:b recv", "simulcast:send a;b;c").layers == (Layer("a"),)


def test_a_sim_group_orders_the_ssrcs() -> None:
    ssrcs = ["ssrc:3 cname:x", "ssrc:30 cname:x", "ssrc:1 cname:x", "ssrc:1 msid:x", "ssrc:2 cname:x"]
    read = video(*ssrcs, "ssrc-group:SIM 1 2 3", "ssrc-group:FID 3 30")
    assert read.ssrcs == (1, 2, 3)
    assert read.rtx_ssrcs == {30: 3}


def test_the_first_of_two_extensions_with_one_name_counts() -> None:
    assert video(f"extmap:3 {MID}", f"extmap:4 {MID}").extensions[MID].id == 3


REFUSED = {
    "an extension id of 0": f"extmap:0 {MID}",
    "the reserved extension id": f"extmap:15 {MID}",
    "an extension id too large": f"extmap:256 {MID}",
    "an extension direction": f"extmap:3/sideways {MID}",
    "an extension without name": "extmap:3",
    "a payload type too large": "rtpmap:96 VP8/90000\nrtpmap:128 rtx/90000\nfmtp:128 apt=96",
    "a clock of letters": "rtpmap:96 VP8/fast",
    "no clock": "rtpmap:96 VP8",
    "an SSRC of letters": "ssrc:abc cname:x",
    "an SSRC too large": "ssrc:4294967296 cname:x",
    "a negative SSRC": "ssrc:-1 cname:x",
    "an SSRC with underscores": "ssrc:1_0 cname:x",
    "an SSRC in a group": "ssrc-group:FID 1 x",
    "a RID with a space": "simulcast:send a b",
    "a RID too long": "simulcast:send " + "a" * 17,
    "two layers with one RID": "rid:a send\nsimulcast:send a;a",
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused(case: str) -> None:
    if case == "a RID with a space":
        assert video("rid:a send", REFUSED[case]).layers == (Layer("a"),)
    else:
        assert refusal(*REFUSED[case].split("\n")) == "bad_sdp"


TOO_MANY = {
    "layers": ["simulcast:send " + ";".join(map(str, range(9)))],
    "layers, many": ["simulcast:send " + ";" * 8000],
    "SSRCs": [f"ssrc:{n} cname:x" for n in range(65)],
    "SSRCs in groups": ["ssrc-group:SIM " + "1 " * 200],
    "extensions": [f"extmap:{n % 14 + 1} urn:{n}" for n in range(65)],
    "characters of a format": ["rtpmap:96 VP8/90000", "fmtp:96 " + "x" * 600],
}


@pytest.mark.parametrize("case", TOO_MANY)
def test_too_many_of_anything_are_refused(case: str) -> None:
    before = time.thread_time()
    assert refusal(*TOO_MANY[case]) == "offer_too_large"
    assert time.thread_time() - before < 0.2


@pytest.mark.parametrize(
    "media", ["audio 9 UDP/TLS/RTP/SAVPF", "audio x UDP/TLS/RTP/SAVPF 1", "audio 9 U 1\t2", "AUDIO 9 U 1", "", "audio"]
)
def test_a_malformed_media_line_is_refused(media: str) -> None:
    with pytest.raises(OfferRefused):
        line(media)


def test_more_payload_types_than_there_are_are_refused() -> None:
    with pytest.raises(OfferRefused, match="offer_too_large"):
        line("audio 9 UDP/TLS/RTP/SAVPF" + " 1" * 200)


@pytest.mark.parametrize("protocol", ["RTP/AVP", "RTP/AVPF", "RTP/SAVP", "RTP/SAVPF", "udp", "UDP/TLS/RTP/AVP"])
def test_transport_in_the_clear_or_with_keys_in_the_offer_is_refused(protocol: str) -> None:
    with pytest.raises(OfferRefused, match="insecure_transport"):
        line(f"audio 9 {protocol} 111")


@pytest.mark.parametrize("where", ["section", "session"])
def test_keys_in_the_offer_are_refused(where: str) -> None:
    with pytest.raises(OfferRefused, match="insecure_transport"):
        line(
            "audio 9 UDP/TLS/RTP/SAVPF 111" + ("\ncrypto:1 x" if where == "section" else ""),
            "a=crypto:1" if where == "session" else "",
        )


@pytest.mark.parametrize("mid", ["", "a" * 17, "a b", "a;b", "<x>"])
def test_a_mid_that_is_no_short_token_is_refused(mid: str) -> None:
    head, section = sdp.split(f"v=0\nm=audio 9 UDP/TLS/RTP/SAVPF 111\na=mid:{mid}\na=rtcp-mux")
    with pytest.raises(OfferRefused, match="bad_sdp"):
        offer_line.read_line(section, head)
