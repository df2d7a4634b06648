import time

import pytest
from aiortc.sdp import SessionDescription

from media import sdp
from media.answer import AnswerTransport, write_answer
from media.fingerprint import Fingerprint
from media.header_extensions import ABS_SEND_TIME, AUDIO_LEVEL, MID, REPAIRED_RID, RID, TRANSPORT_CC
from media.ice import IceCredentials
from media.negotiation import CodecPolicy, agree_publish, agree_watch
from media.offer import read_offer
from media.sdp import Section
from tests.media import offers

TRANSPORT = AnswerTransport(
    IceCredentials("ourfragment", "ourpassword-ourpassword"),
    Fingerprint("sha-256", ":".join(["AB"] * 32)),
    ("192.0.2.7", "2001:db8::7"),
    40000,
)
H264 = CodecPolicy(video=("h264",))


def published(text: str, *wanted: str, policy: CodecPolicy = CodecPolicy()) -> str:  # noqa: B008 - frozen
    offer = read_offer(text)
    return write_answer(offer, agree_publish(offer, policy, wanted), TRANSPORT, 7)


def watched(text: str, streams: dict[str, str] | None = None) -> str:
    offer = read_offer(text)
    return write_answer(offer, agree_watch(offer, CodecPolicy(), streams), TRANSPORT, 7)


def parts(answer: str) -> list[Section]:
    return sdp.split(answer)


def test_the_answer_to_chromiums_publishing_is_this() -> None:
    expected = f"""\
v=0
o=- 7 2 IN IP4 127.0.0.1
s=-
t=0 0
a=ice-lite
a=group:BUNDLE 0 1
a=extmap-allow-mixed
a=msid-semantic: WMS *
m=audio 40000 UDP/TLS/RTP/SAVPF 111
c=IN IP4 192.0.2.7
a=candidate:1 1 udp 2130706431 192.0.2.7 40000 typ host
a=candidate:2 1 udp 2130706175 2001:db8::7 40000 typ host
a=end-of-candidates
a=ice-ufrag:ourfragment
a=ice-pwd:ourpassword-ourpassword
a=fingerprint:{TRANSPORT.fingerprint}
a=setup:passive
a=rtcp-mux
a=mid:0
a=recvonly
a=rtcp-rsize
a=extmap:4 {MID}
a=extmap:2 {ABS_SEND_TIME}
a=extmap:1 {AUDIO_LEVEL}
a=extmap:3 {TRANSPORT_CC}
a=rtpmap:111 opus/48000/2
a=rtcp-fb:111 transport-cc
a=fmtp:111 minptime=10;useinbandfec=1
m=video 40000 UDP/TLS/RTP/SAVPF 96 97
c=IN IP4 192.0.2.7
a=ice-ufrag:ourfragment
a=ice-pwd:ourpassword-ourpassword
a=fingerprint:{TRANSPORT.fingerprint}
a=setup:passive
a=rtcp-mux
a=mid:1
a=recvonly
a=rtcp-rsize
a=extmap:4 {MID}
a=extmap:2 {ABS_SEND_TIME}
a=extmap:10 {RID}
a=extmap:11 {REPAIRED_RID}
a=extmap:3 {TRANSPORT_CC}
a=rtpmap:96 VP8/90000
a=rtcp-fb:96 goog-remb
a=rtcp-fb:96 transport-cc
a=rtcp-fb:96 ccm fir
a=rtcp-fb:96 nack
a=rtcp-fb:96 nack pli
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96
a=rid:q recv
a=rid:h recv
a=rid:f recv
a=simulcast:recv q;h;f
m=application 0 UDP/DTLS/SCTP webrtc-datachannel
c=IN IP4 0.0.0.0
a=inactive
a=mid:2
"""
    assert published(offers.text(offers.CHROMIUM_PUBLISH)) == expected.replace("\n", "\r\n")


def test_a_viewers_answer_declares_no_ssrc_and_no_rtx() -> None:
    answer = watched(offers.text(offers.CHROMIUM_WATCH))
    _, audio, video = parts(answer)
    assert audio.media == "audio 40000 UDP/TLS/RTP/SAVPF 111"
    assert video.media == "video 40000 UDP/TLS/RTP/SAVPF 96 102"
    assert [codec.split()[1] for codec in video.all("rtpmap")] == ["VP8/90000", "H264/90000"]
    for section in (audio, video):
        assert section.has("sendonly")
        assert not section.has("ssrc")
        assert f"4 {MID}" in section.all("extmap")
    assert "rtx" not in answer


def test_the_tracks_of_one_seat_share_a_stream() -> None:
    _, *sections = parts(watched(offers.seats(2, 2, only_vp8=True), {"0": "seat0", "2": "seat0", "1": "seat1"}))
    assert [section.get("msid") for section in sections] == [
        "seat0 seat0-audio",
        "seat1 seat1-audio",
        "seat0 seat0-video",
        None,
    ]
    assert sections[3].media.startswith("video 0 ")


def test_rejected_lines_leave_the_bundle_and_the_first_taken_one_has_the_candidates() -> None:
    session, audio, video, data = parts(published(offers.text(offers.CHROMIUM_PUBLISH), "1"))
    assert session.get("group") == "BUNDLE 1"
    assert audio.media == "audio 0 UDP/TLS/RTP/SAVPF 111"
    assert audio.has("inactive")
    assert not audio.has("candidate")
    assert len(video.all("candidate")) == 2
    assert video.has("end-of-candidates")
    assert data.media.startswith("application 0 ")


@pytest.mark.parametrize(("offered", "ours"), [("actpass", "passive"), ("active", "passive"), ("passive", "active")])
def test_we_are_the_dtls_server_unless_the_offer_insists(offered: str, ours: str) -> None:
    text = offers.changed(offers.CHROMIUM_PUBLISH, "a=setup:actpass", f"a=setup:{offered}")
    _, audio, video, _ = parts(published(text))
    assert [audio.get("setup"), video.get("setup")] == [ours, ours]


def test_directions_of_extensions_are_turned_round() -> None:
    _, _, video, _ = parts(published(offers.text(offers.FIREFOX_PUBLISH)))
    assert f"9/recvonly {RID}" in video.all("extmap")
    assert f"3 {MID}" in video.all("extmap")


def test_what_the_offer_does_not_speak_of_is_not_answered() -> None:
    text = offers.changed(offers.CHROMIUM_PUBLISH, "a=rtcp-rsize\n", "").replace("a=extmap-allow-mixed\n", "")
    answer = published(text)
    assert "rtcp-rsize" not in answer
    assert "extmap-allow-mixed" not in answer


def test_an_encoder_without_extensions_is_answered_with_its_own_numbers() -> None:
    _, audio, video = parts(published(offers.text(offers.FFMPEG), policy=H264))
    assert video.media == "video 40000 UDP/TLS/RTP/SAVPF 106 105"
    assert "106 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001e" in video.all("fmtp")
    assert video.all("rtcp-fb") == ["106 nack"]
    assert not audio.has("extmap")
    assert not audio.has("fmtp")


def test_limits_of_a_receiver_are_not_repeated_to_a_vp8_sender() -> None:
    """Firefox offers max-fs=12288, which would shrink a large screen."""
    assert "max-fs" not in published(offers.text(offers.FIREFOX_PUBLISH))


def test_an_ipv6_address_alone_is_named_as_such() -> None:
    offer = read_offer(offers.text(offers.CHROMIUM_WATCH))
    transport = AnswerTransport(TRANSPORT.credentials, TRANSPORT.fingerprint, ("2001:db8::7",), 40000)
    answer = write_answer(offer, agree_watch(offer, CodecPolicy()), transport, 7)
    assert "c=IN IP6 2001:db8::7\r\na=candidate:1 1 udp 2130706431 2001:db8::7 40000 typ host\r\n" in answer


def test_payload_types_and_ids_are_the_offers() -> None:
    text = offers.text(offers.FIREFOX_PUBLISH)
    for section in parts(published(text))[1:3]:
        for value in section.all("rtpmap"):
            assert f"a=rtpmap:{value}\n" in text
        for value in section.all("extmap"):
            number, _, uri = value.replace("/recvonly", "").partition(" ")
            assert f"a=extmap:{number} {uri}\n" in text.replace("/sendonly", "")


@pytest.mark.parametrize("name", [offers.CHROMIUM_PUBLISH, offers.FIREFOX_PUBLISH, offers.SENDRECV])
def test_another_implementation_reads_our_answers(name: str) -> None:
    read = SessionDescription.parse(published(offers.text(name)))
    audio, video, *_ = read.media
    assert (audio.direction, video.direction) == ("recvonly", "recvonly")
    assert [codec.mimeType for codec in video.rtp.codecs] == ["video/VP8", "video/rtx"]
    assert audio.ice is not None
    assert audio.dtls is not None
    assert (audio.ice.usernameFragment, audio.ice.password) == ("ourfragment", "ourpassword-ourpassword")
    assert [candidate.ip for candidate in audio.ice_candidates] == ["192.0.2.7", "2001:db8::7"]
    assert audio.dtls.fingerprints[0].value == TRANSPORT.fingerprint.value
    assert audio.ice.iceLite


def test_fourteen_seats_are_answered_in_milliseconds() -> None:
    """0.15 ms measured; slack for a busy machine."""
    offer = read_offer(offers.seats(3, 14, only_vp8=True))
    streams = {str(mid): f"seat{mid}" for mid in range(17)}
    before = time.thread_time()
    for _ in range(10):
        answer = write_answer(offer, agree_watch(offer, CodecPolicy(), streams), TRANSPORT, 7)
    assert (time.thread_time() - before) / 10 < 0.01
    assert answer.count("a=sendonly") == 17
    assert answer.count("a=candidate:") == 2
