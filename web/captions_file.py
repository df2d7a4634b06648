"""Captions as WebVTT files: written for players, and read from encoders' tools."""

import html
from collections.abc import Iterable, Sequence
from typing import Final

import webvtt
from attrs import frozen
from webvtt.errors import MalformedCaptionError, MalformedFileError

from actors.webinar.captions_log import Cue

MIMETYPE: Final = "text/vtt"
CUES_MAX: Final = 50  # in one file that is sent: some minutes of speech


class BadFile(ValueError):
    """What is wrong with it, for people."""


@frozen
class Line:
    """One cue of a file that was sent just as its last word was said."""

    text: str
    ago_ms: int
    for_ms: int


def written(cues: Iterable[Cue], zero_ms: int) -> str:
    """A file whose times count from `zero_ms` (wall clock). What was over before is not in it."""
    seen = [cue for cue in cues if cue.until_ms > zero_ms]
    captions = [
        webvtt.Caption(_time(max(cue.from_ms - zero_ms, 0)), _time(cue.until_ms - zero_ms), _payload(cue.text))
        for cue in seen
    ]
    return webvtt.WebVTT(captions=captions).content


def read(text: str) -> list[Line]:
    """Raises BadFile."""
    try:
        captions: Sequence[webvtt.Caption] = webvtt.from_string(text).captions
    except (MalformedFileError, MalformedCaptionError) as error:
        raise BadFile(f"This is no WebVTT: {error}.") from None
    if not 1 <= len(captions) <= CUES_MAX:
        raise BadFile(f"A file has 1 to {CUES_MAX} cues.")
    times = [(_ms(caption.start_time), _ms(caption.end_time)) for caption in captions]
    last_ms = max(end for _, end in times)
    return [
        Line(html.unescape(caption.text), last_ms - begin, end - begin)
        for caption, (begin, end) in zip(captions, times, strict=True)
    ]


def _payload(text: str) -> str:
    """WebVTT ends a cue at an empty line, and takes & and < for its own: W3C WebVTT 4.1."""
    lines = [html.escape(line, quote=False) for line in text.splitlines() if line.strip()]
    return "\n".join(lines)


def _time(at_ms: int) -> str:
    seconds, ms = divmod(at_ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"


def _ms(time: webvtt.models.Timestamp) -> int:
    return time.in_milliseconds()
