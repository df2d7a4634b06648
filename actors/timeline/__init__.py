"""What was to be seen and heard when, as a log tells it: what media makes films of, and the playback page shows.

A projection: the same log gives the same timeline, whenever it is asked. Of somebody forgotten nothing is told but that
their tracks are to be left out.

    values.py       Timeline and what it holds, which go to media as JSON
    projection.py   timeline(): facts in, Timeline out
    chapters.py     which of all that happened are worth a chapter
"""

from actors.timeline.projection import timeline
from actors.timeline.values import Timeline

__all__ = ["Timeline", "timeline"]
