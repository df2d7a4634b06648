"""Segments as the film's makers see them: a file, and a straight way from its time to wall time."""

from bisect import bisect_right
from collections.abc import Collection
from pathlib import Path
from typing import Final

from attrs import field, frozen

from media.film import files
from media.recording.segment import Gap, Segment

LONG_GAP_S: Final = 3.0  # a picture that stands for so long is no camera any more; encoders that begin anew take less


@frozen
class Clip:
    """One segment. `from_s`, `until_s`: wall time of its first frame and of the end of its last."""

    path: Path
    segment: Segment
    from_s: float = field(init=False)
    until_s: float = field(init=False)

    @from_s.default
    def _from_s(self) -> float:
        return wall_of(self.segment, self.segment.first_rtp)

    @until_s.default
    def _until_s(self) -> float:
        return wall_of(self.segment, self.segment.last_rtp)

    def wall_s(self, file_s: float) -> float:
        """Wall time of what is at this time of the file."""
        return wall_of(self.segment, self.segment.first_rtp + file_s * self.segment.clock_hz)


def wall_of(segment: Segment, rtp: float) -> float:
    """Straight lines between anchors; outside of them the track's own clock goes on."""
    anchors = segment.anchors
    at = bisect_right(anchors, rtp, key=lambda anchor: anchor.rtp)
    if 0 < at < len(anchors):
        before, after = anchors[at - 1], anchors[at]
        return before.wall_s + (rtp - before.rtp) * (after.wall_s - before.wall_s) / (after.rtp - before.rtp)
    nearest = anchors[max(0, at - 1)]
    return nearest.wall_s + (rtp - nearest.rtp) / segment.clock_hz


def present(clips: Collection[Clip]) -> list[tuple[float, float]]:
    """When one track's clips show or sound something, in wall time: pauses shorter than LONG_GAP_S are none."""
    pieces: list[tuple[float, float]] = []
    for clip in sorted(clips, key=lambda clip: clip.from_s):
        for from_s, until_s in _without(clip, clip.segment.gaps):
            if pieces and from_s - pieces[-1][1] < LONG_GAP_S:
                pieces[-1] = (pieces[-1][0], max(pieces[-1][1], until_s))
            elif until_s > from_s:
                pieces.append((from_s, until_s))
    return pieces


def _without(clip: Clip, gaps: Collection[Gap]) -> list[tuple[float, float]]:
    edges = [clip.from_s]
    for gap in gaps:
        edges += [wall_of(clip.segment, gap.after_rtp), wall_of(clip.segment, gap.until_rtp)]
    edges.append(clip.until_s)
    return list(zip(edges[::2], edges[1::2], strict=True))


def found(recording: Path, without: Collection[str]) -> tuple[list[Clip], list[str]]:
    """All clips of a recording's folder in order of time, and a note for each that cannot be used.

    `without`: people of whom nothing is wanted: their files are not even opened.
    """
    clips, notes = [], []
    for path in sorted(recording.glob("tracks/*/*.json")):
        try:
            segment = files.read(path, Segment)
        except (OSError, ValueError):
            notes.append(f"{path.parent.name}/{path.name}: unreadable")
            continue
        if segment.participant in without:
            continue
        media = path.with_suffix(".mkv")
        if not segment.anchors or segment.clock_hz <= 0 or not media.exists():
            notes.append(f"{path.parent.name}/{media.name}: incomplete")
        elif segment.last_rtp > segment.first_rtp:
            clips.append(Clip(media, segment))
    return sorted(clips, key=lambda clip: (clip.from_s, clip.path)), notes
