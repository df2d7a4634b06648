import pytest

from media import header_extensions as names
from media.header_extensions import ABS_SEND_TIME, AUDIO_LEVEL, MID, REPAIRED_RID, RID, TRANSPORT_CC
from media.negotiation import AgreedLine, Agreement, CodecPolicy, agree_publish, agree_watch
from media.offer import read_offer
from media.sdp import OfferRefused
from tests.media import offers

POLICY = CodecPolicy()


def publish(text: str, *wanted: str, policy: CodecPolicy = POLICY) -> Agreement:
    return agree_publish(read_offer(text), policy, wanted)


def watch(text: str, streams: dict[str, str] | None = None, policy: CodecPolicy = POLICY) -> Agreement:
    return agree_watch(read_offer(text), policy, streams)


def camera(name: str) -> AgreedLine:
    return publish(offers.text(name))["1"]


@pytest.mark.parametrize("name", [offers.CHROMIUM_PUBLISH, offers.FIREFOX_PUBLISH])
def test_a_browsers_camera_is_taken_with_three_layers_and_all_feedback(name: str) -> None:
    line = camera(name)
    assert (line.direction, line.codec.name, line.layers) == ("recvonly", "VP8", ("q", "h", "f"))
    assert line.rtx_payload_type == line.codec.rtx_payload_type is not None
    assert set(line.feedback) == {"goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"}
    assert set(line.extensions) == {MID, ABS_SEND_TIME, RID, REPAIRED_RID, TRANSPORT_CC}
    assert line.stream is None


def test_a_microphone_is_taken_with_its_level() -> None:
    line = publish(offers.text(offers.CHROMIUM_PUBLISH))["0"]
    assert (line.codec.name, line.codec.payload_type, line.rtx_payload_type) == ("opus", 111, None)
    assert line.extensions == {MID: 4, ABS_SEND_TIME: 2, AUDIO_LEVEL: 1, TRANSPORT_CC: 3}
    assert line.feedback == ("transport-cc",)


def test_without_the_rid_extension_no_layers_are_taken() -> None:
    text = offers.changed(offers.CHROMIUM_PUBLISH, f"a=extmap:10 {RID}\n", "")
    assert publish(text)["1"].layers == ()


def test_transport_cc_needs_its_extension() -> None:
    text = "\n".join(line for line in offers.text(offers.CHROMIUM_PUBLISH).split("\n") if TRANSPORT_CC not in line)
    agreed = publish(text)
    assert "transport-cc" not in agreed["1"].feedback
    assert "goog-remb" in agreed["1"].feedback
    assert agreed["0"].feedback == ()


def test_an_extension_that_the_client_would_only_receive_is_not_taken_from_a_publisher() -> None:
    text = offers.changed(offers.FIREFOX_PUBLISH, f"a=extmap:3 {MID}", f"a=extmap:3/recvonly {MID}")
    assert MID not in publish(text)["0"].extensions
    text = offers.changed(offers.FIREFOX_WATCH, f"a=extmap:3 {MID}", f"a=extmap:3/recvonly {MID}")
    assert watch(text)["0"].extensions[MID] == 3


def test_an_id_that_needs_the_long_form_is_not_written_to_viewers() -> None:
    text = offers.changed(offers.CHROMIUM_WATCH, f"a=extmap:4 {MID}", f"a=extmap:20 {MID}")
    assert MID not in watch(text)["0"].extensions


def test_a_viewers_line_has_no_rtx_and_numbers_for_pictures_alone() -> None:
    agreed = watch(offers.text(offers.CHROMIUM_WATCH))
    assert [line.direction for line in agreed.values()] == ["sendonly", "sendonly"]
    picture = agreed["1"]
    assert (picture.codec.payload_type, picture.rtx_payload_type, picture.layers) == (96, None, ())
    assert set(picture.feedback) == {"goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"}
    assert picture.extensions == {MID: 4, ABS_SEND_TIME: 2, TRANSPORT_CC: 3}
    assert agreed["0"].extensions == {MID: 4, ABS_SEND_TIME: 2}


def test_a_plain_player_gets_the_first_audio_and_video_as_one_stream() -> None:
    agreed = watch(offers.seats(3, 4, only_vp8=False))
    assert list(agreed) == ["0", "3"]
    assert {line.stream for line in agreed.values()} == {"stage"}


def test_each_seat_has_a_stream_of_its_own() -> None:
    streams = {"0": "seat0", "3": "seat0", "1": "seat1", "4": "seat1"}
    agreed = watch(offers.seats(3, 4, only_vp8=True), streams)
    assert {mid: line.stream for mid, line in agreed.items()} == streams
    assert list(agreed) == ["0", "1", "3", "4"]


def test_a_plain_encoder_may_send_and_receive() -> None:
    agreed = publish(offers.text(offers.SENDRECV))
    assert [line.direction for line in agreed.values()] == ["recvonly", "recvonly"]
    assert agreed["1"].layers == ()
    assert [line.direction for line in watch(offers.text(offers.SENDRECV)).values()] == ["sendonly", "sendonly"]


def test_only_the_wanted_lines_are_taken() -> None:
    assert list(publish(offers.text(offers.CHROMIUM_PUBLISH), "0")) == ["0"]


@pytest.mark.parametrize("mid", ["9", "2", ""])
def test_a_wanted_line_must_be_there_and_carry_media(mid: str) -> None:
    with pytest.raises(OfferRefused, match="no_such_mid"):
        publish(offers.text(offers.CHROMIUM_PUBLISH), mid)
    with pytest.raises(OfferRefused, match="no_such_mid"):
        watch(offers.text(offers.CHROMIUM_WATCH), {mid or "?": "seat0"})


def test_a_line_of_the_wrong_direction_is_refused() -> None:
    for wanted in ((), ("0",)):
        with pytest.raises(OfferRefused, match="wrong_direction"):
            publish(offers.text(offers.CHROMIUM_WATCH), *wanted)
    for streams in (None, {"0": "seat0"}):
        with pytest.raises(OfferRefused, match="wrong_direction"):
            watch(offers.text(offers.CHROMIUM_PUBLISH), streams)


def test_a_codec_that_the_policy_does_not_name_is_refused() -> None:
    with pytest.raises(OfferRefused, match=r"no_common_codec.*vp8"):
        publish(offers.text(offers.FFMPEG), policy=CodecPolicy(video=("vp8",)))


def test_a_seat_can_be_filled_by_senders_of_different_codecs() -> None:
    assert [codec.name for codec in watch(offers.text(offers.CHROMIUM_WATCH))["1"].codecs] == ["VP8", "H264"]


def test_the_policys_order_decides() -> None:
    assert (
        publish(offers.text(offers.CHROMIUM_PUBLISH), policy=CodecPolicy(video=("vp9", "vp8")))["1"].codec.name == "VP9"
    )
    assert publish(offers.text(offers.FFMPEG), policy=CodecPolicy(video=("vp8", "h264")))["1"].codec.name == "H264"


def test_h264_is_taken_in_fragments_only() -> None:
    line = publish(offers.text(offers.CHROMIUM_PUBLISH), policy=CodecPolicy(video=("h264",)))["1"]
    assert "packetization-mode=1" in line.codec.format
    single = offers.changed(offers.FFMPEG, "packetization-mode=1", "packetization-mode=0")
    with pytest.raises(OfferRefused, match="no_common_codec"):
        publish(single, policy=CodecPolicy(video=("h264",)))


def test_opus_of_another_clock_is_not_opus() -> None:
    with pytest.raises(OfferRefused, match="no_common_codec"):
        publish(offers.changed("chromium_offer_e_audio_red", "opus/48000/2", "opus/16000/1"))


REDUNDANT = CodecPolicy(audio=("red", "opus"))


def test_redundant_audio_is_taken_with_what_it_repeats_if_the_policy_says_so() -> None:
    line = publish(offers.text(offers.CHROMIUM_PUBLISH), policy=REDUNDANT)["0"]
    assert [(codec.name, codec.payload_type) for codec in line.codecs] == [("red", 63), ("opus", 111)]
    assert line.feedback == ("transport-cc",)
    seat = watch(offers.text(offers.CHROMIUM_WATCH), policy=REDUNDANT)
    assert [codec.name for codec in next(iter(seat.values())).codecs] == ["red", "opus"]


def test_redundant_audio_that_repeats_something_else_is_not_taken() -> None:
    text = offers.text(offers.CHROMIUM_PUBLISH).replace("a=fmtp:63 111/111", "a=fmtp:63 9/9")
    assert [codec.name for codec in publish(text, policy=REDUNDANT)["0"].codecs] == ["opus"]


def test_a_voice_is_asked_for_at_the_rate_of_the_policy() -> None:
    line = publish(offers.text(offers.CHROMIUM_PUBLISH), policy=CodecPolicy(audio_bps=64_000))["0"]
    assert line.codec.format.endswith(";maxaveragebitrate=64000")
    assert "maxaveragebitrate" not in publish(offers.text(offers.CHROMIUM_PUBLISH))["0"].codec.format


@pytest.mark.parametrize(("codec", "is_taken"), [("av1", True), ("vp9", False)])
def test_the_extension_that_tells_layers_is_taken_with_av1_alone(codec: str, is_taken: bool) -> None:
    line = publish(offers.text(offers.CHROMIUM_PUBLISH), policy=CodecPolicy(video=(codec,)))["1"]
    assert line.codec.name.lower() == codec
    assert (names.DEPENDENCY in line.extensions) is is_taken


def test_a_viewer_is_told_av1s_layers_if_it_takes_extensions_of_both_forms() -> None:
    both = CodecPolicy(video=("av1", "vp8"))
    extmap = f"a=extmap:13 {names.DEPENDENCY}\na=rtpmap:96 VP8/90000"
    asks = offers.changed(offers.CHROMIUM_WATCH, "a=rtpmap:96 VP8/90000", extmap)
    assert watch(asks, policy=both)["1"].extensions[names.DEPENDENCY] == 13
    assert names.DEPENDENCY not in watch(asks)["1"].extensions
    assert names.DEPENDENCY not in watch(offers.text(offers.CHROMIUM_WATCH), policy=both)["1"].extensions
    one_form = asks.replace("a=extmap-allow-mixed", "a=x-nothing")
    assert names.DEPENDENCY not in watch(one_form, policy=both)["1"].extensions
