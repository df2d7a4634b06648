"""Which simulcast layer each of a viewer's seats gets, from what it shows and what its link allows. Pure.

Audio is paid for first and never paused. Then screens before faces, the large picture before the small ones: the first
seat up to a watchable size, a small picture for everyone, and what is left raises them in the same order.
"""

from collections.abc import Sequence

from attrs import frozen

ENOUGH = 1.25  # a layer may be stretched by so much before the next larger one is taken
WATCHABLE_PX = 360
AUDIO_BPS = 40_000  # one Opus track with its headers
KEEPS = 0.85  # a layer that flows already is counted cheaper, so that a wavering rate does not make it flap
GUESS_BPS_PER_PX = 4  # of height squared, until a layer's rate has been measured: 720p about 2 Mbit/s


@frozen
class Option:
    """A layer that flows. `bps` 0 = not measured yet."""

    layer: int
    height_px: int
    bps: int

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
    fed: int | None = None


def fitting(options: Sequence[Option], height_px: int) -> int:
    """Index of the smallest option that fills the height, else of the largest. `options` is not empty."""
    return next((at for at, option in enumerate(options) if option.height_px * ENOUGH >= height_px), len(options) - 1)


def allocate(wishes: Sequence[Wish], budget_bps: float) -> dict[int, int | None]:
    """Seat -> layer, None = paused. `budget_bps` is for video alone."""
    ordered = sorted((wish for wish in wishes if wish.options), key=lambda wish: (not wish.is_screen, -wish.height_px))
    chosen = {wish.seat: -1 for wish in ordered}
    for wish in ordered[:1]:
        budget_bps = _raise(wish, chosen, fitting(wish.options, min(wish.height_px, WATCHABLE_PX)), budget_bps)
    for wish in ordered:
        budget_bps = _raise(wish, chosen, 0, budget_bps)
    for wish in ordered:
        budget_bps = _raise(wish, chosen, fitting(wish.options, wish.height_px), budget_bps)
    layers: dict[int, int | None] = {wish.seat: None for wish in wishes}
    for wish in ordered:
        at = chosen[wish.seat]
        layers[wish.seat] = wish.options[at].layer if at >= 0 else None
    return layers


def _raise(wish: Wish, chosen: dict[int, int], target: int, budget_bps: float) -> float:
    """Raise a seat towards its target as far as the budget goes; gives what is left."""
    has = chosen[wish.seat]
    paid = _price(wish, has)
    for at in range(target, has, -1):
        if _price(wish, at) - paid <= budget_bps:
            chosen[wish.seat] = at
            return budget_bps - (_price(wish, at) - paid)
    return budget_bps


def _price(wish: Wish, at: int) -> float:
    if at < 0:
        return 0.0
    fed_at = next((place for place, option in enumerate(wish.options) if option.layer == wish.fed), -1)
    return wish.options[at].cost_bps * (KEEPS if at <= fed_at else 1.0)
