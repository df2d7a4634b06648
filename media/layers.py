"""Which simulcast or spatial layer each of a viewer's seats gets, how many frames, by what it shows and its link. Pure.

Audio is paid for first and never paused. Then screens before faces, the large picture before the small ones: the first
seat up to a watchable size, a small picture for everyone, and what is left raises them in the same order. A step may be
one in time only: fewer frames of a larger picture come between two sizes.
"""

from collections.abc import Sequence
from math import inf, isfinite

from attrs import define, evolve, frozen

from media.plane import ALL

ENOUGH = 1.25  # a layer may be stretched by so much before the next larger one is taken
WATCHABLE_PX = 360
AUDIO_BPS = 40_000  # one Opus track with its headers
PLENTY_BPS = 1e12
KEEPS = 0.85  # a layer that flows already is counted cheaper, so that a wavering rate does not make it flap
GUESS_BPS_PER_PX = 4  # of height squared, until a layer's rate has been measured: 720p about 2 Mbit/s


@frozen
class Option:
    """A layer that flows, up to one of its temporal and one of its spatial layers. `bps` 0 = not measured yet."""

    layer: int
    height_px: int
    bps: int
    temporal: int = ALL
    spatial: int = ALL

    @property
    def cost_bps(self) -> int:
        return self.bps or self.height_px * self.height_px * GUESS_BPS_PER_PX


@frozen
class Wish:
    """One video seat that is shown at `height_px` > 0. `options` smallest first, `fed` the layer it gets now."""

    seat: int
    options: tuple[Option, ...]
    height_px: int
    is_screen: bool = False
    is_speaker: bool = False
    fed: int | None = None
    fed_temporal: int = ALL
    fed_spatial: int = ALL


def options_of(full: Option, temporal_bps: Sequence[int], *, every: bool) -> list[Option]:
    """One picture's options, fewest frames first, `full` last. `every`: also those of a quarter of the frames.

    Motion that stutters so is worse than a smaller picture, but better than none, and a screen need not move.
    """
    fewer = range(0 if every else max(0, len(temporal_bps) - 2), len(temporal_bps) - 1)
    slow = [evolve(full, bps=temporal_bps[at], temporal=at) for at in fewer if temporal_bps[at]]
    return [*slow, full]


def fitting(options: Sequence[Option], height_px: int) -> int:
    """Index of the smallest option that fills the height, at its full frame rate. `options` is not empty."""
    enough = next((each for each in options if each.height_px * ENOUGH >= height_px), options[-1])
    return max(at for at, option in enumerate(options) if _picture(option) == _picture(enough))


def _picture(option: Option) -> tuple[int, int]:
    return option.layer, option.spatial


@define
class _Purse:
    left_bps: float
    lacks_bps: float = inf  # the least by which anything was too dear

    def pays(self, price_bps: float) -> bool:
        if price_bps > self.left_bps:
            self.lacks_bps = min(self.lacks_bps, price_bps - self.left_bps)
            return False
        self.left_bps -= price_bps
        return True


def allocate(wishes: Sequence[Wish], budget_bps: float) -> dict[int, Option | None]:
    """Seat -> what it gets, None = paused. `budget_bps` is for video alone."""
    return _allocate(wishes, _Purse(budget_bps))


@frozen
class Lack:
    """By how much a budget must grow for anybody to get more, and for everybody to get all; 0 where that is so."""

    next_bps: float
    all_bps: float


def lacking(wishes: Sequence[Wish], budget_bps: float) -> Lack:
    purse, full = _Purse(budget_bps), _Purse(PLENTY_BPS)
    _allocate(wishes, purse)
    if not isfinite(purse.lacks_bps):
        return Lack(0.0, 0.0)
    _allocate(wishes, full)
    return Lack(purse.lacks_bps, max(purse.lacks_bps, PLENTY_BPS - full.left_bps - budget_bps))


def _allocate(wishes: Sequence[Wish], purse: _Purse) -> dict[int, Option | None]:
    ordered = sorted((wish for wish in wishes if wish.options), key=_rank)
    chosen = {wish.seat: -1 for wish in ordered}
    for wish in ordered[:1]:
        _raise(wish, chosen, fitting(wish.options, min(wish.height_px, WATCHABLE_PX)), purse)
    for wish in ordered:
        _raise(wish, chosen, 0, purse)
    for wish in ordered:
        _raise(wish, chosen, fitting(wish.options, wish.height_px), purse)
    given: dict[int, Option | None] = {wish.seat: None for wish in wishes}
    given.update({wish.seat: wish.options[chosen[wish.seat]] for wish in ordered if chosen[wish.seat] >= 0})
    return given


def _rank(wish: Wish) -> tuple[bool, int, bool]:
    """Screens, then the larger picture: layouts show who speaks large. Of equal ones the speaker's is first."""
    return not wish.is_screen, -wish.height_px, not wish.is_speaker


def _raise(wish: Wish, chosen: dict[int, int], target: int, purse: _Purse) -> None:
    """Raise a seat towards its target as far as the purse goes."""
    has = chosen[wish.seat]
    paid = _price(wish, has)
    for at in range(target, has, -1):
        if purse.pays(_price(wish, at) - paid):
            chosen[wish.seat] = at
            return


def _price(wish: Wish, at: int) -> float:
    if at < 0:
        return 0.0
    fed = (wish.fed, wish.fed_temporal, wish.fed_spatial)
    fed_at = next(
        (place for place, each in enumerate(wish.options) if (each.layer, each.temporal, each.spatial) == fed), -1
    )
    if at == fed_at and not wish.options[at].bps:
        return 0.0  # it flows already, and what it takes is measured within a second: nobody goes dark for a guess
    return wish.options[at].cost_bps * (KEEPS if at <= fed_at else 1.0)
