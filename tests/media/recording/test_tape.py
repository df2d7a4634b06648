"""The tape's reader knows what the plane writes."""

import pytest

from media.plane.face import KNOWN_CODECS
from media.recording import tape
from tests.media.plane.oracle import taped
from tests.media.recording import bitstreams


def test_codecs_and_records_are_those_of_the_plane() -> None:
    assert {name: number for number, name in tape.CODECS.items()} == KNOWN_CODECS
    assert tape.HEAD.format == taped.HEAD.format
    flags = (tape.MARKER, tape.KEY, tape.FILLER, tape.REPORTED, tape.NO_LEVEL)
    assert flags == (taped.MARKER, taped.KEY, taped.FILLER, taped.REPORTED, taped.NO_LEVEL)


def test_records_are_read_as_they_were_written_and_a_cut_one_is_refused() -> None:
    records = [each for frame in bitstreams.records("opus", [b"\xf8one", b"\xf8two"]) for each in frame]
    written = bitstreams.taped(records)
    assert list(tape.read(written)) == records
    for cut in (1, tape.HEAD.size + 1, len(written) - 1):
        with pytest.raises(tape.MalformedTape):
            list(tape.read(written[:cut]))
