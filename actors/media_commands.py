"""What a person asks of the media path: publish, watch, show, hang up. Never journalled; the router obeys them.

`Lines` names a seat's two m-lines by their mids. The answers to Publish and Watch carry `Opened`.
"""

from collections.abc import Mapping

from attrs import field, frozen

from actors.words import ParticipantId, Source


@frozen
class Publish:
    """Takes the place of an earlier one. `sources`: mid → source; empty from a plain encoder (WHIP)."""

    sdp: str
    sources: Mapping[str, Source] = field(factory=dict)


@frozen
class Lines:
    """The mids of one seat's sound and picture."""

    audio: str | None
    video: str | None


@frozen
class Watch:
    """Without seats it is a plain player (WHEP): one seat of the first audio and the first video m-line."""

    sdp: str
    seats: tuple[Lines, ...] = ()
    screens: tuple[Lines, ...] = ()


@frozen
class Wanted:
    """One picture on a page; `height` in device pixels."""

    participant: ParticipantId
    source: Source
    height: int


@frozen
class Show:
    """What the page shows now: whoever is not named gets no video. `pinned` keeps a seat whoever speaks.

    Without `connection` it is meant for all the person's watch connections.
    """

    wanted: tuple[Wanted, ...]
    pinned: ParticipantId | None = None
    connection: str | None = None


@frozen
class HangUp:
    connection: str


MediaCommand = Publish | Watch | Show | HangUp


@frozen
class Opened:
    """`sdp` is the answer; `connection` names it from now on."""

    connection: str
    sdp: str
