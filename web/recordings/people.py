"""Who is in a recording: by its tracks, with the names that the log knows. Plain functions on files, for a thread."""

from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from web.recordings import files


@frozen
class Whose:
    """Of what lies beside a segment: whose it is."""

    participant: str


def whose(segment: Path) -> str | None:
    """`segment`: what lies beside it, a JSON file."""
    found = files.read(segment, Whose)
    return found.participant if found else None


def recorded(folder: Path, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """(id, name), by name. Each track is one person's. Who was forgotten has no name, and is not told."""
    firsts = (next(track.glob("*.json"), None) for track in folder.glob("tracks/*"))
    people = {who for first in firsts if first and (who := whose(first)) and names.get(who)}
    return sorted(((who, names[who]) for who in people), key=lambda each: (each[1].casefold(), each[0]))
