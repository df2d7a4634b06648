"""What lies beside each segment of a recorded track, and beside the recording as a whole: values alone.

RTP timestamps are without wrap and in the track's clock; wall time is Unix seconds of this server's clock, at capture
(what was captured at one moment on one stage has one wall time, whatever track it came on).
"""

from typing import Literal, TypeAlias

from attrs import frozen

Source: TypeAlias = Literal["microphone", "camera", "screen", "screen_audio"]


@frozen
class Anchor:
    """At this RTP timestamp the capturing clock showed this wall time. Between anchors: straight lines."""

    rtp: int
    wall_s: float


@frozen
class Gap:
    """Nothing usable from one timestamp (exclusive) to the other (inclusive): lost for good, paused or muted."""

    after_rtp: int
    until_rtp: int


@frozen
class Level:
    """The loudest of about 100 ms of sound (RFC 6464): 0 is loudest, 127 silence, in -dBov."""

    rtp: int
    level_dbov: int


@frozen
class Segment:
    """One closed file of one track. A block's time in the .mkv is (its RTP timestamp - first_rtp) / clock_hz.

    A video segment begins with a key frame; its size in pixels, codec and SSRC do not change within it.
    """

    track: int
    number: int  # from 0, without holes but for what a crash cost
    participant: str
    source: Source
    codec: Literal["opus", "vp8", "vp9", "h264", "av1"]
    clock_hz: int
    first_rtp: int
    last_rtp: int  # where its last frame ends, or begins if nobody knows
    frames: int
    anchors: tuple[Anchor, ...]  # at least one
    gaps: tuple[Gap, ...] = ()
    levels: tuple[Level, ...] = ()  # sound alone
    width_px: int = 0  # picture alone
    height_px: int = 0


@frozen
class Manifest:
    """One recording. `room` is the breakout room's id, or "main"."""

    recording: str
    webinar: str
    room: str
    started_wall_s: float
