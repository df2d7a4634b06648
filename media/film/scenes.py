"""Who is seen where when: scenes, each of which lasts until the next. Decides only; nothing is drawn here."""

from bisect import bisect_right
from collections.abc import Sequence
from math import ceil, sqrt
from typing import Final

from attrs import evolve, field, frozen

from media.film.cuts import Piece
from media.film.order import Layout

GRID_MOST: Final = 25
BESIDE_MOST: Final = 4  # small ones beside a large one
LARGE: Final = 0.8  # of the width and height, beside small ones
APART: Final = 180  # a tile keeps this part of the shorter side free around it
WIDE: Final = 9 / 16  # height by width of a small one: most cameras'


@frozen
class Tile:
    """Where somebody is: even pixels, because a chroma sample is two wide and two high."""

    participant: str
    source: str  # camera (or initials, if there is none) or screen
    x: int
    y: int
    width: int
    height: int


@frozen
class Scene:
    from_s: float  # wall time
    tiles: tuple[Tile, ...]


@frozen
class Present:
    """When whom: on stage, with a shared screen, and large whoever spoke."""

    stage: dict[str, list[Piece]]
    screens: dict[str, list[Piece]]
    spotlit: dict[str, list[Piece]] = field(factory=dict)


def scenes(present: Present, turns: Sequence[tuple[float, str]], layout: Layout, size: tuple[int, int]) -> list[Scene]:
    """In order; the first one begins before everything."""
    edges = {0.0, *(at for at, _ in turns)}
    for pieces in (*present.stage.values(), *present.screens.values(), *present.spotlit.values()):
        edges.update(edge for piece in pieces for edge in piece)
    made: list[Scene] = []
    for at in sorted(edges):
        there = [who for who, pieces in present.stage.items() if covers(pieces, at)]
        sharing = [who for who, pieces in present.screens.items() if covers(pieces, at)]
        turn = bisect_right(turns, at, key=lambda each: each[0])
        lit = [who for who in there if covers(present.spotlit.get(who, ()), at)]
        speaker = lit[0] if lit else turns[turn - 1][1] if turn else ""
        tiles = arranged(there, sharing, speaker, layout, size)
        if not made or made[-1].tiles != tiles:
            made.append(Scene(at, tiles))
    return made


def covers(pieces: Sequence[Piece], at: float) -> bool:
    index = bisect_right(pieces, at, key=lambda piece: piece[0])
    return index > 0 and at < pieces[index - 1][1]


def arranged(
    there: Sequence[str], sharing: Sequence[str], speaker: str, layout: Layout, size: tuple[int, int]
) -> tuple[Tile, ...]:
    """A shared screen is large, with the speaker beside it; else the speaker is, or all are equal."""
    first = [who for who in there if who == speaker]
    others = [who for who in there if who != speaker]
    if sharing:
        who = speaker if speaker in sharing else sharing[-1]
        beside = (first or others[:1]) if layout == "speaker" else [*first, *others][:BESIDE_MOST]
        return apart(large_and_column(Tile(who, "screen", 0, 0, 0, 0), beside, size), size)
    if layout == "gallery" or len(there) == 1:
        return apart(grid(there[:GRID_MOST], size), size)
    large, *small = [*first, *others] or [""]
    return apart(large_and_row(large, small[:BESIDE_MOST], size), size) if large else ()


def apart(tiles: tuple[Tile, ...], size: tuple[int, int]) -> tuple[Tile, ...]:
    """A little of the background around each; one alone has all of the picture."""
    room = even(min(size) / APART)
    if len(tiles) == 1:
        return tiles
    return tuple(
        evolve(each, x=each.x + room, y=each.y + room, width=each.width - 2 * room, height=each.height - 2 * room)
        for each in tiles
    )


def grid(people: Sequence[str], size: tuple[int, int]) -> tuple[Tile, ...]:
    """As square as it gets; a last row that is not full stands in the middle."""
    if not people:
        return ()
    columns = ceil(sqrt(len(people)))
    rows = ceil(len(people) / columns)
    width, height = even(size[0] / columns), even(size[1] / rows)
    tiles = []
    for index, who in enumerate(people):
        row, column = divmod(index, columns)
        in_row = min(columns, len(people) - row * columns)
        left = even((size[0] - in_row * width) / 2)
        tiles.append(Tile(who, "camera", left + column * width, row * height, width, height))
    return tuple(tiles)


def large_and_row(large: str, small: Sequence[str], size: tuple[int, int]) -> tuple[Tile, ...]:
    width, height = even(size[0] * LARGE), even(size[1] * LARGE)
    small_width, small_height = even(size[0] * (1 - LARGE)), size[1] - height
    left = even((size[0] - len(small) * small_width) / 2)
    row = [
        Tile(who, "camera", left + at * small_width, height, small_width, small_height) for at, who in enumerate(small)
    ]
    return (Tile(large, "camera", even((size[0] - width) / 2), 0, width, height), *row)


def large_and_column(large: Tile, beside: Sequence[str], size: tuple[int, int]) -> tuple[Tile, ...]:
    """The column stands in the middle, as what is shared does."""
    width = even(size[0] * LARGE) if beside else size[0]
    height = min(even(size[1] / 4), even((size[0] - width) * WIDE))
    top = even((size[1] - height * len(beside)) / 2)
    column = [Tile(who, "camera", width, top + at * height, size[0] - width, height) for at, who in enumerate(beside)]
    return (Tile(large.participant, large.source, 0, 0, width, size[1]), *column)


def even(length: float) -> int:
    return int(length) // 2 * 2
