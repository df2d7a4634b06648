"""How far each recording of a webinar is, by its log. Pure."""

from collections.abc import Iterable
from typing import Literal

from actors import facts as f
from actors.ports import Remembered, StoredFact

Going = Literal["recording", "paused", "stopped"]


def states(log: Iterable[StoredFact | Remembered]) -> dict[str, Going]:
    found: dict[str, Going] = {}
    for each in log:
        match each:
            case StoredFact(fact=f.RecordingStarted(recording=recording) | f.RecordingResumed(recording=recording)):
                found[recording] = "recording"
            case StoredFact(fact=f.RecordingPaused(recording=recording)):
                found[recording] = "paused"
            case StoredFact(fact=f.RecordingStopped(recording=recording)):
                found[recording] = "stopped"
    return found
