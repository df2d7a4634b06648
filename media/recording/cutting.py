"""When a segment of a track begins and ends, and what is told beside it. Frames in, finished segments out; no I/O."""

from collections.abc import Iterator

from attrs import define, field

from media.recording.depacketise.frame import Frame
from media.recording.matroska import Block
from media.recording.segment import Anchor, Gap, Level

SEGMENT_S = 4.0
SILENT_S = 2.0  # nothing for so long: what comes then is another segment
LONGEST_S = 30.0  # a publisher who sends no key frame though it is asked to: the next one begins with its next
MOST_BYTES = 32_000_000
ANCHOR_S = 1.0
CLOCK_STEP_S = 0.25  # a clock that was set: what it showed before says nothing any more
LEVEL_S = 0.1


@define
class Cut:
    """One segment as it grows. `end_rtp` is where its last frame ends, or begins if nobody knows."""

    codec: str
    ssrc: int
    clock_hz: int
    first_rtp: int
    frame: Frame  # the first
    end_rtp: int
    newest_rtp: int = 0
    size_bytes: int = 0
    blocks: list[Block] = field(factory=list)
    gaps: list[Gap] = field(factory=list)
    levels: list[Level] = field(factory=list)
    _reported: list[Anchor] = field(factory=list)
    _guessed: list[Anchor] = field(factory=list)
    _latest: tuple[Anchor, bool] | None = None

    def add(self, frame: Frame, rtp: int, duration: int) -> None:
        self.blocks.append(Block(round(1000 * (rtp - self.first_rtp) / self.clock_hz), frame.is_key, frame.data))
        self.newest_rtp, self.end_rtp = rtp, rtp + duration
        self.size_bytes += len(frame.data)

    def anchor(self, rtp: int, wall_us: int, *, is_reported: bool) -> None:
        anchor, anchors = Anchor(rtp, wall_us / 1e6), self._reported if is_reported else self._guessed
        self._latest = anchor, is_reported
        if anchors:
            since_s = (rtp - anchors[-1].rtp) / self.clock_hz
            if abs(anchor.wall_s - anchors[-1].wall_s - since_s) > CLOCK_STEP_S:
                anchors.clear()
            elif since_s < ANCHOR_S:
                return
        anchors.append(anchor)

    def anchors(self) -> tuple[Anchor, ...]:
        """Those by sender reports, if there are any, and where it ended."""
        anchors = self._reported or self._guessed
        if self._latest and self._latest[0].rtp > anchors[-1].rtp and self._latest[1] == bool(self._reported):
            return (*anchors, self._latest[0])
        return tuple(anchors)

    def level(self, rtp: int, level_dbov: int) -> None:
        if self.levels and rtp - self.levels[-1].rtp < LEVEL_S * self.clock_hz:
            if level_dbov < self.levels[-1].level_dbov:
                self.levels[-1] = Level(self.levels[-1].rtp, level_dbov)
        else:
            self.levels.append(Level(rtp, level_dbov))

    def seconds_to(self, rtp: int) -> float:
        return (rtp - self.first_rtp) / self.clock_hz


@define
class Cutter:
    """One track. `needs_key`: nothing is written before the next key frame; `is_due`: the segment waits for one."""

    clock_hz: int
    cut: Cut | None = None
    needs_key: bool = True
    is_due: bool = False
    _lost: bool = False

    def lost(self, *, needs_key: bool) -> None:
        """Something before the next frame will never come."""
        self._lost = True
        self.needs_key = self.needs_key or needs_key

    def take(self, frame: Frame, codec: str, ssrc: int, rtp: int, duration: int = 0) -> Iterator[Cut]:
        """What is finished by it. A frame that is not written leaves `cut.newest_rtp` as it was."""
        cut = self.cut
        if self.needs_key and not frame.is_key:
            return
        if cut is not None and cut.ssrc == ssrc and rtp <= cut.newest_rtp:
            return
        if cut is not None and (self._ends(cut, frame, codec, ssrc, rtp)):
            yield from self.finish()
            if not frame.is_key:
                self.needs_key = True
                return
        if self.cut is None:
            self.cut = Cut(codec, ssrc, self.clock_hz, rtp, frame, rtp)
        elif self._lost and rtp > self.cut.end_rtp:
            self.cut.gaps.append(Gap(max(self.cut.newest_rtp, self.cut.end_rtp - 1), rtp - 1))
        self.cut.add(frame, rtp, duration)
        self.needs_key = self._lost = False
        self.is_due = self.cut.seconds_to(rtp) >= SEGMENT_S

    def _ends(self, cut: Cut, frame: Frame, codec: str, ssrc: int, rtp: int) -> bool:
        if ssrc != cut.ssrc or codec != cut.codec or cut.size_bytes >= MOST_BYTES:
            return True
        if cut.seconds_to(rtp) >= LONGEST_S or (rtp - cut.end_rtp) / self.clock_hz >= SILENT_S:
            return frame.is_key or cut.seconds_to(rtp) >= LONGEST_S
        if not frame.is_key:
            return False
        first = cut.frame
        is_other = (frame.width_px, frame.height_px, frame.private) != (first.width_px, first.height_px, first.private)
        return is_other or cut.seconds_to(rtp) >= SEGMENT_S

    def finish(self) -> Iterator[Cut]:
        if self.cut is not None:
            yield self.cut
        self.cut, self.is_due = None, False
