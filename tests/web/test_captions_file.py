"""WebVTT written for players and read from encoders' tools."""

import pytest

from actors.webinar.captions_log import Cue
from web.captions_file import CUES_MAX, BadFile, Line, read, written


def test_times_count_from_the_beginning_and_what_was_over_before_is_left_out() -> None:
    said = [Cue(0, 500, "en", "Sound check"), Cue(900, 2_250, "en", "Hello"), Cue(3_661_000, 3_662_000, "en", "Bye")]
    assert written(said, 1_000) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.250\nHello\n\n01:01:00.000 --> 01:01:01.000\nBye\n"
    )
    assert written([], 0).startswith("WEBVTT")


def test_what_webvtt_takes_for_its_own_is_escaped_and_comes_back() -> None:
    text = "a <b> & c --> d\n\nlast line"
    file = written([Cue(0, 1_000, "en", text)], 0)
    assert "a &lt;b&gt; &amp; c --&gt; d\nlast line" in file
    assert [line.text for line in read(file)] == ["a <b> & c --> d\nlast line"]


def test_the_last_cue_of_a_file_that_is_sent_ends_now() -> None:
    file = "WEBVTT\n\n1\n00:10.000 --> 00:11.500\n<v Bob>One &amp; <i>two</i>\n\n00:00:11.500 --> 00:00:13.000\nthree\n"
    assert read(file) == [Line("One & two", ago_ms=3_000, for_ms=1_500), Line("three", ago_ms=1_500, for_ms=1_500)]


CUE = "00:00.000 --> 00:01.000\nHm\n\n"
NO_FILES = ["", "Hello", "WEBVTT\n\n", "WEBVTT\n\n99:99:99.999 --> x\nHm\n", "WEBVTT\n\n" + CUE * (CUES_MAX + 1)]


@pytest.mark.parametrize("file", NO_FILES)
def test_what_no_file_of_captions_is_refused(file: str) -> None:
    with pytest.raises(BadFile):
        read(file)
