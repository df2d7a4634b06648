"""What the composer is told of the webinar's log: timeline.json. Pure."""

from collections.abc import Collection

import cattrs
import orjson
from attrs import evolve

from actors import facts as f
from actors.ports import StoredFact
from actors.timeline import Timeline, timeline
from actors.words import ParticipantId
from web.recordings.playback import Log
from web.recordings.rooms import film_title


def edit_list(home: Log, room: Log | None, redacted: Collection[ParticipantId] = ()) -> bytes:
    """`home`: the webinar's log, which says what was recorded and who agreed to it. `room`: that of the breakout room
    that was; None: it was the main room.

    Of whoever has not agreed nothing was recorded, and nothing is told either: no name, no tile. Nor of those who are
    redacted, not even as a chapter what they asked; nor, by name, of the audience.
    """
    whole = timeline(_facts(home), redacted)
    told = whole if room is None else _of_room(whole, timeline(_facts(room), redacted))
    agreed = {stored.fact.participant for stored in _facts(home) if isinstance(stored.fact, f.ConsentGiven)}
    return orjson.dumps(cattrs.unstructure(only_of(told, agreed)))


def _of_room(whole: Timeline, room: Timeline) -> Timeline:
    return evolve(room, title=film_title(whole.title, room.title), recordings=whole.recordings)


def only_of(told: Timeline, agreed: set[str]) -> Timeline:
    seen = agreed & ({each.participant for each in told.stage} | {each.participant for each in told.shared})
    return evolve(
        told,
        names=tuple((who, name) for who, name in told.names if who in seen),
        stage=tuple(each for each in told.stage if each.participant in agreed),
        shared=tuple(each for each in told.shared if each.participant in agreed),
        spotlit=tuple(each for each in told.spotlit if each.participant in agreed),
        chapters=tuple(each for each in told.chapters if each.participant is None or each.participant in agreed),
    )


def _facts(log: Log) -> list[StoredFact]:
    return [each for each in log if isinstance(each, StoredFact)]
