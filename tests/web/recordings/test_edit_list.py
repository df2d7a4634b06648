"""What the composer is told of the log."""

import json

from web.recordings.edit_list import edit_list
from web.recordings.order import Manifest


def test_it_says_whose_recording_it_is() -> None:
    told = json.loads(edit_list(Manifest("rec", "web", "main", 1.5), []))
    assert told == {"recording": "rec", "webinar": "web", "room": "main", "started_wall_s": 1.5}
