"""One recorded track: which of its streams is written, in which order, as which frames. No I/O.

The highest layer that flows is written. Going over to another stream (a higher layer, one that goes on while the own is
silent, an SSRC that replaced the own) waits for its key frame, which is asked for.
"""

from collections.abc import Iterator

from attrs import define, field, frozen

from media.recording import tape
from media.recording.cutting import Cut, Cutter
from media.recording.depacketise import PICTURES, opus
from media.recording.depacketise.frame import Frame
from media.recording.reorder import Reorder
from media.recording.segment import Source
from media.recording.tape import Record

SILENT_S = 1.5  # a layer that is switched off
ASK_AGAIN_S = 1.0
MOST_FRAME_BYTES = 8_000_000
MOST_MENDED_TICKS = 9_600  # what redundancy brings: 200 ms


@frozen
class Spec:
    """What a track is."""

    participant: str
    source: Source
    kind: str  # audio, video
    clock_hz: int


@define
class Stream:
    """The one SSRC that is written, and the picture that is being put together."""

    ssrc: int
    layer: int
    heard_s: float
    order: Reorder = field(factory=Reorder)
    picture: list[Record] = field(factory=list)
    picture_bytes: int = 0
    is_broken: bool = False  # something of the picture is missing


@define
class Track:
    """`take` and `pass_time` give what is finished. `asks` gives the layer of which a key frame is needed now."""

    spec: Spec
    cutter: Cutter = field(init=False)
    stream: Stream | None = None
    _wished: int | None = None  # a better layer, whose key frame is awaited
    _asked_s: float = -1e9

    def __attrs_post_init__(self) -> None:
        self.cutter = Cutter(self.spec.clock_hz)

    def take(self, record: Record, now_s: float) -> Iterator[Cut]:
        if self.stream is None or record.ssrc != self.stream.ssrc:
            if not self._goes_over(record, now_s):
                return
            self.stream = Stream(record.ssrc, record.layer, now_s)
            self._wished = None
            self.cutter.lost(needs_key=True)
        self.stream.heard_s = now_s
        self.stream.order.take(record, now_s)
        yield from self._go_on(now_s)

    def pass_time(self, now_s: float) -> Iterator[Cut]:
        """Give up what does not come; after a silence nothing waits for what follows."""
        if self.stream is None:
            return
        yield from self._go_on(now_s)
        if now_s - self.stream.heard_s > SILENT_S + ASK_AGAIN_S:
            yield from self.finish()

    def finish(self) -> Iterator[Cut]:
        """What there is; the track may go on later, in another segment."""
        if self.stream is not None and self.stream.picture:
            yield from self._show(self.stream)
        yield from self.cutter.finish()
        self.cutter.lost(needs_key=True)

    def asks(self, now_s: float) -> int | None:
        if self.spec.kind == "audio" or self.stream is None or now_s - self._asked_s < ASK_AGAIN_S:
            return None
        wished = self._wished
        if wished is None and now_s - self.stream.heard_s < SILENT_S and (self.cutter.needs_key or self.cutter.is_due):
            wished = self.stream.layer
        self._wished = None  # whoever still sends it will be heard
        if wished is not None:
            self._asked_s = now_s
        return wished

    def _goes_over(self, record: Record, now_s: float) -> bool:
        """An SSRC of the own layer that is not the own has replaced it."""
        if record.flags & tape.FILLER:
            return False
        if self.spec.kind == "audio" or self.stream is None:
            return True
        is_better = record.layer >= self.stream.layer or now_s - self.stream.heard_s > SILENT_S
        if is_better and not record.flags & tape.KEY:
            self._wished = max(record.layer, self._wished or 0)
        return is_better and bool(record.flags & tape.KEY)

    def _go_on(self, now_s: float) -> Iterator[Cut]:
        stream = self.stream
        if stream is None:
            return
        for lost, record in stream.order.ready(now_s):
            if self.spec.kind == "audio":
                yield from self._sound(record, lost)
            else:
                yield from self._picture(stream, record, lost)

    # sound

    def _sound(self, record: Record, lost: int) -> Iterator[Cut]:
        codec = tape.CODECS.get(record.codec)
        if record.flags & tape.FILLER or codec not in ("opus", "red"):
            return
        found = opus.blocks(record.payload) if codec == "red" else [opus.Block(0, record.payload)]
        if lost:
            self.cutter.lost(needs_key=False)
        for block in found if 0 < lost < len(found) else found[-1:]:
            ticks = opus.duration_ticks(block.data)
            if ticks and block.offset_ticks <= MOST_MENDED_TICKS:
                frame = Frame(block.data, is_key=True, private=opus.PRIVATE)
                rtp = record.timestamp - block.offset_ticks
                yield from self._write(frame, "opus", record, rtp, ticks)

    # picture

    def _picture(self, stream: Stream, record: Record, lost: int) -> Iterator[Cut]:
        begins = bool(stream.picture) and record.timestamp != stream.picture[0].timestamp
        if lost:  # of the picture before, of this one, or of whole ones between
            stream.is_broken = stream.is_broken or bool(stream.picture)
            yield from self._show(stream)
            self.cutter.lost(needs_key=True)
        elif begins:
            yield from self._show(stream)
        if record.flags & tape.FILLER:
            return
        stream.picture.append(record)
        stream.picture_bytes += len(record.payload)
        if stream.picture_bytes > MOST_FRAME_BYTES:
            stream.is_broken = True
            stream.picture = stream.picture[:1]
        if record.flags & tape.MARKER:
            yield from self._show(stream)

    def _show(self, stream: Stream) -> Iterator[Cut]:
        picture, stream.picture, stream.picture_bytes = stream.picture, [], 0
        is_broken, stream.is_broken = stream.is_broken, False
        if not picture:
            return
        codec = tape.CODECS.get(picture[0].codec, "")
        make = PICTURES.get(codec)
        frame = make([record.payload for record in picture]) if make and not is_broken else None
        if frame is None:
            self.cutter.lost(needs_key=True)
            return
        yield from self._write(frame, codec, picture[0], picture[0].timestamp, 0)

    def _write(self, frame: Frame, codec: str, record: Record, rtp: int, ticks: int) -> Iterator[Cut]:
        yield from self.cutter.take(frame, codec, record.ssrc, rtp, ticks)
        cut = self.cutter.cut
        if cut is None or cut.newest_rtp != rtp:
            return
        cut.anchor(record.timestamp, record.wall_us, is_reported=bool(record.flags & tape.REPORTED))
        if self.spec.kind == "audio" and record.level != tape.NO_LEVEL:
            cut.level(rtp, record.level)
