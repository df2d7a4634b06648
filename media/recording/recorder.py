"""The recorder: a process for each recording, so that neither a parser's bug nor a slow disk meets a webinar.

    python -m media.recording.recorder FOLDER RECORDING WEBINAR ROOM

What is told on standard input becomes segments in FOLDER (messages.py). SIGKILL costs what is not written yet: one
segment of each track at most, since each is written whole. If the server dies, the input ends and nothing is lost.
"""

import errno
import json
import os
import select
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from attrs import define, field

from media.recording import matroska, messages, tape
from media.recording.cutting import Cut
from media.recording.folder import Folder
from media.recording.segment import Manifest, Segment
from media.recording.track import Spec, Track

NICENESS = 10
READ_BYTES = 1 << 20
LOOK_S = 0.5
FULL = {errno.ENOSPC, errno.EDQUOT}
MOST_TRACKS = 10_000  # of one recording, comings and goings included


@define
class Written:
    """A track, its number in the folder, and how many segments it has."""

    number: int
    track: Track
    segments: int = 0


@define
class Recorder:
    folder: Folder
    asks: BinaryIO
    next_track: int
    _tracks: dict[int, Written] = field(factory=dict)

    def hear(self, kind: bytes, body: bytes, now_s: float) -> None:
        """One message. Raises OSError if the disk refuses."""
        if kind == messages.TAPED:
            self._take(body, now_s)
        elif kind == messages.UP:
            number, *spec = json.loads(body)
            if self.next_track < MOST_TRACKS:
                self._tracks[number] = Written(self.next_track, Track(Spec(*spec)))
                self.next_track += 1
        elif kind == messages.ENDED:
            written = self._tracks.pop(json.loads(body), None)
            if written is not None:
                self._write(written, written.track.finish())
        elif kind == messages.CUT:
            self.finish()

    def finish(self) -> None:
        for written in self._tracks.values():
            self._write(written, written.track.finish())

    def pass_time(self, now_s: float) -> None:
        for up, written in self._tracks.items():
            self._write(written, written.track.pass_time(now_s))
            layer = written.track.asks(now_s)
            if layer is not None:
                self.asks.write(b"key %d %d\n" % (up, layer))
        self.asks.flush()

    def _take(self, taped: bytes, now_s: float) -> None:
        tracks = self._tracks
        for record in tape.read(taped):
            written = tracks.get(record.up)
            if written is not None:
                for cut in written.track.take(record, now_s):
                    self._keep(written, cut)

    def _write(self, written: Written, cuts: Iterable[Cut]) -> None:
        for cut in cuts:
            self._keep(written, cut)

    def _keep(self, written: Written, cut: Cut) -> None:
        self.folder.write(segment(written, cut), content(cut))
        written.segments += 1


def segment(written: Written, cut: Cut) -> Segment:
    spec, first = written.track.spec, cut.frame
    return Segment(
        track=written.number,
        number=written.segments,
        participant=spec.participant,
        source=spec.source,
        codec=cut.codec,  # type: ignore[arg-type]  # those that are written are those that a segment may have
        clock_hz=cut.clock_hz,
        first_rtp=cut.first_rtp,
        last_rtp=cut.end_rtp,
        frames=len(cut.blocks),
        anchors=cut.anchors(),
        gaps=tuple(cut.gaps),
        levels=tuple(cut.levels),
        width_px=first.width_px,
        height_px=first.height_px,
    )


def content(cut: Cut) -> Iterable[bytes]:
    duration_ms = 1000 * cut.seconds_to(cut.end_rtp)
    size_px = (cut.frame.width_px, cut.frame.height_px)
    return matroska.file(cut.codec, cut.frame.private, size_px, cut.blocks, duration_ms)


def record(recorder: Recorder, source: int) -> None:
    """Until the input ends."""
    buffer = bytearray()
    looked_s = 0.0
    while True:
        if select.select([source], [], [], LOOK_S)[0]:
            data = os.read(source, READ_BYTES)
            if not data:
                recorder.finish()
                return
            buffer += data
        now_s = time.monotonic()
        for kind, body in messages.taken(buffer):
            recorder.hear(kind, body, now_s)
        if now_s - looked_s >= LOOK_S:
            looked_s = now_s
            recorder.pass_time(now_s)


def main(arguments: list[str]) -> int:
    path, recording, webinar, room = arguments
    os.nice(NICENESS)
    for each in (signal.SIGINT, signal.SIGTERM):  # they are for the server; the input's end is for us
        signal.signal(each, signal.SIG_IGN)
    folder = Folder(Path(path))
    try:
        next_track = folder.open(Manifest(recording, webinar, room, time.time()))
        record(Recorder(folder, sys.stdout.buffer, next_track), sys.stdin.fileno())
    except OSError as refused:
        sys.stderr.write(f"{refused}\n")
        return messages.DISK_FULL if refused.errno in FULL else messages.FAILED
    return messages.DONE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
