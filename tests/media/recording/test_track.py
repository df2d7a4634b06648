"""A track from tape to segments, with real bitstreams: everything decodes, with the number of frames that were sent."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import av
import pytest

from media.recording import matroska, tape
from media.recording.cutting import Cut
from media.recording.recorder import content
from media.recording.tape import Record
from media.recording.track import Spec, Track
from tests.media.recording import bitstreams

CAMERA, MICROPHONE = Spec("p1", "camera", "video", 90_000), Spec("p1", "microphone", "audio", 48_000)


def play(track: Track, records: Iterable[Record], begin_s: float = 0.0) -> list[Cut]:
    """At the speed of their capture."""
    found: list[Cut] = []
    first_us = None
    for record in records:
        first_us = record.wall_us if first_us is None else first_us
        found += track.take(record, begin_s + (record.wall_us - first_us) / 1e6)
    return found


def flat(records: Sequence[Sequence[Record]]) -> list[Record]:
    return [each for frame in records for each in frame]


def decoded(cut: Cut) -> list[Any]:
    with av.open(io.BytesIO(b"".join(content(cut))), "r") as file:
        return list(file.decode(file.streams[0]))


@pytest.mark.parametrize("codec", ["vp8", "vp9", "h264", "av1"])
def test_every_picture_that_was_sent_is_in_a_segment_and_decodes(codec: str) -> None:
    track = Track(CAMERA)
    cuts = play(track, flat(bitstreams.records(codec, bitstreams.pictures(codec, 160, key_every=60))))
    cuts += track.finish()
    assert [len(cut.blocks) for cut in cuts] == [120, 40]
    assert [len(decoded(cut)) for cut in cuts] == [120, 40]
    assert (cuts[0].frame.width_px, cuts[0].frame.height_px) == (320, 240)
    assert all(cut.blocks[0].is_key for cut in cuts)


def test_every_sound_is_in_a_segment_and_decodes() -> None:
    track = Track(MICROPHONE)
    cuts = play(track, flat(bitstreams.records("opus", bitstreams.sounds(450)))) + list(track.finish())
    assert [len(cut.blocks) for cut in cuts] == [200, 200, 50]
    assert sum(frame.samples for cut in cuts for frame in decoded(cut)) == 450 * 960
    assert cuts[1].first_rtp == cuts[0].end_rtp
    assert len(cuts[0].levels) == 40
    assert cuts[0].anchors()[0].wall_s == 1_700_000_000.0


def test_what_is_late_is_put_in_its_place() -> None:
    track = Track(CAMERA)
    records = flat(bitstreams.records("vp8", bitstreams.pictures("vp8", 30)))
    records[5], records[9] = records[9], records[5]
    cuts = play(track, sorted(records, key=lambda each: each is records[5])) + list(track.finish())
    assert [len(cut.blocks) for cut in cuts] == [30]


def test_after_a_loss_a_key_frame_is_asked_for_and_the_gap_is_told() -> None:
    track = Track(CAMERA)
    frames = bitstreams.records("vp8", bitstreams.pictures("vp8", 90, key_every=60))
    del frames[20][0]
    cuts = play(track, flat(frames[:58]))
    assert track.asks(2.0) == 0
    cuts += play(track, flat(frames[58:]), 58 / 30)
    cuts += track.finish()
    assert sum(len(cut.blocks) for cut in cuts) == 20 + 30
    assert [(gap.after_rtp, gap.until_rtp) for cut in cuts for gap in cut.gaps] == [
        (1000 + 19 * 3000, 1000 + 60 * 3000 - 1)
    ]
    assert sum(len(decoded(cut)) for cut in cuts) == 50


def test_a_higher_layer_is_taken_at_its_key_frame_in_a_new_segment() -> None:
    track = Track(CAMERA)
    low = bitstreams.records("vp8", bitstreams.pictures("vp8", 60), ssrc=5)
    high = bitstreams.records("vp8", bitstreams.pictures("vp8", 60, (640, 480), key_every=30), ssrc=6, layer=1)
    cuts: list[Cut] = []
    for at in range(60):
        cuts += play(track, low[at], at / 30)
        cuts += play(track, high[at] if at > 10 else [], at / 30)
        if at == 20:
            assert track.asks(at / 30) == 1
    cuts += track.finish()
    assert [(cut.ssrc, cut.frame.height_px, len(cut.blocks)) for cut in cuts] == [(5, 240, 31), (6, 480, 30)]


def test_when_the_layer_goes_silent_a_lower_one_goes_on() -> None:
    track = Track(CAMERA)
    low = bitstreams.records("vp8", bitstreams.pictures("vp8", 120, key_every=30), ssrc=5)
    high = bitstreams.records("vp8", bitstreams.pictures("vp8", 30, (640, 480)), ssrc=6, layer=1)
    cuts: list[Cut] = []
    for at in range(120):
        cuts += play(track, high[at] if at < 30 else [], at / 30)
        cuts += play(track, low[at], at / 30)
    cuts += track.finish()
    assert [(cut.ssrc, len(cut.blocks)) for cut in cuts if cut.ssrc == 5][-1] == (5, 30)


def test_a_change_of_size_begins_a_segment() -> None:
    track = Track(CAMERA)
    frames = bitstreams.pictures("vp8", 20) + bitstreams.pictures("vp8", 20, (480, 360))
    cuts = play(track, flat(bitstreams.records("vp8", frames))) + list(track.finish())
    assert [(cut.frame.width_px, len(cut.blocks)) for cut in cuts] == [(320, 20), (480, 20)]


def test_silence_ends_a_segment_and_leaves_none_behind() -> None:
    track = Track(MICROPHONE)
    cuts = play(track, flat(bitstreams.records("opus", bitstreams.sounds(20))))
    for second in range(3600):
        cuts += track.pass_time(1.0 + second)
    assert [len(cut.blocks) for cut in cuts] == [20]
    assert list(track.finish()) == []


def test_redundant_audio_mends_what_was_lost() -> None:
    track = Track(MICROPHONE)
    sounds = bitstreams.sounds(60)
    records = flat(bitstreams.records("opus", sounds))
    for at in range(1, 60):
        head = bytes((0x80 | 111,)) + (960 << 10 | len(sounds[at - 1])).to_bytes(3, "big") + bytes((111,))
        records[at] = records[at]._replace(codec=bitstreams.NUMBERS["red"], payload=head + sounds[at - 1] + sounds[at])
    del records[7]
    cuts = [*play(track, records), *track.pass_time(9.0), *track.finish()]
    assert sum(len(cut.blocks) for cut in cuts) == 60
    assert [gap for cut in cuts for gap in cut.gaps] == []


def test_filler_is_neither_frame_nor_loss() -> None:
    track = Track(MICROPHONE)
    records = flat(bitstreams.records("opus", bitstreams.sounds(20)))
    records[5] = records[5]._replace(flags=tape.FILLER, payload=b"")
    cuts = play(track, records) + list(track.finish())
    assert [(len(cut.blocks), cut.gaps) for cut in cuts] == [(19, [])]
    assert matroska.IDS[cuts[0].codec] == "A_OPUS"
