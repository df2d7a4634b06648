"""What a film will be, decided before the first picture: cuts, scenes, length, chapters. `plan_of` alone reads."""

from hashlib import sha256
from pathlib import Path
from typing import Final

from attrs import frozen

from media.film import files
from media.film.clips import Clip, found, present
from media.film.cuts import TITLE_S, Cut, Piece, cuts, film_at, recorded, union
from media.film.edit_list import EditList
from media.film.order import Anchor, Chapter, FilmOrder
from media.film.scenes import Present, Scene, scenes
from media.film.speaking import loudness, speakers
from media.recording.segment import Manifest

FPS: Final = 30
VERSION: Final = 3  # of all that decides and draws: parts made by another one are made anew


@frozen
class Plan:
    """`digest`: of all that it was made from. `pieces`: when each (participant, source) is there, in wall time."""

    order: FilmOrder
    title: str
    started_s: float
    names: dict[str, str]
    clips: tuple[Clip, ...]
    notes: tuple[str, ...]
    pieces: dict[tuple[str, str], list[Piece]]
    cuts: tuple[Cut, ...]
    scenes: tuple[Scene, ...]
    chapters: tuple[Chapter, ...]
    digest: str

    @property
    def frames(self) -> int:
        last = self.cuts[-1] if self.cuts else Cut(TITLE_S, 0, 0)
        return round((last.film_s + last.duration_s) * FPS)

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        return tuple(Anchor(cut.film_s, cut.wall_s) for cut in self.cuts)


def plan_of(folder: Path) -> Plan:
    """From an order's folder. Raises OSError, ValueError for one that is no order's."""
    recording = folder.parent.parent
    order, told = files.read(folder / "order.json", FilmOrder), files.read(folder / "timeline.json", EditList)
    manifest = files.read(recording / "recording.json", Manifest)
    clips, notes = found(recording, {*order.redacted, *told.forgotten})
    made_from = [repr((VERSION, order, told)), *(f"{clip.path.name}{clip.segment}" for clip in clips)]
    digest = sha256("\n".join(made_from).encode()).hexdigest()
    return planned(order, told, manifest, (clips, notes), digest)


def planned(
    order: FilmOrder, told: EditList, manifest: Manifest, material: tuple[list[Clip], list[str]], digest: str
) -> Plan:
    clips, notes = material
    hidden = {*order.redacted, *told.forgotten}
    pieces = {track: present(its) for track, its in by_source(clips).items()}
    seen = [piece for those in pieces.values() for piece in those]
    spans = next((each.spans for each in told.recordings if each.recording == manifest.recording), ())
    made = cuts(recorded(spans, seen), seen, order.from_s, order.until_s)
    there = Present(
        on_stage(told, pieces, hidden),
        {who: those for (who, what), those in pieces.items() if what == "screen"},
        spotlit(told),
    )
    return Plan(
        order=order,
        title=told.title,
        started_s=made[0].wall_s if made else manifest.started_wall_s,
        names={who: name for who, name in told.names if who not in hidden},
        clips=tuple(clips),
        notes=tuple(notes),
        pieces=pieces,
        cuts=tuple(made),
        scenes=tuple(scenes(there, speakers(loudness(clips)), order.layout, (order.width_px, order.height_px))),
        chapters=chapters(told, made, hidden),
        digest=digest,
    )


def by_source(clips: list[Clip]) -> dict[tuple[str, str], list[Clip]]:
    tracks: dict[tuple[str, str], list[Clip]] = {}
    for clip in clips:
        tracks.setdefault((clip.segment.participant, clip.segment.source), []).append(clip)
    return tracks


def on_stage(told: EditList, pieces: dict[tuple[str, str], list[Piece]], hidden: set[str]) -> dict[str, list[Piece]]:
    """By the log, and by what they sent: whoever is heard is there. Of whom there is nothing at all is not shown."""
    heard = {who for who, _ in pieces}
    spans: dict[str, list[Piece]] = {}
    for each in told.stage:
        if each.participant in heard and each.participant not in hidden:
            until_s = float("inf") if each.until_ms is None else each.until_ms / 1000
            spans.setdefault(each.participant, []).append((each.from_ms / 1000, until_s))
    for (who, source), those in pieces.items():
        if source in ("camera", "microphone"):
            spans.setdefault(who, []).extend(those)
    return {who: union(those) for who, those in spans.items()}


def spotlit(told: EditList) -> dict[str, list[Piece]]:
    spans: dict[str, list[Piece]] = {}
    for each in told.spotlit:
        until_s = float("inf") if each.until_ms is None else each.until_ms / 1000
        spans.setdefault(each.participant, []).append((each.from_ms / 1000, until_s))
    return {who: union(those) for who, those in spans.items()}


def chapters(told: EditList, made: list[Cut], hidden: set[str]) -> tuple[Chapter, ...]:
    """What began before the film, or in a pause, has no chapter."""
    at = [(film_at(made, each.at_ms / 1000), each) for each in told.chapters if each.participant not in hidden]
    return (Chapter(0.0, "Beginning"), *(Chapter(film_s, each.title) for film_s, each in at if film_s is not None))
