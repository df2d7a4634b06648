"""One track's clips, decoded as they are asked for: the picture at a moment, or the sound of a while."""

from collections.abc import Callable, Iterator, Sequence

import av
from av.error import FFmpegError

from media.film.clips import Clip

Note = Callable[[str], None]


def decoded(clip: Clip, note: Note, threads: int = 1) -> Iterator[tuple[float, av.VideoFrame | av.AudioFrame]]:
    """Each frame of a clip with its wall time. What cannot be decoded ends the clip, and is noted."""
    try:
        with av.open(str(clip.path)) as container:
            stream = container.streams[0]
            if isinstance(stream, av.VideoStream | av.AudioStream):
                stream.codec_context.thread_count = threads
                for frame in container.decode(stream):
                    if isinstance(frame, av.VideoFrame | av.AudioFrame) and frame.time is not None:
                        yield clip.wall_s(frame.time), frame
    except (FFmpegError, IndexError, ValueError) as fault:
        note(f"{clip.path.parent.name}/{clip.path.name}: {type(fault).__name__}")


class Reel:
    """The pictures of one track of one person. Asked for moments that never go back."""

    def __init__(self, clips: Sequence[Clip], note: Note) -> None:
        self._clips = sorted(clips, key=lambda clip: clip.from_s)
        self._note = note
        self._frames: Iterator[tuple[float, av.VideoFrame | av.AudioFrame]] = iter(())
        self._now: av.VideoFrame | None = None
        self._next: tuple[float, av.VideoFrame] | None = None

    def at(self, wall_s: float) -> av.VideoFrame | None:
        """The last picture that had begun by then."""
        while True:
            while self._next is not None and self._next[0] <= wall_s:
                self._now = self._next[1]
                self._advance()
            if self._next is not None or not self._open(wall_s):
                return self._now

    def _advance(self) -> None:
        at_s, frame = next(self._frames, (0.0, None))
        self._next = (at_s, frame) if isinstance(frame, av.VideoFrame) else None

    def _open(self, wall_s: float) -> bool:
        """The next clip, if its time has come; those that are over by then are passed over unopened."""
        while len(self._clips) > 1 and self._clips[1].from_s <= wall_s and self._clips[0].until_s <= wall_s:
            self._clips.pop(0)
        if not self._clips or self._clips[0].from_s > wall_s:
            return False
        self._frames = decoded(self._clips.pop(0), self._note)
        self._advance()
        return True
