"""What the composer is told of the webinar's log: timeline.json. Pure."""

import attrs
import orjson

from web.recordings.order import Manifest
from web.recordings.playback import Log


def edit_list(manifest: Manifest, log: Log) -> bytes:  # noqa: ARG001 - the timeline's projection reads it
    """Whose recording it is; the composer takes the rest from the tracks."""
    return orjson.dumps(attrs.asdict(manifest))
