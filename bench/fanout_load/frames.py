"""When packets of which size leave a publisher, round after round; and the same as bursts, for the floor."""

import csv
from array import array
from pathlib import Path
from typing import Final

from attrs import frozen

RECORDING: Final = Path(__file__).with_name("frames.csv")
COLUMNS: Final = ("time_ms", "size_bytes", "ends_frame")
MS: Final = 1_000_000
FRAME_MS: Final = 1000 / 30
EVEN_BYTES, EVEN_MS = 1100, 10
AUDIO_BYTES, AUDIO_MS = 120, 20
MOST_LATER_NS: Final = 1000 * MS
SMALLEST_BYTES: Final = 64  # heads, and what testers read
TOGETHER_MS: Final = 2.0  # packets that close are one burst


@frozen
class Media:
    """`due_ns`, `sizes` (of RTP in clear) and `ends` (the last of a frame) have one entry for each packet."""

    kind: str
    is_video: bool
    due_ns: "array[int]"
    sizes: "array[int]"
    ends: "array[int]"
    cycle_ns: int

    @property
    def per_s(self) -> float:
        return len(self.due_ns) / self.cycle_ns * 1e9


@frozen
class Bursts:
    due_ns: "array[int]"
    sizes: "array[int]"
    counts: "array[int]"


def video() -> Media:
    """Recorded from Chromium."""
    with RECORDING.open(newline="") as file:
        rows = [(float(row["time_ms"]), int(row["size_bytes"]), int(row["ends_frame"])) for row in csv.DictReader(file)]
    due_ns = [round(at_ms * MS) for at_ms, _, _ in rows]
    sizes, ends = [max(size, SMALLEST_BYTES) for _, size, _ in rows], [end for _, _, end in rows]
    cycle_ns = due_ns[-1] + round(FRAME_MS * MS)
    return Media("video", True, array("q", due_ns), array("i", sizes), array("B", ends), cycle_ns)


def even_video() -> Media:
    """Frames of one packet each."""
    return Media("even", True, array("q", [0]), array("i", [EVEN_BYTES]), array("B", [1]), EVEN_MS * MS)


def audio() -> Media:
    return Media("audio", False, array("q", [0]), array("i", [AUDIO_BYTES]), array("B", [1]), AUDIO_MS * MS)


def later_ns(media: Media, nth: int, publishers: int) -> int:
    """How much later one of several publishers begins, so that they do not all send at once."""
    return media.cycle_ns * nth // publishers % MOST_LATER_NS


def bursts(media: Media, publishers: int = 1) -> Bursts:
    """Packets close to each other as one burst of the largest size; those of all publishers in order."""
    found: list[list[int]] = []
    for due_ns, size in zip(media.due_ns, media.sizes, strict=True):
        if found and due_ns - found[-1][0] <= TOGETHER_MS * MS:
            found[-1][1] = max(found[-1][1], size)
            found[-1][2] += 1
        else:
            found.append([due_ns, size, 1])
    merged = sorted(
        ((due_ns + later_ns(media, nth, publishers)) % media.cycle_ns, size, count)
        for nth in range(publishers)
        for due_ns, size, count in found
    )
    due, sizes, counts = zip(*merged, strict=True)
    return Bursts(array("q", due), array("i", sizes), array("i", counts))
